import { randomInt } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'
import pLimit from 'p-limit'
import type { Log } from '../contract.ts'
import { CallError } from './call-error.ts'
import { endingWith, TooLong } from './ending-with.ts'

/** How long a run goes on asking a provider that is throttled or broken before it says so and leaves. */
export type Patience = {
  /** Tries of one call, the first included. */
  attempts: number
  /** Wait before the second try where the provider does not say; doubled each time, with up to half of it added by chance. */
  firstWaitMs: number
  /** Longest single wait; a provider that asks for more gets its wish, and the run a gap. */
  longestWaitMs: number
  /** All waits of the run together. */
  totalWaitMs: number
  /**
   * Longest one try may take, whatever it waits for. The guarded fetch ends sooner; this is for what an SDK does beside it, such as
   * finding the machine's own identity.
   */
  tryMs: number
  /** Calls under way at once. */
  concurrency: number
}

export const ordinaryPatience: Patience = {
  attempts: 4,
  firstWaitMs: 500,
  longestWaitMs: 120_000,
  totalWaitMs: 600_000,
  tryMs: 180_000,
  concurrency: 5,
}

/** Makes one call, with tries; `judge` says what a failure was. Throws the judge's CallError, or the signal's reason when aborted. */
export type Caller = <T>(attempt: () => Promise<T>, judge: (error: unknown) => CallError) => Promise<T>

type Outcome<T> = { done: true; answer: T } | { done: false; failure: CallError; ms: number }

/**
 * One caller serves a whole run. When the provider says "wait", nobody calls until then: a gate closes for all, so that a storm is
 * not answered with a storm. When the wait is longer than our patience, every later call fails at once, unsent, as 'throttled'.
 */
export function createCaller({
  signal,
  log,
  patience,
}: {
  signal: AbortSignal
  log: Log
  patience?: Partial<Patience> | undefined
}): Caller {
  const rules = { ...ordinaryPatience, ...patience }
  const limit = pLimit(rules.concurrency)
  let closedUntil = 0
  let promised = 0 // milliseconds of waiting so far

  function closeFor(ms: number): void {
    const now = performance.now()
    promised += Math.max(0, now + ms - Math.max(closedUntil, now))
    closedUntil = Math.max(closedUntil, now + ms)
  }

  async function passGate(last: CallError | null): Promise<void> {
    for (let left = closedUntil - performance.now(); left > 0; left = closedUntil - performance.now()) {
      if (left > rules.longestWaitMs || promised > rules.totalWaitMs) throw outOfPatience(last, left)
      await wait(left, undefined, { signal })
    }
  }

  return async function call<T>(attempt: () => Promise<T>, judge: (error: unknown) => CallError): Promise<T> {
    let last: CallError | null = null
    for (let tried = 1; ; tried += 1) {
      signal.throwIfAborted()
      const outcome = await limit(async (): Promise<Outcome<T>> => {
        await passGate(last)
        try {
          return { done: true, answer: await endingWith(signal, rules.tryMs, attempt()) }
        } catch (error) {
          signal.throwIfAborted()
          const failure = error instanceof TooLong ? tooLong(rules.tryMs) : judge(error)
          const own = rules.firstWaitMs * 2 ** (tried - 1)
          const ms = Math.max(failure.retryAfterMs ?? 0, own + randomInt(Math.max(1, Math.ceil(own / 2))))
          // Inside the limit, so that no other call slips out between the answer and the closing of the gate.
          if (failure.retry && (failure.why === 'throttled' || failure.retryAfterMs !== undefined)) closeFor(ms)
          return { done: false, failure, ms }
        }
      })
      if (outcome.done) return outcome.answer
      last = outcome.failure
      if (!last.retry || tried >= rules.attempts) throw last
      log.info({ call: last.call, why: last.why, tried, waitMs: outcome.ms }, 'waiting before trying a call again')
      if (closedUntil < performance.now()) await wait(outcome.ms, undefined, { signal })
    }
  }
}

function tooLong(ms: number): CallError {
  const call = 'a call to the provider'
  return new CallError('unavailable', `${call} did not end within ${Math.round(ms / 1_000)} s.`, { call, why: 'failed', retry: true })
}

function outOfPatience(last: CallError | null, leftMs: number): CallError {
  const call = last?.call ?? 'this call'
  const minutes = Math.ceil(leftMs / 60_000)
  const says = `the provider asks for a pause of about ${minutes} more minute${minutes === 1 ? '' : 's'}, which is longer than a run waits; the next run goes on`
  return new CallError('unavailable', `${call}: ${says}.`, { call, why: last && last.why !== 'throttled' ? last.why : 'throttled' })
}
