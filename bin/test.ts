import { mkdtempSync, rmSync } from 'node:fs'
import { availableParallelism, tmpdir } from 'node:os'
import path from 'node:path'
import { stripVTControlCharacters } from 'node:util'
import { AppError } from '../lib/model/app-error.ts'
import { Refusal, elapsed, endChildren, say } from './bootstrap/steps.mjs'
import { build } from './build.ts'
import { browserTests } from './e2e.ts'
import { lintAll } from './lint.ts'
import { runChild } from './run-child.ts'
import { readCounts, total, type Counts } from './test-counts.ts'
import { untilTold } from './until-told.ts'

const root = path.dirname(import.meta.dirname)
const passed: Counts = { passed: 1, failed: 0, skipped: 0, failures: [] }
/** Enough of what a failure says to know it by, where only the end of a long log was kept. */
const toldAgain = 1_500

function failed(name: string, says: string): Counts {
  return { passed: 0, failed: 1, skipped: 0, failures: [{ name, says }] }
}

/** `run`: the counts of its tests, or whether its one check passed. `heard`: is given what its programs say, else the terminal is theirs. */
type Stage = { name: string; run(signal: AbortSignal, heard?: (text: string) => void): Promise<Counts | boolean> }

/**
 * `npm test`: types, lint, build, unit and database tests, browser tests. A failed stage does not keep the next ones from
 * telling what they know. At the end each failure is told once more; the last line counts them all: every test is one; types, eslint
 * and prettier, and the build are one each.
 * @returns 0 when nothing failed
 */
export default async function test(): Promise<number> {
  const since = performance.now()
  const told = untilTold()
  told.signal.addEventListener('abort', () => void endChildren())
  const reports = mkdtempSync(path.join(tmpdir(), 'standdown-reports-'))
  const counted: Counts[] = []
  try {
    say('\n── types, lint and build, side by side; each is told when it has ended')
    counted.push(...(await Promise.all(lanes.map((stages) => inOrder(stages, told.signal, 'beside others')))).flat())
    if (!told.signal.aborted) counted.push(...(await inOrder(tests(reports), told.signal)))
    if (told.signal.aborted) return (say('\nInterrupted. Nothing is left running.'), 130)
  } finally {
    told.end()
    rmSync(reports, { recursive: true, force: true })
  }
  const all = total(counted)
  for (const { name, says } of all.failures) say(`\n✗ ${name}\n${excerpt(says)}`)
  say(`\n${elapsed(since)} in all${all.skipped > 0 ? `, ${all.skipped} skipped` : ''}`)
  process.stdout.write(`${all.passed} passed, ${all.failed} failed\n`)
  return all.failed === 0 ? 0 : 1
}

/** Runs stages one after the other, until told to end. What one says beside others comes in one piece, when it has ended. */
async function inOrder(stages: readonly Stage[], signal: AbortSignal, beside?: 'beside others'): Promise<Counts[]> {
  const counted: Counts[] = []
  for (const { name, run } of stages) {
    if (signal.aborted) break
    const started = performance.now()
    if (!beside) say(`\n── ${name}`)
    const words: string[] = []
    const ended = await run(signal, beside && ((text) => words.push(text))).catch((error: unknown) => {
      words.push(`${complaint(error)}\n`)
      return false
    })
    if (signal.aborted) break
    const counts = ended === true ? passed : ended === false ? failed(name, words.join('')) : ended
    if (beside) say(`\n── ${name}`)
    process.stderr.write(words.join(''))
    say(`── ${name}: ${counts.failed === 0 ? 'passed' : 'FAILED'} (${elapsed(started)})`)
    counted.push(counts)
  }
  return counted
}

/** Checks that keep one processor busy each, so that two run at once. The build follows the types: it writes those of the pages anew. */
const lanes: readonly (readonly Stage[])[] = [
  [
    { name: 'types', run: types },
    { name: 'build', run: async () => (await build(root, path.join(root, '.data')), true) },
  ],
  [{ name: 'lint', run: (signal, heard) => lintAll([], signal, heard) }],
]

/** The pages' own types are written by Next first; a checkout that was never built has none. */
async function types(signal: AbortSignal, heard?: (text: string) => void): Promise<boolean> {
  const program = (args: readonly string[]) => runChild({ args, cwd: root, signal, heard })
  if ((await program([modulePath('next', 'dist/bin/next'), 'typegen'])) !== 0) return false
  // The native compiler: a quarter of the work of the one that eslint and Next still need. On one thread it does no part twice.
  return (await program([modulePath('typescript-native', 'bin/tsc'), '--noEmit', '--singleThreaded'])) === 0
}

/** Two at once: many wait for a process, a database or a browser more than they reckon. */
function tests(reports: string): Stage[] {
  const report = path.join(reports, 'vitest.json')
  return [
    {
      name: 'unit and database tests',
      async run(signal) {
        const vitest = [
          'run',
          '--project',
          'unit',
          '--project',
          'db',
          `--maxWorkers=${Math.max(2, availableParallelism() - 1)}`,
          '--reporter=default',
          '--reporter=json',
          `--outputFile.json=${report}`,
        ]
        return readCounts('vitest', report, await runChild({ args: [modulePath('vitest', 'vitest.mjs'), ...vitest], cwd: root, signal }))
      },
    },
    { name: 'browser tests', run: (signal) => browserTests({ args: [], report: path.join(reports, 'playwright.json'), signal }) },
  ]
}

function modulePath(name: string, file: string): string {
  return path.join(root, 'node_modules', name, file)
}

/** Of a text that is longer, its beginning, which has what failed, and its end, which has where. */
function excerpt(text: string): string {
  const plain = stripVTControlCharacters(text).trim()
  return plain.length <= toldAgain ? plain : `${plain.slice(0, toldAgain - 500)}\n…\n${plain.slice(-500)}`
}

/** A stage that could not run has failed, and says why. */
function complaint(error: unknown): string {
  if (error instanceof Refusal || error instanceof AppError) return error.message
  return error instanceof Error ? (error.stack ?? error.message) : String(error)
}
