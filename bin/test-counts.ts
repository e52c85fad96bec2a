import { existsSync, readFileSync } from 'node:fs'
import { z } from 'zod'

export type Counts = { passed: number; failed: number; skipped: number; failures: readonly Failure[] }

/** `name`: where the test is written and what it is called. `says`: why it failed, as its runner tells it. */
export type Failure = { name: string; says: string }

const Vitest = z.object({
  numPassedTests: z.number(),
  numFailedTests: z.number(),
  numPendingTests: z.number(),
  numTodoTests: z.number(),
  testResults: z.array(
    z.object({
      name: z.string(),
      status: z.string(),
      message: z.string().default(''),
      assertionResults: z.array(z.object({ status: z.string(), fullName: z.string(), failureMessages: z.array(z.string()).default([]) })),
    }),
  ),
})
const Spec = z.object({
  title: z.string(),
  file: z.string(),
  ok: z.boolean(),
  tests: z.array(
    z.object({
      status: z.string().default(''),
      results: z.array(z.object({ errors: z.array(z.object({ message: z.string().default('') })).default([]) })),
    }),
  ),
})
const Suite = z.object({
  specs: z.array(Spec).default([]),
  get suites() {
    return z.array(Suite).default([])
  },
})
const Playwright = z.object({
  stats: z.object({ expected: z.number(), unexpected: z.number(), flaky: z.number(), skipped: z.number() }),
  suites: z.array(Suite).default([]),
})

/**
 * Reads what a runner wrote of its run. A file of tests that broke before its first test counts as one failure, and so does a run
 * that ended badly without naming a failed test: a broken runner must never look like success. A flaky test has failed.
 */
export function readCounts(runner: 'vitest' | 'playwright', report: string, exitCode: number): Counts {
  const text = existsSync(report) ? readFileSync(report, 'utf8') : ''
  const counts = runner === 'vitest' ? ofVitest(text) : ofPlaywright(text)
  if (!counts) return { passed: 0, failed: 1, skipped: 0, failures: [{ name: runner, says: 'It left no report that can be read.' }] }
  if (exitCode === 0 || counts.failed > 0) return counts
  const ended = { name: runner, says: `It ended with ${exitCode}, and named no failed test: what it said above has the reason.` }
  return { ...counts, failed: 1, failures: [ended] }
}

export function total(counts: readonly Counts[]): Counts {
  const sum = (of: 'passed' | 'failed' | 'skipped') => counts.reduce((all, each) => all + each[of], 0)
  return { passed: sum('passed'), failed: sum('failed'), skipped: sum('skipped'), failures: counts.flatMap(({ failures }) => failures) }
}

function ofVitest(text: string): Counts | undefined {
  const parsed = Vitest.safeParse(json(text))
  if (!parsed.success) return undefined
  const { numPassedTests, numFailedTests, numPendingTests, numTodoTests, testResults } = parsed.data
  const broken = testResults.filter(
    ({ status, assertionResults }) => status === 'failed' && !assertionResults.some((one) => one.status === 'failed'),
  )
  const failures = testResults.flatMap(({ name, assertionResults }) =>
    assertionResults
      .filter(({ status }) => status === 'failed')
      .map(({ fullName, failureMessages }) => ({ name: `${name}: ${fullName}`, says: failureMessages.join('\n') })),
  )
  return {
    passed: numPassedTests,
    failed: numFailedTests + broken.length,
    skipped: numPendingTests + numTodoTests,
    failures: [...failures, ...broken.map(({ name, message }) => ({ name, says: message }))],
  }
}

function ofPlaywright(text: string): Counts | undefined {
  const parsed = Playwright.safeParse(json(text))
  if (!parsed.success) return undefined
  const { expected, unexpected, flaky, skipped } = parsed.data.stats
  const failures = specsOf(parsed.data.suites)
    .filter(({ ok, tests }) => !ok || tests.some(({ status }) => status === 'flaky'))
    .map(({ file, title, tests }) => ({
      name: `${file}: ${title}`,
      says: tests.flatMap(({ results }) => results.flatMap(({ errors }) => errors.map(({ message }) => message))).join('\n'),
    }))
  return { passed: expected, failed: unexpected + flaky, skipped, failures }
}

function specsOf(suites: readonly z.infer<typeof Suite>[]): z.infer<typeof Spec>[] {
  return suites.flatMap(({ specs, suites: inner }) => [...specs, ...specsOf(inner)])
}

function json(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
