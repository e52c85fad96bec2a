import { randomBytes } from 'node:crypto'
import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { Refusal } from './bootstrap/steps.mjs'

/** What the embedded default makes for itself on its first start; with one of these set, that one is used and none is made. */
export type Secrets = { NEXTAUTH_SECRET: string; STANDDOWN_KEY: string }

const names = ['NEXTAUTH_SECRET', 'STANDDOWN_KEY'] as const

/**
 * The two secrets of an installation: from the environment where set there, else the ones kept in the data folder, made on first
 * use (32 random bytes each) and readable by this user alone.
 * @throws Refusal when the kept file cannot be read: making new ones would lock every sealed credential for good
 */
export function secrets(data: string, env: NodeJS.ProcessEnv): Secrets {
  const file = path.join(data, 'secrets.json')
  const kept = existsSync(file) ? read(file) : {}
  const all = Object.fromEntries(names.map((name) => [name, env[name] || kept[name] || randomBytes(32).toString('base64')])) as Secrets
  const made = names.filter((name) => !env[name] && !kept[name])
  if (made.length > 0) {
    mkdirSync(data, { recursive: true })
    const written = { ...kept, ...Object.fromEntries(made.map((name) => [name, all[name]])) }
    writeFileSync(`${file}.new`, `${JSON.stringify(written, null, 2)}\n`, { mode: 0o600 })
    renameSync(`${file}.new`, file)
  }
  if (existsSync(file)) chmodSync(file, 0o600)
  return all
}

function read(file: string): Partial<Secrets> {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Partial<Secrets>
  } catch {
    throw new Refusal(
      `${file} cannot be read. It holds the key that opens stored credentials: restore it from a backup, or remove the data folder to begin anew.`,
    )
  }
}
