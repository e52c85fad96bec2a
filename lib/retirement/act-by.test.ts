import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ExposureState } from '../model/facts.ts'
import { asDelivered, type DuePolicy } from '../model/policy.ts'
import { anyPolicy } from '../model/testing/any-policy.ts'
import { DecidingReason, Verdict } from '../model/score.ts'
import { verdictRank } from '../score/queue-key.ts'
import { actBy, clockAfter, type Urgency } from './act-by.ts'
import { dueRules } from './due-rules.ts'

const monday = new Date('2026-11-23T09:00:00.000Z')
const after = (hours: number) => new Date(monday.getTime() + hours * 3_600_000)

const urgency = (said: Partial<Urgency>): Urgency => ({
  verdict: 'standing-privilege',
  reason: 'STANDING_HIGH',
  exposure: 'none',
  controlsMissing: 0,
  ...said,
})
const high = urgency({ reason: 'STANDING_HIGH' })
const medium = urgency({ reason: 'STANDING_MEDIUM' })
const low = urgency({ reason: 'STANDING_LOW' })
const dormant = urgency({ verdict: 'revoke-now', reason: 'DORMANT' })
const leaked = urgency({ verdict: 'revoke-now', reason: 'LEAK_ACTIVE', exposure: 'confirmed' })
const guarded = urgency({ verdict: 'acceptable-with-controls', reason: 'BEARER_SHORT_HIGH' })

describe('actBy', () => {
  it.each<[string, Partial<Urgency>, number | null]>([
    ['a confirmed leak is contained within the hour', { verdict: 'revoke-now', reason: 'LEAK_ACTIVE', exposure: 'confirmed' }, 1],
    ['an abused one too', { verdict: 'revoke-now', reason: 'LEAK_ACTIVE', exposure: 'abuse' }, 1],
    ['a suspected leak within the day', { verdict: 'revoke-now', reason: 'LEAK_ACTIVE', exposure: 'suspected' }, 24],
    ['a contained leak is replaced within three days', { verdict: 'revoke-now', reason: 'LEAK_NOT_REPLACED', exposure: 'confirmed' }, 72],
    ['what must not exist, within the day', { verdict: 'revoke-now', reason: 'PROHIBITED' }, 24],
    ['what nobody needs any more, within the day', { verdict: 'revoke-now', reason: 'OFFBOARDED' }, 24],
    ['a dormant one within the week', { verdict: 'revoke-now', reason: 'DORMANT' }, 7 * 24],
    ['standing, high', { reason: 'STANDING_HIGH' }, 30 * 24],
    ['standing, medium', { reason: 'STANDING_MEDIUM' }, 90 * 24],
    ['standing, bound and too long', { reason: 'POP_LONG' }, 90 * 24],
    ['standing, low', { reason: 'STANDING_LOW' }, 180 * 24],
    ['controls that are missing', { verdict: 'acceptable-with-controls', reason: 'BEARER_SHORT_HIGH', controlsMissing: 1 }, 30 * 24],
    ['controls that are all there', { verdict: 'acceptable-with-controls', reason: 'BEARER_SHORT_HIGH' }, null],
    ['acceptable', { verdict: 'acceptable', reason: 'POP_SHORT' }, null],
    ['retired', { verdict: 'retired', reason: 'RETIRED' }, null],
  ])('%s', (_, said, hours) => {
    expect(actBy(urgency(said), { verdictSince: monday, carriedDueAt: null }, asDelivered)).toEqual(hours === null ? null : after(hours))
  })
})

const clock = (before: Parameters<typeof clockAfter>[0], look: Urgency, now: Date, policy: DuePolicy = asDelivered) =>
  clockAfter(before, look, now, policy)

