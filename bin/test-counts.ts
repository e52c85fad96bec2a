import { existsSync, readFileSync } from 'node:fs'
import { z } from 'zod'

export type Counts = { passed: number; failed: number; skipped: number }

const Vitest = z.object({
  numPassedTests: z.number(),
  numFailedTests: z.number(),
  numPendingTests: z.number(),
  numTodoTests: z.number(),
  testResults: z.array(z.object({ status: z.string(), assertionResults: z.array(z.object({ status: z.string() })) })),
})
const Playwright = z.object({
  stats: z.object({ expected: z.number(), unexpected: z.number(), flaky: z.number(), skipped: z.number() }),
})

/**
 * Reads what a runner wrote of its run. A file of tests that broke before its first test counts as one failure, and so does a run
 * that ended badly without naming a failed test: a broken runner must never look like success. A flaky test has failed.
 */
export function readCounts(runner: 'vitest' | 'playwright', report: string, exitCode: number): Counts {
  const text = existsSync(report) ? readFileSync(report, 'utf8') : ''
  const counts = runner === 'vitest' ? ofVitest(text) : ofPlaywright(text)
  if (!counts) return { passed: 0, failed: 1, skipped: 0 }
  return exitCode !== 0 && counts.failed === 0 ? { ...counts, failed: 1 } : counts
}

export function total(counts: readonly Counts[]): Counts {
  const sum = (of: keyof Counts) => counts.reduce((all, each) => all + each[of], 0)
  return { passed: sum('passed'), failed: sum('failed'), skipped: sum('skipped') }
}

function ofVitest(text: string): Counts | undefined {
  const parsed = Vitest.safeParse(json(text))
  if (!parsed.success) return undefined
  const { numPassedTests, numFailedTests, numPendingTests, numTodoTests, testResults } = parsed.data
  const broken = testResults.filter(
    ({ status, assertionResults }) => status === 'failed' && !assertionResults.some((one) => one.status === 'failed'),
  )
  return { passed: numPassedTests, failed: numFailedTests + broken.length, skipped: numPendingTests + numTodoTests }
}

function ofPlaywright(text: string): Counts | undefined {
  const parsed = Playwright.safeParse(json(text))
  if (!parsed.success) return undefined
  const { expected, unexpected, flaky, skipped } = parsed.data.stats
  return { passed: expected, failed: unexpected + flaky, skipped }
}

function json(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
