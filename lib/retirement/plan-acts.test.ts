import { describe, expect, it } from 'vitest'
import type { PlanAct } from '../model/plan-act.ts'
import type { Viewer } from '../model/viewer.ts'
import { actsOpen, drawnAct, firstOf, optionsOf } from './plan-acts.ts'

type Plan = Parameters<typeof actsOpen>[0]
type Asking = Pick<Viewer, 'id' | 'role' | 'selfIds'>

const now = new Date('2026-11-30T12:00:00Z')
const plan = (with_: Partial<Plan> = {}): Plan => ({ ownerId: 'ana', offeredTo: null, stage: 'acknowledged', recipe: 'aws.access-key.to-role', acknowledgedAt: now, proposedDueAt: null, proposedById: null, switchedAt: null, successor: null, blocked: null, refusal: null, ...with_ }) // prettier-ignore
const ana: Asking = { id: 'u-ana', role: 'owner', selfIds: ['ana', 'payments'] }
const ben: Asking = { id: 'u-ben', role: 'owner', selfIds: ['ben'] }
const sec: Asking = { id: 'u-sec', role: 'analyst', selfIds: [] }
const auditor: Asking = { id: 'u-aud', role: 'auditor', selfIds: ['ana'] }
const successor = { kind: 'token', id: 't', name: 'new', displayId: 'AKIA…0002', seen: true, stands: false, lastUsedAt: null } as const
const needed = { successor: 'seen' } as const

describe('the acts a plan offers', () => {
  it.each<[string, Plan, Asking, readonly PlanAct['do'][]]>([
    ['its owner before it is acknowledged', plan({ acknowledgedAt: null, stage: 'draft' }), ana, ['acknowledge', 'propose-date', 'offer', 'disown', 'block', 'comment', 'choose-recipe']],
    ['its owner after', plan(), ana, ['propose-date', 'offer', 'disown', 'name-successor', 'switch', 'block', 'comment', 'choose-recipe']],
    ['a member of the team that owns it', plan({ ownerId: 'payments', blocked: 'x' }), ana, ['propose-date', 'offer', 'disown', 'name-successor', 'switch', 'unblock', 'comment', 'choose-recipe']],
    ['whom it was offered to', plan({ offeredTo: 'ben' }), ben, ['accept', 'decline', 'comment']],
    ['somebody else', plan(), ben, []],
    ['security', plan({ proposedDueAt: now, proposedById: 'u-ana' }), sec, ['decide-date', 'set-date', 'offer', 'assign', 'name-successor', 'switch', 'block', 'comment', 'choose-recipe', 'cancel']],
    ['security, of nobody’s', plan({ ownerId: null, acknowledgedAt: null }), sec, ['set-date', 'assign', 'block', 'comment', 'choose-recipe', 'cancel']],
    ['its owner while a leak of it is to be cut off: no date, no switch', plan({ recipe: 'leak', stage: 'draft', acknowledgedAt: null }), ana, ['acknowledge', 'offer', 'disown', 'name-successor', 'block', 'comment', 'choose-recipe']],
    ['its owner once its leak is cut off', plan({ recipe: 'leak', stage: 'contained', acknowledgedAt: null }), ana, ['acknowledge', 'propose-date', 'offer', 'disown', 'name-successor', 'block', 'comment', 'choose-recipe']],
    ['security, while a leak is to be cut off', plan({ recipe: 'leak', stage: 'draft' }), sec, ['offer', 'assign', 'name-successor', 'block', 'comment', 'choose-recipe', 'cancel']],
    ['an auditor, even one who owns it', plan(), auditor, []],
    ['its owner once it is closed', plan({ stage: 'verified' }), ana, ['comment']],
    ['its owner after the switch', plan({ stage: 'replaced', switchedAt: now, successor }), ana, ['propose-date', 'offer', 'disown', 'name-successor', 'block', 'comment', 'choose-recipe']],
    ['its owner where a use refuted the switch', plan({ stage: 'replaced', switchedAt: now, successor, refusal: 'used' }), ana, ['propose-date', 'offer', 'disown', 'name-successor', 'switch', 'block', 'comment', 'choose-recipe']],
    ['its owner when it is quiet', plan({ stage: 'quiet', successor, refusal: 'x' }), ana, ['propose-date', 'offer', 'disown', 'name-successor', 'block', 'comment', 'choose-recipe']],
  ])('%s', (_, of, viewer, acts) => expect([...actsOpen(of, viewer, needed).keys()]).toEqual(acts)) // prettier-ignore

  it.each<[string, PlanAct['do'], Plan, Asking, string | null]>([
    ['without a successor', 'switch', plan(), ana, 'Name what takes its place first: without it nothing can show that the switch worked.'],
    ['with one', 'switch', plan({ successor }), ana, null],
    ['one’s own date', 'decide-date', plan({ proposedDueAt: now, proposedById: 'u-sec' }), sec, 'You proposed this date, so someone else must decide.'],
  ])('refused: %s', (_, act, of, viewer, says) => expect(actsOpen(of, viewer, needed).get(act)).toBe(says)) // prettier-ignore

  it('where nothing takes its place, nothing is named and the switch waits for nothing', () => {
    const acts = actsOpen(plan(), ana, { successor: 'nothing' })
    expect([acts.has('name-successor'), acts.get('switch')]).toEqual([false, null])
  })
})

