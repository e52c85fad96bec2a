import { mkdtempSync, rmSync } from 'node:fs'
import { availableParallelism, tmpdir } from 'node:os'
import path from 'node:path'
import { AppError } from '../lib/model/app-error.ts'
import { Refusal, elapsed, endChildren, say } from './bootstrap/steps.mjs'
import { build } from './build.ts'
import { browserTests } from './e2e.ts'
import { lintAll } from './lint.ts'
import { runChild } from './run-child.ts'
import { readCounts, total, type Counts } from './test-counts.ts'
import { untilTold } from './until-told.ts'

const root = path.dirname(import.meta.dirname)
const passed: Counts = { passed: 1, failed: 0, skipped: 0 }
const failed: Counts = { passed: 0, failed: 1, skipped: 0 }

type Stage = { name: string; run(signal: AbortSignal): Promise<Counts> }

/**
 * `npm test`: types, lint, unit and database tests, build, browser tests. A failed stage does not keep the next ones from
 * telling what they know. The last line counts them all: every test is one; types, eslint and prettier, and the build are one each.
 * @returns 0 when nothing failed
 */
export default async function test(): Promise<number> {
  const since = performance.now()
  const told = untilTold()
  told.signal.addEventListener('abort', () => void endChildren())
  const reports = mkdtempSync(path.join(tmpdir(), 'standdown-reports-'))
  const counted: Counts[] = []
  try {
    for (const stage of stages(reports)) {
      const started = performance.now()
      say(`\n── ${stage.name}`)
      const counts = await stage.run(told.signal).catch(complain)
      if (told.signal.aborted) return (say('\nInterrupted. Nothing is left running.'), 130)
      counted.push(counts)
      say(`── ${stage.name}: ${counts.failed === 0 ? 'passed' : 'FAILED'} (${elapsed(started)})`)
    }
  } finally {
    told.end()
    rmSync(reports, { recursive: true, force: true })
  }
  const all = total(counted)
  say(`\n${elapsed(since)} in all${all.skipped > 0 ? `, ${all.skipped} skipped` : ''}`)
  process.stdout.write(`${all.passed} passed, ${all.failed} failed\n`)
  return all.failed === 0 ? 0 : 1
}

function stages(reports: string): Stage[] {
  const program = (args: readonly string[]) => async (signal: AbortSignal) =>
    (await runChild({ args, cwd: root, signal })) === 0 ? passed : failed
  const report = path.join(reports, 'vitest.json')
  return [
    { name: 'types', run: types },
    { name: 'lint', run: async (signal) => ((await lintAll([], signal)) ? passed : failed) },
    {
      name: 'unit and database tests',
      async run(signal) {
        const vitest = [
          'run',
          '--project',
          'unit',
          '--project',
          'db',
          // Many tests wait for a process or a database more than they reckon: two at once, even on two cores.
          `--maxWorkers=${Math.max(2, availableParallelism() - 1)}`,
          '--reporter=default',
          '--reporter=json',
          `--outputFile.json=${report}`,
        ]
        return readCounts('vitest', report, await runChild({ args: [modulePath('vitest', 'vitest.mjs'), ...vitest], cwd: root, signal }))
      },
    },
    { name: 'build', run: async () => (await build(root, path.join(root, '.data')), passed) },
    { name: 'browser tests', run: (signal) => browserTests({ args: [], report: path.join(reports, 'playwright.json'), signal }) },
  ]

  /** The pages' own types are written by Next first; a checkout that was never built has none. */
  async function types(signal: AbortSignal): Promise<Counts> {
    const written = await program([modulePath('next', 'dist/bin/next'), 'typegen'])(signal)
    const checked = await program([modulePath('typescript', 'bin/tsc'), '--noEmit'])(signal)
    return written.failed === 0 ? checked : failed
  }
}

function modulePath(name: string, file: string): string {
  return path.join(root, 'node_modules', name, file)
}

/** A stage that could not run has failed, and says why. */
function complain(error: unknown): Counts {
  say(
    error instanceof Refusal || error instanceof AppError
      ? error.message
      : error instanceof Error
        ? (error.stack ?? error.message)
        : String(error),
  )
  return failed
}
