import { existsSync } from 'node:fs'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { renderUsage, runCommand, type ArgsDef, type CommandDef } from 'citty'
import { AppError } from '../lib/model/app-error.ts'
import { ArgumentError } from './argument-error.ts'

/** So many places that are wrong are told; whoever mends them meets the rest at the next try. */
const mostIssues = 20

const root = path.dirname(import.meta.dirname)

const commands: Readonly<Record<string, string>> = {
  sources: 'store a source, or list the stored ones',
  pull: 'read a source and print its sightings as JSON lines; stores nothing',
  collect: 'inside a Kubernetes cluster: report its tokens to a ConfigMap',
  sync: 'one sync now, with progress',
  import: 'import tokens, workloads, owners or controls from a file',
  exposures: 'record what a secret scanner found (TruffleHog, Gitleaks)',
  evaluate: 'score facts: JSON lines in, JSON lines out',
  disable: 'switch tokens off at their provider, and read it back',
  enable: 'switch on again what was disabled from here',
  delete: 'delete tokens at their provider, for good',
  demo: "move the demo's clock",
  export: 'export the tokens of the inventory, or a report, as CSV',
  verify: 'check a file that was exported against its recorded checksum',
  job: 'tell that a job has ended, and with it the tokens that end with it',
  audit: 'check that the audit is as it was written',
  keys: 'rotate the key that seals credentials',
}

/**
 * The command line. A command is loaded when it is named, so that one which needs no database never loads one.
 * @param argv what follows `standdown`
 * @returns the exit code: 0 done, 1 failed, 2 used wrongly; a command may answer with its own (`sync`: 3, partial)
 */
export default async function standdown(argv: readonly string[]): Promise<number> {
  // A reader that has seen enough (`| head`) closes the pipe: that is no failure.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1))
  process.chdir(folderOfCall(process.env, process.cwd()))
  const [name, ...rest] = argv
  if (name === undefined || name === 'help' || name === '--help' || name === '-h') return overview(name === undefined ? 2 : 0)
  try {
    const { command, parent, args } = await resolve(await load(name), rest, name)
    if (args.some((arg) => arg === '--help' || arg === '-h')) {
      process.stdout.write(await helpOf(command, parent))
      return 0
    }
    refuseUnknownOptions(args, (await settled(command.args)) ?? {})
    const { result } = await runCommand(command, { rawArgs: [...args] })
    return typeof result === 'number' ? result : Number(process.exitCode ?? 0)
  } catch (error) {
    process.stderr.write(`standdown: ${explain(error)}\n`)
    return isMisuse(error) ? 2 : 1
  }
}

/**
 * The folder that paths of files are meant from. npm runs us in the checkout whatever folder it was called in, and tells that folder;
 * without npm we are in it.
 */
export function folderOfCall({ INIT_CWD: called, npm_lifecycle_event: script }: NodeJS.ProcessEnv, here: string): string {
  return script === 'standdown' && here === root && called ? called : here
}

function overview(code: number): number {
  const out = code === 0 ? process.stdout : process.stderr
  out.write('standdown COMMAND [options]      --help after a command says more\n')
  for (const [name, about] of Object.entries(commands)) out.write(`  ${name.padEnd(10)} ${about}\n`)
  return code
}

async function load(name: string): Promise<CommandDef> {
  if (!Object.hasOwn(commands, name))
    throw new ArgumentError(`there is no command "${name}"; there are: ${Object.keys(commands).join(', ')}`)
  const file = path.join(import.meta.dirname, 'commands', `${name}.ts`)
  if (!existsSync(file))
    throw new AppError('unavailable', `the command "${name}" is not there: bin/commands/${name}.ts is missing from this installation`)
  const loaded = (await import(pathToFileURL(file).href)) as { default: CommandDef }
  return loaded.default
}

/** What `--help` says of a command. */
export async function helpOf(command: CommandDef, parent?: CommandDef): Promise<string> {
  return `${await renderUsage(command, parent)}\n${await kindsFor(command)}`
}

/** The kinds there are, where a command asks for one: within the option they would push all else out of sight. */
async function kindsFor(command: CommandDef): Promise<string> {
  const { kind } = (await settled(command.args)) ?? {}
  if (!kind) return ''
  const { connectorKinds } = await import('../lib/connectors/registry.ts')
  const lines = connectorKinds.reduce<string[]>((all, name) => {
    const last = all.at(-1)
    return last !== undefined && last.length + name.length < 76 ? [...all.slice(0, -1), `${last}, ${name}`] : [...all, name]
  }, [])
  return `KINDS\n\n${lines.map((line) => `  ${line}\n`).join('')}\n`
}

type Resolved = { command: CommandDef; parent: CommandDef | undefined; args: readonly string[] }

/** Follows names such as `sources add` down to the command that runs. */
async function resolve(command: CommandDef, args: readonly string[], name: string, parent?: CommandDef): Promise<Resolved> {
  const below = await settled(command.subCommands)
  const next = args[0]
  if (!below || next === undefined || next.startsWith('-')) {
    if (below && !command.run && next !== '--help' && next !== '-h')
      throw new ArgumentError(`${name}: say what to do: ${Object.keys(below).join(', ')}`)
    return { command, parent, args }
  }
  if (!Object.hasOwn(below, next)) {
    if (command.run) return { command, parent, args }
    throw new ArgumentError(`${name}: there is no "${next}"; there are: ${Object.keys(below).join(', ')}`)
  }
  const found = (await settled(below[next])) as CommandDef
  return resolve(found, args.slice(1), `${name} ${next}`, command)
}

/** The parser takes any option for granted; a mistyped one must not be ignored. */
export function refuseUnknownOptions(args: readonly string[], known: ArgsDef): void {
  const named = Object.entries(known).filter(([, arg]) => arg.type !== 'positional')
  const aliases = named.flatMap(([, arg]) => ('alias' in arg && arg.alias ? [arg.alias].flat() : []))
  const allowed = new Set([...named.map(([name]) => name), ...aliases].flatMap((name) => [name, kebab(name)]))
  const end = args.indexOf('--')
  for (const arg of end < 0 ? args : args.slice(0, end)) {
    const option = /^--?(?:no-)?([a-z][\w-]*)/i.exec(arg)?.[1]
    const whole = /^--?([a-z][\w-]*)/i.exec(arg)?.[1]
    if (option === undefined || whole === undefined || allowed.has(option) || allowed.has(whole)) continue
    const names = named.map(([name]) => `--${kebab(name)}`).join(', ')
    throw new ArgumentError(`unknown option ${arg.split('=')[0]}${names ? `; there are: ${names}` : ''}`)
  }
}

const kebab = (name: string) => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)

async function settled<T>(value: T | Promise<T> | (() => T) | (() => Promise<T>) | undefined): Promise<T | undefined> {
  return typeof value === 'function' ? await (value as () => T | Promise<T>)() : await value
}

function isMisuse(error: unknown): boolean {
  return error instanceof ArgumentError || (error instanceof Error && error.name === 'CLIError')
}

/** What is wrong, then a line for each of the first places it is wrong at, and how many more there are. An error not written for people shows its message, as its reader runs the program. */
export function explain(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const wrong = error instanceof AppError || error instanceof ArgumentError ? error.issues : []
  const issues = wrong.map(({ where, what }) => (error.message.includes(where) ? what : `${where}: ${what}`))
  const more = issues.length - mostIssues
  const told = more > 0 ? [...issues.slice(0, mostIssues), `… and ${more} more`] : issues
  return [error.message, ...told].map((line) => line.replace(/\s*\n\s*/g, ' ')).join('\n  ')
}