describe('clockAfter', () => {
  const started = (of: Urgency, now = monday) => ({ ...of, ...clock(null, of, now) })

  it('begins at the first look', () => {
    expect(clock(null, high, monday)).toEqual({ verdictSince: monday, carriedDueAt: null, dueAt: after(720) })
  })

  it('runs on through looks that change neither verdict nor urgency', () => {
    const before = started(high)
    expect(clock(before, high, after(700))).toEqual({ verdictSince: monday, carriedDueAt: null, dueAt: after(720) })
    const prohibited = urgency({ verdict: 'revoke-now', reason: 'PROHIBITED' })
    expect(clock(started(prohibited), urgency({ verdict: 'revoke-now', reason: 'OFFBOARDED' }), after(20))).toMatchObject({ dueAt: after(24) }) // prettier-ignore
  })

  it('a worsening takes the nearer of both dates', () => {
    expect(clock(started(high), leaked, after(10))).toMatchObject({ verdictSince: after(10), dueAt: after(11) })
    // 30 days were nearly over; a week more for being dormant as well would be a prize.
    expect(clock(started(high), dormant, after(719))).toEqual({ verdictSince: after(719), carriedDueAt: after(720), dueAt: after(720) })
    expect(clock(started(low), medium, after(180 * 24 - 1))).toMatchObject({ dueAt: after(180 * 24) })
    expect(clock(started(urgency({ ...guarded, controlsMissing: 2 })), low, after(24))).toMatchObject({ dueAt: after(720) })
  })

  it('an easing gives the time of what is left', () => {
    expect(clock(started(leaked), high, after(5))).toEqual({ verdictSince: after(5), carriedDueAt: null, dueAt: after(5 + 720) })
    expect(clock(started(high), low, after(5))).toMatchObject({ dueAt: after(5 + 180 * 24) })
    expect(clock(started(high), urgency({ verdict: 'retired', reason: 'RETIRED' }), after(5))).toEqual({ verdictSince: after(5), carriedDueAt: null, dueAt: null }) // prettier-ignore
  })

  it('what pressed nobody begins now', () => {
    expect(clock(started(guarded), low, after(24))).toMatchObject({ verdictSince: after(24), dueAt: after(24 + 180 * 24) })
    expect(clock(started(guarded), { ...guarded, controlsMissing: 1 }, after(24))).toMatchObject({ dueAt: after(24 + 720) })
  })

  it('another policy counts from the same beginning, and the one before counts back', () => {
    const weekly = { ...asDelivered, standingHighDays: 7 }
    const before = started(high)
    const tightened = { ...high, ...clock(before, high, after(500), weekly) }
    expect(tightened).toMatchObject({ verdictSince: monday, dueAt: after(7 * 24) })
    expect(clock(tightened, high, after(600))).toEqual(clock(before, high, after(500)))
  })

  it('a date that is carried goes on to hold under a policy that gives more, and comes back under one that gave less', () => {
    const carrying = { ...dormant, ...clock(started(high), dormant, after(719)) }
    expect(actBy(dormant, carrying, { ...asDelivered, dormantDays: 60 })).toEqual(after(720))
    const hourly = { ...asDelivered, revokeNowHours: 1, dormantDays: 1 }
    const later = { ...dormant, ...clock(started(high), dormant, after(690)) }
    expect(actBy(dormant, later, hourly)).toEqual(after(690 + 24))
    expect(actBy(dormant, later, asDelivered)).toEqual(after(720))
  })

  const any = fc.record({
    verdict: fc.constantFrom(...Verdict.options),
    reason: fc.constantFrom(...DecidingReason.options),
    exposure: fc.constantFrom(...ExposureState.options),
    controlsMissing: fc.nat({ max: 2 }),
  })

  it('whatever happens under whatever policy, a worse verdict never gives more time, and the same look twice is one look', () => {
    fc.assert(
      fc.property(anyPolicy, fc.array(fc.tuple(any, fc.nat({ max: 5_000 })), { minLength: 2, maxLength: 8 }), (policy, looks) => {
        let [before, now]: [ReturnType<typeof started> | null, number] = [null, 0]
        for (const [look, hours] of looks) {
          now += hours
          const next = clock(before, look, after(now), policy)
          expect(clock({ ...look, ...next }, look, after(now + 1), policy)).toEqual(next)
          if (before?.dueAt && verdictRank(look.verdict) > verdictRank(before.verdict) && next.dueAt)
            expect(next.dueAt.getTime()).toBeLessThanOrEqual(before.dueAt.getTime())
          before = { ...look, ...next }
        }
      }),
    )
  })

  it('the table for many at once says what the rule says of one', () => {
    fc.assert(
      fc.property(anyPolicy, any, (policy, look) => {
        const rows = dueRules(policy).filter(({ verdict, reason, exposure, missing }) => verdict === look.verdict && reason === look.reason && exposure === look.exposure && missing === look.controlsMissing > 0) // prettier-ignore
        const dueAt = actBy(look, { verdictSince: monday, carriedDueAt: null }, policy)
        expect(rows.map(({ hours }) => after(hours))).toEqual(dueAt ? [dueAt] : [])
      }),
    )
  })
})
