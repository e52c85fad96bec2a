import { describe, expect, it, test } from 'vitest'
import type { StepShown } from '@/lib/model/leak.ts'
import type { PlanDetail } from '@/lib/model/plan-search.ts'
import { leakDueSays, leakPlanSteps, leakTodo, leakWantsWords, type LeakOfPlan } from './leak-steps.ts'
import { at, member, plan } from './testing/plan.ts'

const now = at('2026-11-30T12:00')
const leakPlan = (more: Partial<PlanDetail> = {}) => plan({ recipe: 'leak.aws.access-key', stage: 'draft', waitingOn: 'security', acknowledgedAt: null, dueAt: at('2026-11-30T12:55'), ...more }) // prettier-ignore
const open = (step: StepShown['step'], says = 'not yet'): StepShown => ({ step, state: 'open', says })
const shown = (step: StepShown['step'], by: 'provider' | 'person' = 'provider'): StepShown => ({ step, state: 'done', at: now, by, who: by === 'person' ? 'Ana' : null, says: 'It is so.' }) // prettier-ignore
const leak = (steps: readonly StepShown[], id = 'x'): LeakOfPlan => ({ id, steps, foundIn: 'acme/api', token: null })
const none = (['contain', 'replace', 'delete', 'review', 'rescan'] as const).map((step) => open(step))
const states = (of: PlanDetail, leaks: readonly LeakOfPlan[]) => leakPlanSteps(of, leaks, now).map(({ state }) => state).join(' ') // prettier-ignore

describe('the steps of a leak’s plan', () => {
  it('are the leak’s, in its order', () => {
    expect(leakPlanSteps(leakPlan(), [leak(none)], now).map(({ name }) => name)).toEqual([
      'Opened', 'Cut off', 'Replaced', 'Deleted', 'Logs read', 'Searched for copies', 'Verified absent',
    ]) // prettier-ignore
  })

  it.each<[string, Partial<PlanDetail>, readonly LeakOfPlan[], string]>([
    ['opened', {}, [leak(none)], 'proved current ahead ahead ahead ahead ahead'],
    ['cut off', { stage: 'contained', waitingOn: 'owner' }, [leak([shown('contain'), ...none.slice(1)])], 'proved proved current ahead ahead ahead ahead'],
    ['logs read before anything', {}, [leak([...none.slice(0, 3), shown('review', 'person'), open('rescan')])], 'proved current ahead ahead stated ahead ahead'],
    ['one of two leaks is not looked into', { stage: 'deleted' }, [leak([shown('contain'), shown('replace', 'person'), shown('delete'), shown('review', 'person'), open('rescan')]), leak([shown('contain'), shown('replace'), shown('delete'), open('review'), open('rescan')], 'y')], 'proved proved stated proved current ahead ahead'],
    ['all of it, seen absent once', { stage: 'rescanned', waitingOn: 'next-sync' }, [leak((['contain', 'replace', 'delete', 'review', 'rescan'] as const).map((step) => shown(step, step === 'contain' || step === 'delete' ? 'provider' : 'person')))], 'proved proved stated proved stated stated waiting'],
    ['called off', { stage: 'cancelled', closedAt: now }, [leak(none)], 'proved ahead ahead ahead ahead ahead ahead'],
    ['its leak was put away', { stage: 'contained' }, [], 'proved passed current ahead ahead ahead ahead'],
  ])('%s', (_, more, leaks, expected) => expect(states(leakPlan(more), leaks)).toBe(expected)) // prettier-ignore

  it('shows what the leak’s own page shows, and leads there where it is open', () => {
    const [, cut, replaced] = leakPlanSteps(leakPlan({ stage: 'contained' }), [leak([shown('contain'), open('replace', 'Nothing shows it.'), ...none.slice(2)])], now) // prettier-ignore
    expect(cut?.evidence).toMatchObject([{ says: 'It is so', at: now, by: null }])
    expect(replaced).toMatchObject({ says: 'Nothing shows it.', link: { href: '/exposures/x' } })
  })

  it('counts leaks where there are several', () => {
    const [, cut] = leakPlanSteps(leakPlan(), [leak([shown('contain'), ...none.slice(1)]), leak(none, 'y')], now)
    expect(cut).toMatchObject({ state: 'current', count: { done: 1, of: 2, what: 'leaks' }, link: null })
  })
})

test.each<[Partial<PlanDetail>, boolean, string]>([
  [{}, false, 'Cut it off now, without waiting for Ana. What its source shows closes this step.'],
  [{}, true, 'Security cuts it off now, without waiting for anybody: whoever found it can use it. Have ready what its consumers need instead.'],
  [{ stage: 'contained', waitingOn: 'owner', dueAt: at('2026-12-03T12:00') }, false, 'Cut off. Waiting for Ana to replace it by 3 Dec.'],
  [{ stage: 'contained', waitingOn: 'owner' }, true, 'Cut off. Give its consumers something else: name it here, and its first use closes this step; or say on its leak’s page why nothing has to.'],
  [{ stage: 'replaced', waitingOn: 'security' }, false, 'Cut off and replaced. Delete it at its provider: what is only disabled can be switched on again.'],
  [{ stage: 'rescanned', waitingOn: 'next-sync', members: [member({ absentRuns: 1 })] }, false, 'Nothing to do. Next sync 15:00 UTC. Proof needed: absent in 2 complete syncs (1 of 2).'],
])('what it wants now: %j', (more, mine, says) => expect(leakWantsWords(leakPlan(more), mine, now)).toBe(says)) // prettier-ignore

test.each<[Partial<PlanDetail>, string, string | null]>([
  [{}, 'Cutting it off is due 30 Nov 12:55 UTC.', 'to cut it off'],
  [{ dueAt: at('2026-11-30T11:00') }, 'Cutting it off was due 30 Nov 11:00 UTC, and is late.', 'to cut it off'],
  [{ stage: 'contained', waitingOn: 'owner', dueAt: at('2026-12-03T12:00') }, 'What is left is due 3 Dec 12:00 UTC.', 'to replace it'],
  [{ stage: 'rescanned', waitingOn: 'next-sync' }, 'What is left is due 30 Nov 12:55 UTC.', null],
])('by when and what: %j', (more, due, todo) => {
  expect(leakDueSays(leakPlan(more), now)).toBe(due)
  expect(leakTodo(leakPlan(more))).toBe(todo)
})
