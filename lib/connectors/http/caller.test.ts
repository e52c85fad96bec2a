import { describe, expect, test } from 'vitest'
import { quietWorld } from '../testing/quiet-world.ts'
import { CallError } from './call-error.ts'
import { createCaller, type Patience } from './caller.ts'

const failed = (facts: Partial<ConstructorParameters<typeof CallError>[2]> = {}) =>
  new CallError('unavailable', 'GET /x failed.', { call: 'GET /x', why: 'failed', retry: true, ...facts })
const judge = (error: unknown) => error as CallError

function caller(patience: Partial<Patience> = {}, signal = new AbortController().signal) {
  return createCaller({
    signal,
    log: quietWorld().log,
    patience: { attempts: 3, firstWaitMs: 1, longestWaitMs: 200, totalWaitMs: 400, ...patience },
  })
}

/** Fails so many times, then works; counts. */
function flaky(times: number, error: CallError) {
  const state = { tries: 0 }
  return { state, attempt: async () => (++state.tries <= times ? Promise.reject(error) : 'done') }
}

describe('tries', () => {
  test('again what may work again, and tells the answer', async () => {
    const { state, attempt } = flaky(2, failed())
    expect(await caller()(attempt, judge)).toBe('done')
    expect(state.tries).toBe(3)
  })
  test('so often and no more', async () => {
    const { state, attempt } = flaky(9, failed())
    await expect(caller()(attempt, judge)).rejects.toThrow('GET /x failed.')
    expect(state.tries).toBe(3)
  })
  test('not again what will not change', async () => {
    const { state, attempt } = flaky(9, failed({ why: 'not-permitted', retry: false }))
    await expect(caller()(attempt, judge)).rejects.toMatchObject({ why: 'not-permitted' })
    expect(state.tries).toBe(1)
  })
})

describe('a provider that asks for a pause', () => {
  test('gets it', async () => {
    const started = performance.now()
    const { attempt } = flaky(1, failed({ why: 'throttled', retryAfterMs: 120 }))
    expect(await caller()(attempt, judge)).toBe('done')
    expect(performance.now() - started).toBeGreaterThanOrEqual(118)
  })
  test('of an hour ends the call at once, and every later one unsent', async () => {
    const call = caller()
    const { state, attempt } = flaky(9, failed({ why: 'throttled', retryAfterMs: 3_600_000 }))
    await expect(call(attempt, judge)).rejects.toMatchObject({
      why: 'throttled',
      message: expect.stringContaining('60 more minutes') as string,
    })
    await expect(call(attempt, judge)).rejects.toMatchObject({ why: 'throttled' })
    expect(state.tries).toBe(1)
  })
  test('again and again ends when the waits add up', async () => {
    const call = caller({ attempts: 100 })
    const { state, attempt } = flaky(99, failed({ why: 'throttled', retryAfterMs: 150 }))
    await expect(call(attempt, judge)).rejects.toMatchObject({ why: 'throttled' })
    expect(state.tries).toBeLessThanOrEqual(4)
  })
  test('holds back all calls, not only the one that was told', async () => {
    const call = caller({ concurrency: 1 })
    const sent: number[] = []
    const first = flaky(1, failed({ why: 'throttled', retryAfterMs: 100 }))
    const started = performance.now()
    const stamp = async () => void sent.push(performance.now() - started)
    await Promise.all([call(first.attempt, judge), call(stamp, judge), call(stamp, judge)])
    for (const at of sent) expect(at).toBeGreaterThanOrEqual(98)
  })
})

test('at most so many calls are under way at once', async () => {
  let now = 0
  let most = 0
  const call = caller({ concurrency: 3 })
  const attempt = async () => {
    most = Math.max(most, ++now)
    await new Promise((resolve) => setImmediate(resolve))
    now -= 1
  }
  await Promise.all(Array.from({ length: 20 }, () => call(attempt, judge)))
  expect(most).toBe(3)
})

test('cancelling ends a wait, with the reason given', async () => {
  const stop = new AbortController()
  const call = caller({ longestWaitMs: 60_000, totalWaitMs: 60_000 }, stop.signal)
  const waiting = call(flaky(9, failed({ why: 'throttled', retryAfterMs: 30_000 })).attempt, judge)
  setImmediate(() => stop.abort(new Error('cancelled')))
  await expect(waiting).rejects.toThrow(/cancelled|aborted/)
})

test('a try that never ends is ended, by time or by cancelling, though it does not listen', async () => {
  const never = () => new Promise<never>(() => undefined)
  await expect(caller({ tryMs: 30, attempts: 2 })(never, judge)).rejects.toMatchObject({ code: 'unavailable', why: 'failed' })
  const stop = new AbortController()
  const waiting = caller({}, stop.signal)(never, judge)
  setImmediate(() => stop.abort(new Error('cancelled')))
  await expect(waiting).rejects.toThrow('cancelled')
})
