import type { RequiredControl, SupportingReason } from '@/lib/model/score.ts'
import { changeWords } from './change-words.ts'
import { dayInText, listed } from './text-time.ts'

/** The next step as the house decides it. */
export type NextStep =
  | { do: 'see-proof' | 'contain' | 'await-replacement' | 'switch-off' | 'nothing' }
  | { do: 'assign-owner'; departed: boolean }
  | { do: 'find-out'; unknown: readonly SupportingReason[] }
  | { do: 'add-control'; missing: RequiredControl }
  | { do: 'replace'; change: string | null }

/** What stands around the step: who may act here, the provider's own words for it, who might own it. */
export type StepGround = {
  /** Whether this viewer may state facts here. */
  edits: boolean
  name: string
  /** How to switch it off and how to end it, in the provider's words. */
  disable: string | null
  revoke: string | null
  suggested: { name: string; evidence: string; href: string } | null
  actBy: Date | null
  /** The plan that is under way for it, or where one can be opened; null where neither is for this viewer. */
  plan?: { href: string; stage: string | null } | null
}

/** The step in words: what to do, why or how, the provider's own call where it is done there, and one link. */
export type StepWords = { title: string; says: string; call: string | null; link: { href: string; label: string } | null }

const unknownWord: Readonly<Partial<Record<SupportingReason, string>>> = {
  UNKNOWN_TTL: 'when it expires',
  UNKNOWN_AGE: 'when it was issued',
  UNKNOWN_BINDING: 'how it is bound',
  UNKNOWN_SCOPE: 'what it may do',
  UNKNOWN_SENSITIVITY: 'what is behind it',
  UNKNOWN_LAST_USE: 'when it was last used',
}

const controlWord: Readonly<Record<RequiredControl, string>> = {
  network: 'network confinement',
  'revocation-15m': 'a revocation drill within 15 minutes',
  'revocation-60m': 'a revocation drill within an hour',
  monitoring: 'use monitoring',
  'any-1000': 'a control that confines it',
  'accountable-human': 'a human who answers for the agent',
  'kill-switch-drill': 'a kill-switch drill',
}

/** Steps that a plan is the way of; the others come before there can be one, or need none. */
const planned: readonly NextStep['do'][] = ['contain', 'await-replacement', 'switch-off', 'replace']

/** The way to the token's plan: to the one that is under way whatever the step, to a new one where the step asks for it. */
export function planLink(step: NextStep, { plan }: StepGround): { href: string; label: string } | null {
  if (!plan || step.do === 'see-proof') return null
  if (plan.stage !== null) return { href: plan.href, label: `See its plan: ${plan.stage}` }
  return planned.includes(step.do) ? { href: plan.href, label: 'Open a plan' } : null
}

/** One action for this viewer; links lead only to what is there. A link is a fragment of the token's page, or leads where the step is done. */
export function stepWords(step: NextStep, ground: StepGround, now: Date): StepWords {
  const { edits, name, disable, revoke, suggested, actBy } = ground
  const by = actBy ? byWords(actBy, now) : ''
  const off = disable ?? revoke
  switch (step.do) {
    case 'see-proof':
      return {
        title: 'See proof',
        says: 'Nothing is left to do here. What is seen of its end is kept.',
        call: null,
        link: to('proof', 'See proof'),
      }
    case 'contain':
      return {
        title: `Cut off ${name}${by}`,
        says: off ? 'It leaked. End it where it was issued, then replace it:' : 'It leaked. End it where it was issued, then replace it.',
        call: off,
        link: to('exposures', 'Read where it was found'),
      }
    case 'await-replacement':
      return {
        title: 'Put the replacement in use',
        says: 'It is cut off. It stays open until its replacement is seen in use.',
        call: null,
        link: to('exposures', 'Read where it was found'),
      }
    case 'switch-off':
      return {
        title: `${disable ? 'Disable' : 'Delete'} ${name}${by}`,
        says: disable
          ? 'Disabling can be undone, so that a forgotten use shows itself before anything is lost:'
          : revoke
            ? 'Deleting cannot be undone. Ask its owner first:'
            : 'No call to disable it is known. End it where it was issued.',
        call: off,
        link: to('used-by', 'See who uses it'),
      }
    case 'assign-owner':
      return {
        title: 'Assign an owner',
        says: suggested
          ? `${step.departed ? 'Its owner has left.' : 'Nobody answers for it.'} Suggested: ${suggested.name} (${suggested.evidence}).`
          : `${step.departed ? 'Its owner has left.' : 'Nobody answers for it.'} Without an owner nobody can say what breaks when it goes.`,
        call: null,
        link: suggested ? { href: suggested.href, label: 'See the suggestion' } : to('state-owner', 'Assign an owner'),
      }
    case 'find-out':
      return {
        title: 'Find out first',
        says: `Nobody reports ${listed(
          step.unknown.flatMap((code) => unknownWord[code] ?? []),
          'or',
        )}. Its verdict could be better once that is known.`,
        call: null,
        link: edits ? to('facts', 'State what you know') : to('facts', 'See the facts'),
      }
    case 'add-control':
      return {
        title: `Add ${controlWord[step.missing]}`,
        says: 'It is acceptable while its controls hold; this one is missing.',
        call: null,
        link: edits ? to('state-control', 'Record the control') : to('controls', 'See the controls'),
      }
    case 'replace':
      return {
        title: `Replace ${name}${by}`,
        says: step.change
          ? `What would better it most: ${lowered(changeWords(step.change))}`
          : 'No single change makes it acceptable: replace it by a short-lived one.',
        call: null,
        link: to('what-if', 'Try changes'),
      }
    case 'nothing':
      return { title: 'Nothing to do', says: 'It is as it should be. It is looked at again with each sync.', call: null, link: null }
  }
}

/** Until when, or since when it is overdue. */
function byWords(actBy: Date, now: Date): string {
  return actBy < now ? `, overdue since ${dayInText(actBy, now)}` : ` by ${dayInText(actBy, now)}`
}

function to(fragment: string, label: string): { href: string; label: string } {
  return { href: `#${fragment}`, label }
}

function lowered(sentence: string): string {
  return sentence.slice(0, 1).toLowerCase() + sentence.slice(1)
}
