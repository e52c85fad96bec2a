import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { runNpm } from './npm.mjs'
import { Refusal, step } from './steps.mjs'

/** The first Node that runs TypeScript as it stands, which everything after this file is written in. */
const oldest = [22, 18]

/**
 * Whether a version ("v20.20.2" or "24.21.0") is new enough.
 * @param {string} version
 */
export function isNewEnough(version) {
  const [major = 0, minor = 0] = version.replace(/^v/, '').split('.').map(Number)
  const [wantedMajor = 0, wantedMinor = 0] = oldest
  return major > wantedMajor || (major === wantedMajor && minor >= wantedMinor)
}

/** @param {string} folder */
const binaryIn = (folder) => path.join(folder, 'node_modules', 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node')

/** @param {string} binary */
function works(binary) {
  try {
    return existsSync(binary) && isNewEnough(execFileSync(binary, ['--version'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }))
  } catch {
    return false
  }
}

/**
 * The Node that the project keeps for itself, installed from the registry once. It is put together beside its place and moved there
 * whole, so that an interrupted download is never taken for a finished one.
 * @param {string} data the data folder
 * @returns {Promise<string>} the path of the binary
 */
export async function privateNode(data) {
  const home = path.join(data, 'runtime')
  if (works(binaryIn(home))) return binaryIn(home)
  return step(`fetching Node 24 (this one is ${process.version}, which is too old)`, async () => {
    for (const name of readdirSync(data))
      if (name.startsWith('runtime.new-')) rmSync(path.join(data, name), { recursive: true, force: true })
    const fresh = path.join(data, `runtime.new-${process.pid}`)
    mkdirSync(fresh, { recursive: true })
    writeFileSync(path.join(fresh, 'package.json'), '{"private":true}\n')
    // The package fetches the binary of this platform in its install script, so scripts must run whatever the user's default is.
    await runNpm(['install', '--prefix', fresh, 'node@24', '--no-audit', '--no-fund', '--ignore-scripts=false'], { cwd: fresh })
    if (!works(binaryIn(fresh))) {
      throw new Refusal(
        `npm installed node@24, but it does not run on this machine. Install Node 24 yourself (https://nodejs.org) and run this again.`,
      )
    }
    rmSync(home, { recursive: true, force: true })
    renameSync(fresh, home)
    return binaryIn(home)
  })
}
