import { cpSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { lock } from './bootstrap/lock.mjs'
import { Refusal, capture, say, step } from './bootstrap/steps.mjs'
import { sourceHash } from './source-hash.ts'

const kept = 3

/** A finished build: a folder of its own, so that building again never pulls files from under a server that runs. */
export type Build = { folder: string; server: string; fresh: boolean }

/**
 * Builds the pages when their sources have changed since the last build, and gives back the folder of the server.
 * @param root the checkout
 * @param data the data folder; builds live in `build/<hash of the sources>`
 */
export async function build(root: string, data: string): Promise<Build> {
  const builds = path.join(data, 'build')
  const found = existing(builds, sourceHash(root))
  if (found) return found
  mkdirSync(builds, { recursive: true })
  const held = await lock(path.join(data, 'build.lock'), 'building', (holder) =>
    say(`  … waiting for another run (process ${holder.pid}) that is building`),
  )
  try {
    // The other run may have built just this; and what was edited while waiting counts.
    const hash = sourceHash(root)
    return existing(builds, hash) ?? (await step('building the pages', () => buildNow(root, builds, hash)))
  } finally {
    held.release()
  }
}

function existing(builds: string, hash: string): Build | undefined {
  const folder = path.join(builds, hash)
  if (!existsSync(path.join(folder, 'complete'))) return undefined
  const now = new Date()
  utimesSync(folder, now, now)
  return { folder, server: path.join(folder, 'server.js'), fresh: false }
}

async function buildNow(root: string, builds: string, hash: string): Promise<Build> {
  const next = path.join(root, 'node_modules', 'next', 'dist', 'bin', 'next')
  // Every page is made for its request, so the build needs no database; a set one must not be touched by building.
  const env = { ...process.env, NODE_ENV: 'production' as const, NEXT_TELEMETRY_DISABLED: '1', DATABASE_URL: '', DATABASE_REPLICA_URL: '' }
  const result = await capture(process.execPath, [next, 'build'], { cwd: root, env })
  if (result.code !== 0) throw new Refusal(`The pages could not be built:\n${result.output.trim()}`)
  const standalone = path.join(root, '.next', 'standalone')
  if (!existsSync(path.join(standalone, 'server.js'))) {
    throw new Refusal(
      'The build left no .next/standalone/server.js: next.config must say output: "standalone" and outputFileTracingRoot of this folder.',
    )
  }
  const folder = path.join(builds, hash)
  const making = `${folder}.new-${process.pid}`
  rmSync(making, { recursive: true, force: true })
  cpSync(standalone, making, { recursive: true, verbatimSymlinks: true })
  cpSync(path.join(root, '.next', 'static'), path.join(making, '.next', 'static'), { recursive: true })
  if (existsSync(path.join(root, 'public'))) cpSync(path.join(root, 'public'), path.join(making, 'public'), { recursive: true })
  writeFileSync(path.join(making, 'complete'), '')
  rmSync(folder, { recursive: true, force: true })
  renameSync(making, folder)
  removeOld(builds, hash)
  return { folder, server: path.join(folder, 'server.js'), fresh: true }
}

/** Keeps the newest few: a server may still run from the last one. */
function removeOld(builds: string, current: string): void {
  const others = readdirSync(builds)
    .filter((name) => name !== current)
    .map((name) => ({ name, at: statSync(path.join(builds, name)).mtimeMs }))
    .sort((a, b) => b.at - a.at)
  for (const { name } of others.slice(kept - 1)) rmSync(path.join(builds, name), { recursive: true, force: true })
}
