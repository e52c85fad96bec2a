import { describe, expect, it, test } from 'vitest'
import type { PlanDetail } from '@/lib/model/plan-search.ts'
import type { Proof } from '@/lib/model/plan.ts'
import { stepsOf, waitingWords } from './steps.ts'
import { at, member, plan } from './testing/plan.ts'

const now = at('2026-11-30T12:00')
const seen = { successor: 'seen' } as const
const nothing = { successor: 'nothing' } as const
const when = at('2026-11-30T10:00')
const detail = { name: 'billing-export', tokenId: 'token', runId: 'run', at: when.toISOString() }
const proved = (proof: Proof, count = 1) => ({
  proof,
  count,
  newest: [{ id: proof, at: when, kind: 'proved', by: null, detail: { ...detail, proof, says: `was ${proof}` } }],
})
const states = (of: PlanDetail, way: Parameters<typeof stepsOf>[1] = seen) => stepsOf(of, way, now).map(({ state }) => state).join(' ') // prettier-ignore

describe('the eight steps', () => {
  it.each<[string, PlanDetail, string]>([
    ['opened', plan({ stage: 'draft', acknowledgedAt: null }), 'proved current ahead ahead ahead ahead ahead ahead'],
    ['acknowledged', plan(), 'proved proved current ahead ahead ahead ahead ahead'],
    ['waits for a sync', plan({ stage: 'replaced', waitingOn: 'next-sync', switchedAt: now, proved: [proved('replaced')] }), 'proved proved proved waiting ahead ahead ahead ahead'],
    ['refused', plan({ stage: 'replaced', refusal: 'It was used.', switchedAt: now, proved: [proved('replaced')] }), 'proved proved proved refused ahead ahead ahead ahead'],
    ['seen with the next step', plan({ stage: 'cut-over', waitingOn: 'provider', proved: [proved('cut-over')] }), 'proved proved proved proved waiting ahead ahead ahead'],
    ['disabled at once, by nobody of ours', plan({ stage: 'disabled', acknowledgedAt: null, proved: [proved('disabled')] }), 'proved passed passed passed passed proved current ahead'],
    ['all of it', plan({ stage: 'verified', closedAt: now, proved: [proved('verified'), proved('quiet')] }), 'proved proved proved proved proved passed proved proved'],
    ['called off', plan({ stage: 'cancelled', closedAt: now }), 'proved proved ahead ahead ahead ahead ahead ahead'],
  ])('%s', (_, of, expected) => expect(states(of)).toBe(expected)) // prettier-ignore

  it('what proved the first steps counts though its history is longer than what is read of it', () => {
    const stages = ['replaced', 'cut-over', 'quiet', 'disabled'] as const
    const long = plan({ stage: 'disabled', proved: stages.map((stage) => proved(stage, 200)), events: [] })
    expect(states(long)).toBe('proved proved proved proved proved proved current ahead')
    expect(stepsOf(long, seen, now).map(({ more }) => more)).toEqual([0, 0, 199, 199, 199, 199, 0, 0])
  })

  it('shows what proved a step, when, and by the sync of which source', () => {
    const [, , step] = stepsOf(plan({ stage: 'replaced', proved: [proved('replaced')] }), seen, now)
    expect(step?.evidence).toMatchObject([{ says: 'was replaced', at: at('2026-11-30T10:00'), source: { id: 'aws', name: 'AWS' } }])
  })

  it('tells tokens of one name apart', () => {
    const members = [member(), member({ id: 'other', displayId: 'AKIA…SM2L' })]
    const [, , step] = stepsOf(plan({ stage: 'replaced', tokens: 2, members, proved: [proved('replaced')] }), seen, now)
    expect(step?.evidence.map(({ name }) => name)).toEqual(['billing-export (AKIA…7Q2X)'])
  })

  it('what is shown before it is acknowledged is ahead, and says so', () => {
    const [, , step] = stepsOf(plan({ stage: 'draft', acknowledgedAt: null, proved: [proved('replaced')] }), seen, now)
    expect([step?.state, step?.says]).toEqual(['ahead', 'Seen already. It counts once the plan is acknowledged.'])
  })

  it('counts the tokens that are so far', () => {
    const steps = stepsOf(plan({ tokens: 2, members: [member({ id: 'a', proved: 'quiet' }), member({ id: 'b', proved: 'replaced' })] }), seen, now) // prettier-ignore
    expect(steps.map(({ count }) => count?.done ?? null)).toEqual([null, null, 2, 1, 1, 0, 0, 0])
  })
})

