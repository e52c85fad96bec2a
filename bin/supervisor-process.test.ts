import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { startProcess } from './supervisor-process.ts'

const endWithParent = path.join(import.meta.dirname, 'end-with-parent.ts')
let folder: string

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'standdown supervisor '))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const notePid = (name: string) => `require('node:fs').writeFileSync(${JSON.stringify(path.join(folder, name))}, String(process.pid));`
const stay = 'setInterval(() => undefined, 1000);'

/** A program that does what is said and then notes its pid under a name: whoever sees the note may count on what was said, a deaf ear to a signal too. */
function program(name: string, does: string): string {
  const file = path.join(folder, `${name}.cjs`)
  writeFileSync(file, `${does} ${notePid(name)}`)
  return file
}

const spec = (file: string, graceMs = 500) => ({
  name: 'child',
  args: ['--import', endWithParent, file],
  env: process.env,
  cwd: folder,
  logFolder: path.join(folder, 'logs'),
  graceMs,
})

const pidIn = (name: string) => Number(readFileSync(path.join(folder, name), 'utf8'))

function isThere(pid: number): boolean {
  try {
    process.kill(pid, 0)
    // Ended and not collected yet is ended.
    return !/^State:\s+Z/m.test(existsSync(`/proc/${pid}/status`) ? readFileSync(`/proc/${pid}/status`, 'utf8') : '')
  } catch {
    return false
  }
}

async function until(what: () => boolean): Promise<void> {
  const end = performance.now() + 25_000
  while (!what()) {
    if (performance.now() > end) throw new Error(`It did not come to: ${what}`)
    await setTimeout(20)
  }
}

const noted = (name: string) => existsSync(path.join(folder, name)) && readFileSync(path.join(folder, name), 'utf8') !== ''
const grandchild = (file: string) =>
  `require('node:child_process').spawn(process.execPath, [${JSON.stringify(file)}], { stdio: 'ignore' });`

describe('a process of ours', () => {
  test('ends when asked, with what it started itself', async () => {
    const below = program('below', stay)
    const running = startProcess(spec(program('child', `${grandchild(below)} process.on('SIGTERM', () => process.exit(0)); ${stay}`)))
    await until(() => noted('child') && noted('below'))
    await running.stop()
    expect(await running.exited).toBe('exit 0')
    await until(() => !isThere(pidIn('child')) && !isThere(pidIn('below')))
  })

  test('is made to end when it does not listen', async () => {
    const running = startProcess(spec(program('deaf', `process.on('SIGTERM', () => undefined); ${stay}`), 200))
    await until(() => noted('deaf'))
    await running.stop()
    expect(await running.exited).toBe('SIGKILL')
  })

  test('ends by itself when whoever started it is killed without a word', async () => {
    const child = program('child', stay)
    const starter = path.join(folder, 'starter.ts')
    const from = JSON.stringify(path.join(import.meta.dirname, 'supervisor-process.ts'))
    writeFileSync(
      starter,
      `import { startProcess } from ${from}\nstartProcess(${JSON.stringify(spec(child))} as never)\nsetInterval(() => undefined, 1000)`,
    )
    const parent = spawn(process.execPath, [starter], { stdio: 'ignore' })
    await until(() => noted('child'))
    parent.kill('SIGKILL')
    await until(() => !isThere(pidIn('child')))
  })

  test('its words go to a log that others cannot read; what it says to us is heard', async () => {
    const heard: unknown[] = []
    const does = `console.log('out'); console.error('err'); process.send('progress'); process.send('done', () => process.exit(3));`
    const running = startProcess({ ...spec(program('talker', does)), onMessage: (message) => heard.push(message) })
    expect(await running.exited).toBe('exit 3')
    await until(() => heard.length === 2)
    expect(heard).toEqual(['progress', 'done'])
    const log = path.join(folder, 'logs', 'child.log')
    expect(readFileSync(log, 'utf8').split('\n').sort()).toEqual(['', 'err', 'out'])
    expect(statSync(log).mode & 0o077).toBe(0)
  })
})
