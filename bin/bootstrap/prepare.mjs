import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { lock } from './lock.mjs'
import { runNpm } from './npm.mjs'
import { Refusal, capture, say, step } from './steps.mjs'

/**
 * A hash over some files and words, to tell whether a step must be done again. A missing file counts as empty.
 * @param {readonly string[]} files
 * @param {readonly string[]} words
 */
export function fingerprint(files, words = []) {
  const hash = createHash('sha256')
  for (const file of files) hash.update(existsSync(file) ? readFileSync(file) : '').update('\0')
  for (const word of words) hash.update(word).update('\0')
  return hash.digest('hex')
}

/**
 * What stands between this checkout and running: nothing, an install, or an install from nothing because one was cut short.
 * @param {{ wanted: string, stamp: string | undefined, hasModules: boolean, interrupted: boolean }} seen
 * @returns {'nothing' | 'install' | 'reinstall'}
 */
export function installNeeded({ wanted, stamp, hasModules, interrupted }) {
  if (interrupted) return 'reinstall'
  return hasModules && stamp === wanted ? 'nothing' : 'install'
}

/** @param {string} file */
const read = (file) => (existsSync(file) ? readFileSync(file, 'utf8').trim() : undefined)

/** @param {string} root @param {string} data */
function seenInstall(root, data) {
  return {
    wanted: fingerprint([path.join(root, 'package-lock.json'), path.join(root, 'package.json')], [process.platform, process.arch]),
    stamp: read(path.join(data, 'installed')),
    hasModules: existsSync(path.join(root, 'node_modules', '.package-lock.json')),
    interrupted: existsSync(path.join(data, 'installing')),
  }
}

/** @param {string} root @param {string} data */
async function install(root, data) {
  const seen = seenInstall(root, data)
  const needed = installNeeded(seen)
  if (needed === 'nothing') return
  await step(
    needed === 'reinstall' ? 'installing packages from nothing (the last install was cut short)' : 'installing packages',
    async () => {
      const cutShort = path.join(data, 'installing')
      if (needed === 'reinstall') rmSync(path.join(root, 'node_modules'), { recursive: true, force: true })
      // Half an unpacked package looks whole to npm, so a mark outlives an install that was killed.
      writeFileSync(cutShort, '')
      // NODE_ENV=production would leave out what the build needs; --no-save leaves the lock as it is.
      await runNpm(['install', '--no-save', '--include=dev', '--no-audit', '--no-fund', '--ignore-scripts=false'], { cwd: root })
      writeFileSync(path.join(data, 'installed'), seen.wanted)
      rmSync(cutShort)
    },
  )
}

/** @param {string} root */
const generateInputs = (root) => [
  path.join(root, 'prisma', 'schema.prisma'),
  path.join(root, 'prisma', 'config.ts'),
  path.join(root, 'node_modules', 'prisma', 'package.json'),
]

/** @param {string} root @param {string} data */
function generateNeeded(root, data) {
  const wanted = fingerprint(generateInputs(root))
  return read(path.join(data, 'generated')) !== wanted || !existsSync(path.join(root, 'lib', 'db', 'generated', 'client.ts'))
}

/** @param {string} root @param {string} data */
async function generate(root, data) {
  if (!generateNeeded(root, data)) return
  await step('generating the database client', async () => {
    const wanted = fingerprint(generateInputs(root))
    const prisma = path.join(root, 'node_modules', 'prisma', 'build', 'index.js')
    // Generating needs no engine, but Prisma downloads one unless it is told that it has it: any executable does.
    const env = { ...process.env, PRISMA_SCHEMA_ENGINE_BINARY: process.execPath, PRISMA_HIDE_UPDATE_MESSAGE: '1', CHECKPOINT_DISABLE: '1' }
    const args = [prisma, 'generate', '--config', path.join('prisma', 'config.ts')]
    const result = await capture(process.execPath, args, { cwd: root, env })
    if (result.code !== 0) throw new Refusal(`The database client could not be generated:\n${result.output.trim()}`)
    writeFileSync(path.join(data, 'generated'), wanted)
  })
}

/**
 * Sees to the packages and the generated database client. Quick when nothing has changed; when something has, one run does the
 * work and others wait for it.
 * @param {string} root the checkout
 * @param {string} data the data folder
 */
export async function prepare(root, data) {
  const ready = () => installNeeded(seenInstall(root, data)) === 'nothing' && !generateNeeded(root, data)
  if (ready()) return
  mkdirSync(data, { recursive: true })
  const held = await lock(path.join(data, 'prepare.lock'), 'preparing', (holder) =>
    say(`  … waiting for another run (process ${holder.pid}) that is installing`),
  )
  try {
    await install(root, data)
    await generate(root, data)
  } finally {
    held.release()
  }
}