test.each<[string, PlanDetail, Parameters<typeof stepsOf>[1], string]>([
  ['nobody named what takes its place', plan(), seen, 'Name what takes its place; its first use proves this step.'],
  ['nothing takes its place', plan(), nothing, 'Nothing has to take its place: the next look sees that.'],
  ['its successor’s use is not told', plan(), { successor: 'unseen' }, 'Say when the consumers are switched. No provider reports the use of what takes its place; the old one’s silence shows it.'],
  ['named', plan({ successor: { kind: 'issuer', id: 'role', name: 'billing-role', displayId: null, seen: false, stands: false, lastUsedAt: null } }), seen, 'Proof needed: billing-role is used.'],
  ['a namesake is named', plan({ successor: { kind: 'token', id: 'new', name: 'billing-export', displayId: 'AKIA…0002', seen: true, stands: true, lastUsedAt: null } }), seen, 'Proof needed: billing-export (AKIA…0002) is used.'],
  ['switched', plan({ stage: 'replaced', switchedAt: at('2026-11-30T10:02') }), seen, 'Proof needed: no use since 10:02 UTC, in a complete sync that began after it.'],
  ['in its quiet period', plan({ stage: 'cut-over', members: [member({ quietUntil: at('2026-12-07T10:02') })] }), seen, 'Proof needed: no use until 7 Dec 10:02 UTC.'],
  ['refused', plan({ stage: 'replaced', refusal: 'It was used.', switchedAt: at('2026-11-30T10:02') }), seen, 'It was used. Proof needed: no use since 10:02 UTC, in a complete sync that began after it.'],
  ['absent once', plan({ stage: 'deleted', members: [member({ proved: 'deleted', absentRuns: 1 })] }), seen, 'Proof needed: absent in 2 complete syncs (1 of 2).'],
])('the present step, %s', (_, of, way, says) => {
  expect(stepsOf(of, way, now).find(({ state }) => ['current', 'waiting', 'refused'].includes(state))?.says).toBe(says)
}) // prettier-ignore

test.each<[string, PlanDetail, string | null]>([
  ['its owner has something to do', plan(), null],
  ['the next sync', plan({ stage: 'deleted', waitingOn: 'next-sync', members: [member({ absentRuns: 1 })] }), 'Nothing to do. Next sync 15:00 UTC. Proof needed: absent in 2 complete syncs (1 of 2).'],
  ['a sync that runs', plan({ stage: 'deleted', waitingOn: 'next-sync', sources: [{ id: 'a', name: 'A', nextDueAt: null, lastCompleteAt: null, running: true }] }), 'Nothing to do. A sync is running now. Proof needed: absent in 2 complete syncs (0 of 2).'],
  ['files alone', plan({ stage: 'deleted', waitingOn: 'next-sync', sources: [] }), 'Nothing to do. No sync is scheduled: ask for one, or import the next file. Proof needed: absent in 2 complete syncs (0 of 2).'],
  ['a date past policy', plan({ waitingOn: 'security', proposedDueAt: at('2027-01-20T12:00') }), 'Waiting for security to accept 20 Jan. Until then 14 Dec stands.'],
  ['blocked', plan({ waitingOn: 'security', blocked: 'The vendor does not answer.' }), 'Waiting for security, since it is blocked: The vendor does not answer.'],
  ['nobody’s', plan({ waitingOn: 'security', ownerId: null }), 'Waiting for security, who find whose it is.'],
  ['an exception', plan({ waitingOn: 'nobody', paused: true }), 'Nothing to do: it is accepted for a time. When that ends, the plan goes on.'],
  ['closed', plan({ stage: 'verified', waitingOn: 'nobody', closedAt: now }), null],
])('waits for %s', (_, of, says) => expect(waitingWords(of, seen, now)).toBe(says)) // prettier-ignore
