import { spawn, type ChildProcess } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'

/** A checkout with a space in its path, the real door, and an npm of ours that notes what it was told and installs next to nothing. */
const npm = `
const fs = require('node:fs'), path = require('node:path')
fs.appendFileSync(process.env.NPM_LOG, JSON.stringify({ args: process.argv.slice(2), pid: process.pid }) + '\\n')
const mode = process.env.NPM_MODE
if (mode === 'offline') { console.error('npm error code ENOTFOUND'); console.error('npm error request to https://registry.example/react failed'); process.exit(1) }
if (mode === 'broken') { console.error('npm error something odd'); process.exit(1) }
const put = (file, text) => { fs.mkdirSync(path.dirname(file), { recursive: true }); fs.writeFileSync(file, text) }
put('node_modules/half/package.json', '{}')
const finish = () => {
  put('node_modules/.package-lock.json', '{}')
  put('node_modules/prisma/package.json', '{"version":"1"}')
  put('node_modules/prisma/build/index.js', "require('node:fs').mkdirSync('lib/db/generated', { recursive: true }); require('node:fs').writeFileSync('lib/db/generated/client.ts', ''); require('node:fs').appendFileSync(process.env.NPM_LOG, JSON.stringify({ args: ['prisma'] }) + '\\\\n')")
}
if (mode === 'hang') setInterval(() => {}, 1000)
else if (mode === 'slow') setTimeout(finish, 700)
else finish()
`

let root: string
let log: string
let children: ChildProcess[]

beforeEach(() => {
  root = path.join(realpathSync(mkdtempSync(path.join(tmpdir(), 'standdown door '))), 'a clone')
  log = path.join(root, 'npm.log')
  mkdirSync(path.join(root, 'bin'), { recursive: true })
  for (const name of ['run.mjs', 'bootstrap'])
    cpSync(path.join(import.meta.dirname, name), path.join(root, 'bin', name), { recursive: true })
  writeFileSync(path.join(root, 'package.json'), '{"type":"module"}')
  mkdirSync(path.join(root, 'npm'))
  writeFileSync(path.join(root, 'npm', 'npm-cli.js'), npm)
  writeFileSync(path.join(root, 'npm', 'package.json'), '{"type":"commonjs"}')
  writeFileSync(path.join(root, 'package-lock.json'), '{"lockfileVersion":3}')
  mkdirSync(path.join(root, 'prisma'))
  writeFileSync(path.join(root, 'prisma', 'schema.prisma'), 'model A {}')
  writeFileSync(
    path.join(root, 'bin', 'standdown.ts'),
    'export default async (args: string[]) => { process.stdout.write(JSON.stringify(args)); return 7 }',
  )
  writeFileSync(path.join(root, 'bin', 'start.ts'), 'export default async () => { process.stdout.write("started"); return 0 }')
  children = []
})

afterEach(() => {
  for (const child of children) if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL')
  rmSync(path.dirname(root), { recursive: true, force: true })
})

type Said = { code: number | null; out: string; err: string }

