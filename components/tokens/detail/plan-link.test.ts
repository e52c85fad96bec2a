import { expect, test } from 'vitest'
import { planLink, type NextStep, type StepGround } from './next-step-words.ts'

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