describe('what is to do first', () => {
  const toRole = { isRotationOnly: false, mayStand: false, successor: 'seen', to: 'A role' } as const
  const rotate = { ...toRole, isRotationOnly: true }
  const unseen = { ...toRole, successor: 'unseen' } as const
  const standing = { ...successor, stands: true }
  const leak = { recipe: 'leak', stage: 'draft', acknowledgedAt: null } as const
  it.each<[string, Plan, Asking, Parameters<typeof firstOf>[0]['recipe'], PlanAct['do'] | null]>([
    ['its owner says that it is theirs', plan({ acknowledgedAt: null, stage: 'draft' }), ana, toRole, 'acknowledge'],
    ['security waits for that', plan({ acknowledgedAt: null, stage: 'draft' }), sec, toRole, null],
    ['its owner names what takes its place', plan(), ana, toRole, 'name-successor'],
    ['security does not walk the way', plan({ successor }), sec, toRole, null],
    ['then says that it is switched', plan({ successor }), ana, toRole, 'switch'],
    ['another standing key is no role: another one is named', plan({ successor: standing }), ana, toRole, 'name-successor'],
    ['and is what a renewal leads to', plan({ successor: standing }), ana, rotate, 'switch'],
    ['what cannot be seen need not be named', plan(), ana, unseen, 'switch'],
    ['nothing more is named once it is replaced', plan({ stage: 'replaced', switchedAt: now, successor: standing }), ana, toRole, null],
    ['what was refuted is switched again', plan({ stage: 'replaced', switchedAt: now, successor, refusal: 'used' }), ana, toRole, 'switch'],
    ['whom it was offered to takes it or not', plan({ offeredTo: 'ben' }), ben, toRole, 'accept'],
    ['a date that somebody proposed is decided', plan({ proposedDueAt: now, proposedById: 'u-ana' }), sec, toRole, 'decide-date'],
    ['one’s own is not', plan({ proposedDueAt: now, proposedById: 'u-sec' }), sec, toRole, null],
    ['what nobody has is given to somebody', plan({ ownerId: null, acknowledgedAt: null }), sec, toRole, 'assign'],
    ['unless it was offered', plan({ ownerId: null, acknowledgedAt: null, offeredTo: 'ben' }), sec, toRole, null],
    ['what is in the way comes before the way', plan({ blocked: 'x' }), ana, toRole, 'unblock'],
    ['cutting a leak off waits for nobody’s word', plan({ ...leak }), ana, null, 'name-successor'],
    ['and of one that is closed there is nothing to do', plan({ stage: 'verified' }), ana, toRole, null],
    ['an auditor', plan(), auditor, toRole, null],
  ])('%s', (_, of, viewer, recipe, act) => {
    expect(firstOf({ plan: of, acts: actsOpen(of, viewer, recipe), selfIds: viewer.selfIds, recipe })).toBe(act)
  }) // prettier-ignore
})

describe('the form a plan’s page draws, and what is read for it', () => {
  it.each<[string, Asking, string | null, PlanAct['do'] | null, PlanAct['do'] | null, ReturnType<typeof optionsOf>]>([
    ['an owner asks for the form of security', ana, 'assign', 'switch', 'switch', null],
    ['an owner asks for it, and has nothing to do first', ana, 'assign', null, null, null],
    ['security', sec, 'assign', null, 'assign', 'directory'],
    ['security, as the first thing to do', sec, null, 'assign', 'assign', 'directory'],
    ['security asks for another one than the first', sec, 'set-date', 'assign', 'set-date', null],
    ['an auditor', auditor, 'assign', null, null, null],
    ['its owner offers it', ana, 'offer', 'switch', 'offer', 'near-ones'],
    ['somebody else', ben, 'offer', null, null, null],
    ['its owner chooses another way', ana, 'choose-recipe', null, 'choose-recipe', 'ways'],
    ['an auditor', auditor, 'choose-recipe', null, null, null],
    ['what is refused now', ana, 'switch', null, null, null],
    ['what has its form elsewhere', sec, 'cancel', null, null, null],
    ['what is no act', sec, 'constructor', 'set-date', 'set-date', null],
  ])('%s', (_, viewer, asked, first, act, options) => {
    const drawn = drawnAct(asked, first, actsOpen(plan(), viewer, needed))
    expect([drawn, optionsOf(drawn)]).toEqual([act, options])
  })
})