function run(args: readonly string[], env: Readonly<Record<string, string>> = {}): ChildProcess & { done: Promise<Said> } {
  const child = spawn(process.execPath, [path.join(root, 'bin', 'run.mjs'), ...args], {
    cwd: tmpdir(),
    env: { ...process.env, npm_execpath: path.join(root, 'npm', 'npm-cli.js'), NPM_LOG: log, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  children.push(child)
  let [out, err] = ['', '']
  child.stdout.on('data', (text: Buffer) => (out += text.toString()))
  child.stderr.on('data', (text: Buffer) => (err += text.toString()))
  const done = new Promise<Said>((resolve) => child.once('close', (code) => resolve({ code, out, err })))
  return Object.assign(child, { done })
}

function calls(): { args: string[]; pid: number }[] {
  if (!existsSync(log)) return []
  return readFileSync(log, 'utf8')
    .split('\n')
    .slice(0, -1) // what comes after the last line's end is a line that is being written
    .map((line) => JSON.parse(line) as { args: string[]; pid: number })
}

const installs = () => calls().filter(({ args }) => args[0] === 'install')
const generations = () => calls().filter(({ args }) => args[0] === 'prisma')

async function until(what: () => boolean): Promise<void> {
  const end = performance.now() + 25_000
  while (!what()) {
    if (performance.now() > end) throw new Error(`It did not come to: ${what}`)
    await setTimeout(20)
  }
}

function isThere(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

describe('the door', () => {
  test('installs and generates on a fresh clone, hands over, and keeps stdout clean', async () => {
    const { code, out, err } = await run(['standdown', 'pull', '--kind', 'x y']).done
    expect({ code, out }).toEqual({ code: 7, out: '["pull","--kind","x y"]' })
    expect(err).toMatch(/✓ installing packages \(\d/)
    expect(installs()).toHaveLength(1)
    expect(installs()[0]?.args).toContain('--no-save')
    expect(generations()).toHaveLength(1)
  })

  test('runs the made-up company alone as well, which an old Node cannot by itself', async () => {
    const program = 'export default async (args: string[]) => { process.stdout.write(JSON.stringify(args)); return 0 }'
    writeFileSync(path.join(root, 'bin', 'serve-estate.ts'), program)
    const { code, out } = await run(['estate', '--port', '8765']).done
    expect({ code, out }).toEqual({ code: 0, out: '["--port","8765"]' })
  })

  test('does neither again while nothing has changed, and says nothing', async () => {
    await run(['standdown']).done
    const { err } = await run(['standdown']).done
    expect(err).toBe('')
    expect(calls()).toHaveLength(2)
  })

  test.each([
    ['the lock changed', () => writeFileSync(path.join(root, 'package-lock.json'), '{"lockfileVersion":3,"x":1}'), 2, 1],
    ['the packages are gone', () => rmSync(path.join(root, 'node_modules'), { recursive: true }), 2, 1],
    ['the schema changed', () => writeFileSync(path.join(root, 'prisma', 'schema.prisma'), 'model B {}'), 1, 2],
    ['the generated client is gone', () => rmSync(path.join(root, 'lib'), { recursive: true }), 1, 2],
  ])('does what is needed when %s', async (_, change, expectedInstalls, expectedGenerations) => {
    await run(['standdown']).done
    change()
    expect((await run(['standdown']).done).code).toBe(7)
    expect([installs().length, generations().length]).toEqual([expectedInstalls, expectedGenerations])
  })

  test('two runs at once install once', async () => {
    const both = [run(['standdown', '1'], { NPM_MODE: 'slow' }), run(['standdown', '2'], { NPM_MODE: 'slow' })]
    const said = await Promise.all(both.map(({ done }) => done))
    expect(said.map(({ code, out }) => [code, out])).toEqual([
      [7, '["1"]'],
      [7, '["2"]'],
    ])
    expect([installs().length, generations().length]).toEqual([1, 1])
  })

  test.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)(
    '%s during an install leaves no process, and the next run starts from nothing',
    async (signal) => {
      const child = run(['standdown'], { NPM_MODE: 'hang' })
      await until(() => installs().length === 1 && existsSync(path.join(root, 'node_modules', 'half')))
      child.kill(signal)
      const { code, out } = await child.done
      expect(code).toBe({ SIGINT: 130, SIGTERM: 143, SIGHUP: 129 }[signal])
      expect(out).toBe('')
      expect(isThere(installs()[0]?.pid ?? 0)).toBe(false)
      writeFileSync(path.join(root, 'node_modules', 'half', 'left-over'), '')
      const next = await run(['standdown']).done
      expect(next.code).toBe(7)
      expect(next.err).toContain('cut short')
      expect(existsSync(path.join(root, 'node_modules', 'half', 'left-over'))).toBe(false)
    },
  )

  test('ends with the shell that npm ran it by, which passes no signal on', async () => {
    const command = `"${process.execPath}" "${path.join(root, 'bin', 'run.mjs')}" standdown; true`
    const env = {
      ...process.env,
      npm_execpath: path.join(root, 'npm', 'npm-cli.js'),
      npm_lifecycle_event: 'standdown',
      NPM_LOG: log,
      NPM_MODE: 'hang',
    }
    const shell = spawn('/bin/sh', ['-c', command], { env, stdio: 'ignore' })
    children.push(shell)
    await until(() => installs().length === 1)
    shell.kill('SIGTERM')
    await until(() => !isThere(installs()[0]?.pid ?? 0))
  })

  test('a run that was killed -9 holds nobody up', async () => {
    const child = run(['standdown'], { NPM_MODE: 'hang' })
    await until(() => installs().length === 1)
    child.kill('SIGKILL')
    await child.done
    process.kill(installs()[0]?.pid ?? 0, 'SIGKILL')
    expect((await run(['standdown']).done).code).toBe(7)
  })

  test.each([
    ['offline', /registry cannot be reached[\s\S]*run this again[\s\S]*ENOTFOUND/],
    ['broken', /npm failed[\s\S]*something odd/],
  ])('an npm that is %s is explained, without a stack', async (mode, message) => {
    const { code, out, err } = await run(['standdown'], { NPM_MODE: mode }).done
    expect({ code, out }).toEqual({ code: 1, out: '' })
    expect(err).toMatch(message)
    expect(err).not.toMatch(/\n\s+at /)
  })

  test('a taken port is told before anything heavy, with the way out', async () => {
    const server = createServer()
    await new Promise<void>((resolve) => server.listen({ port: 0, host: '127.0.0.1' }, resolve))
    const { port } = server.address() as AddressInfo
    const { code, err } = await run(['start'], { PORT: String(port) }).done
    server.close()
    expect(code).toBe(1)
    expect(err).toContain(`Port ${port} is taken`)
    expect(err).toContain(`PORT=${port + 1} npm start`)
    expect(calls()).toEqual([])
  })

  test.each(['http', '70000', '0', '-1', '3000x'])('PORT=%s is refused before anything heavy', async (port) => {
    const { code, err } = await run(['start'], { PORT: port }).done
    expect({ code, calls: calls() }).toEqual({ code: 1, calls: [] })
    expect(err).toContain(`is "${port}"`)
  })

  test('.env is read, and what is set already wins', async () => {
    writeFileSync(path.join(root, '.env'), 'FROM_FILE=file\nSET_ALREADY=file\n')
    writeFileSync(
      path.join(root, 'bin', 'standdown.ts'),
      'export default async () => (process.stdout.write(`${process.env.FROM_FILE} ${process.env.SET_ALREADY}`), 0)',
    )
    expect((await run(['standdown'], { SET_ALREADY: 'environment' }).done).out).toBe('file environment')
  })

  test('an unknown command names those there are, with exit 2', async () => {
    const { code, err } = await run(['strat']).done
    expect(code).toBe(2)
    expect(err).toContain('no command "strat"')
    expect(err).toContain('start')
    expect((await run(['toString']).done).code).toBe(2)
  })

  test('a command whose file is missing says which', async () => {
    const { code, err } = await run(['bench']).done
    expect(code).toBe(1)
    expect(err).toMatch(/bin.bench\.ts is missing/)
  })
})
