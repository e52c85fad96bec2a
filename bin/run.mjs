// The one door for commands. Plain JavaScript without a dependency: it must run on a fresh clone, from an old Node, before any
// install. It sees to Node, the packages, the generated client and the settings, and then hands over. Its words go to stderr.
import { spawn } from 'node:child_process'
import { accessSync, existsSync, constants as fileModes, mkdirSync } from 'node:fs'
import { constants } from 'node:os'
import path from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { lock } from './bootstrap/lock.mjs'
import { isNewEnough, privateNode } from './bootstrap/node.mjs'
import { refuseTakenPort } from './bootstrap/port.mjs'
import { prepare } from './bootstrap/prepare.mjs'
import { Refusal, endChildren, say } from './bootstrap/steps.mjs'

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)))
const data = path.join(root, '.data')
// What a person waits for begins here, in whichever Node and process it ends.
process.env.STANDDOWN_SINCE ??= String(Date.now() - performance.now())
const signals = /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])

/** Command -> what runs it: a program of ours (its default export, called with the arguments) or a package's own. */
const commands = {
  start: { ours: './start.ts', about: 'install, migrate, build and run everything' },
  web: { ours: './web.ts', about: 'the web server alone' },
  worker: { ours: './worker-alone.ts', about: 'a worker alone' },
  test: { ours: './test.ts', about: 'every check' },
  vitest: { package: ['vitest', 'vitest.mjs'], first: ['run', '--project', 'unit', '--project', 'db'], about: 'unit and database tests' },
  e2e: { ours: './e2e.ts', about: 'browser tests' },
  screens: { ours: './screens.ts', about: 'pictures of every state, into docs/screens' },
  faults: { ours: './faults.ts', about: 'the long fault tests' },
  described: {
    package: ['vitest', 'vitest.mjs'],
    first: ['run', '--project', 'described'],
    about: 'connectors against descriptions that their providers publish (fetches 45 MB once)',
  },
  bench: { ours: './bench.ts', about: 'benchmarks: [NAME] [--rows N]' },
  lint: { ours: './lint.ts', about: 'eslint and prettier' },
  format: { package: ['prettier', 'bin/prettier.cjs'], first: ['--write', '.'], about: 'format every file' },
  migration: { ours: './migration.ts', about: 'write a migration from the schema: NAME' },
  estate: { ours: './serve-estate.ts', about: 'the made-up company alone, to read it: [--port N] [--tokens N]' },
  standdown: { ours: './standdown.ts', about: 'the command line' },
}

/** Ends what this process started when it is told to end while still preparing; gives back how to stop listening. */
function endOnSignal() {
  const stop = async (/** @type {NodeJS.Signals} */ signal) => {
    say(`\n${signal === 'SIGINT' ? 'Interrupted' : 'Stopped'}; the next run goes on from here.`)
    await endChildren()
    process.exit(128 + constants.signals[signal])
  }
  for (const signal of signals) process.on(signal, stop)
  return () => signals.forEach((signal) => process.off(signal, stop))
}

/**
 * npm passes a signal on to its shell alone, which ends without telling us: that our parent is gone is all we see of it. Started
 * by hand instead, a process may well outlive its shell.
 */
function endWithNpm() {
  if (!process.env.npm_lifecycle_event) return
  const parent = process.ppid
  const watching = setInterval(() => {
    if (process.ppid === parent) return
    clearInterval(watching)
    process.kill(process.pid, 'SIGTERM')
  }, 500)
  watching.unref()
}

/**
 * Runs a program in our place: its words are ours, what we are told it is told, and its end is ours.
 * @param {string} program
 * @param {readonly string[]} args
 * @param {NodeJS.ProcessEnv} env
 * @returns {Promise<number>}
 */
function become(program, args, env) {
  // The channel tells the program when we end without a word (kill -9), so that it ends as well.
  const child = spawn(program, args, { cwd: process.cwd(), env, stdio: ['inherit', 'inherit', 'inherit', 'ipc'] })
  for (const signal of signals) process.on(signal, () => child.kill(signal))
  return new Promise((resolve) => {
    child.once('error', (error) => resolve((say(error.message), 1)))
    child.once('exit', (code, signal) => resolve(code ?? 128 + (signal ? constants.signals[signal] : 0)))
  })
}

/** The project's own Node, fetched once; two runs at the same time fetch it once. */
async function ownNode() {
  const waiting = (/** @type {{ pid: number }} */ holder) =>
    say(`  … waiting for another run (process ${holder.pid}) that is fetching Node`)
  const held = await lock(path.join(data, 'runtime.lock'), 'fetching Node', waiting)
  return privateNode(data).finally(held.release)
}

/** @param {readonly string[]} argv */
async function main([name, ...args]) {
  const command = commands[/** @type {keyof typeof commands} */ (name)]
  if (!command || !Object.hasOwn(commands, name ?? '')) {
    say(name ? `There is no command "${name}". These exist:` : 'node bin/run.mjs COMMAND')
    for (const [each, { about }] of Object.entries(commands)) say(`  ${each.padEnd(10)} ${about}`)
    return name ? 2 : 0
  }
  if (existsSync(path.join(root, '.env'))) process.loadEnvFile?.(path.join(root, '.env'))
  if (name === 'start' || name === 'web') await refuseTakenPort(process.env.PORT, data)
  try {
    mkdirSync(data, { recursive: true })
    accessSync(data, fileModes.W_OK)
  } catch {
    throw new Refusal(`${data} cannot be written. Run as the user to whom this folder belongs, or give the folder to this one.`)
  }
  const stopListening = endOnSignal()
  endWithNpm()
  if (!isNewEnough(process.version)) {
    const binary = await ownNode()
    stopListening()
    const env = { ...process.env, PATH: `${path.dirname(binary)}${path.delimiter}${process.env.PATH ?? ''}` }
    return become(binary, [fileURLToPath(import.meta.url), name, ...args], env)
  }
  await prepare(root, data)
  stopListening()
  process.on('disconnect', () => process.kill(process.pid, 'SIGTERM'))
  process.channel?.unref()
  if ('package' in command) {
    const [folder, file] = command.package
    return become(process.execPath, [path.join(root, 'node_modules', folder, file), ...command.first, ...args], process.env)
  }
  const file = fileURLToPath(new URL(command.ours, import.meta.url))
  if (!existsSync(file)) throw new Refusal(`"${name}" is not there: ${path.relative(root, file)} is missing from this checkout.`)
  return (await import(pathToFileURL(file).href)).default(args)
}

try {
  process.exitCode = await main(process.argv.slice(2))
} catch (error) {
  // What was written for people needs no stack; anything else is a mistake of ours, and its stack says where.
  const isSaid = error instanceof Refusal || (error instanceof Error && error.name === 'AppError')
  if (!isSaid) throw error
  say(`\n${error.message}`)
  process.exitCode = 1
}
