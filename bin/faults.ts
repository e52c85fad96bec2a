import path from 'node:path'
import { runChild } from './run-child.ts'
import { untilTold } from './until-told.ts'

const root = path.dirname(import.meta.dirname)

/** The long fault tests: kills, restarts, full disks. Arguments go to vitest (a file's name, `-t` with a test's name). */
export default async function faults(args: readonly string[]): Promise<number> {
  const told = untilTold()
  const vitest = path.join(root, 'node_modules', 'vitest', 'vitest.mjs')
  try {
    return await runChild({ args: [vitest, 'run', '--project', 'faults', ...args], cwd: root, signal: told.signal })
  } finally {
    told.end()
  }
}
