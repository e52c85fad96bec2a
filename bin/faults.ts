import { spawn } from 'node:child_process'
import path from 'node:path'

const root = path.dirname(import.meta.dirname)

/** The long fault tests: kills, restarts, full disks. Arguments go to vitest (a file's name, `-t` with a test's name). */
export default function faults(args: readonly string[]): Promise<number> {
  const vitest = path.join(root, 'node_modules', 'vitest', 'vitest.mjs')
  const child = spawn(process.execPath, [vitest, 'run', '--project', 'faults', '--passWithNoTests', ...args], {
    cwd: root,
    stdio: 'inherit',
  })
  return new Promise((resolve) => child.once('exit', (code) => resolve(code ?? 1)))
}
