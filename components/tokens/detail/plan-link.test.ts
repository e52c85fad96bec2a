import { expect, test } from 'vitest'
import { planLink, stepWords, type NextStep, type StepGround } from './next-step-words.ts'

const ground: StepGround = { edits: true, name: 'k', disable: null, revoke: null, suggested: null, actBy: null }
const none = { href: '/plans/new?state=any&id=1', stage: null }
const here = { href: '/plans/7', stage: 'step 3 of 8, replacement in use' }
const open = { href: none.href, label: 'Open a plan' }
const see = { href: '/plans/7', label: 'See its plan: step 3 of 8, replacement in use' }

test.each<[NextStep, StepGround['plan'], object | null]>([
  [{ do: 'replace', change: null }, none, open],
  [{ do: 'switch-off' }, none, open],
  [{ do: 'contain' }, none, open],
  [{ do: 'assign-owner', departed: false }, none, null],
  [{ do: 'nothing' }, none, null],
  [{ do: 'nothing' }, here, see],
  [{ do: 'replace', change: null }, here, see],
  [{ do: 'see-proof' }, here, null],
  [{ do: 'replace', change: null }, null, null],
])('%j with the plan %j', (step, plan, link) => expect(planLink(step, { ...ground, plan })).toEqual(link))

const now = new Date('2026-12-13T12:00:00Z')

test.each<[NextStep['do'], string, string]>([
  ['contain', '2026-12-14T12:00:00Z', 'Cut off k by 14 Dec'],
  ['contain', '2026-12-13T12:00:00Z', 'Cut off k by 13 Dec'],
  ['contain', '2026-11-28T12:00:00Z', 'Cut off k, overdue since 28 Nov'],
  ['switch-off', '2026-11-28T12:00:00Z', 'Delete k, overdue since 28 Nov'],
  ['replace', '2026-11-28T12:00:00Z', 'Replace k, overdue since 28 Nov'],
])('%s, to be done by %s: %s', (step, actBy, title) =>
  expect(stepWords({ do: step, change: null } as NextStep, { ...ground, actBy: new Date(actBy) }, now).title).toBe(title),
)
