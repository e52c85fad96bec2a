import { frameworkOf, requirementOf, type AskedRequirement } from '@/lib/model/frameworks/all.ts'
import type { Outcome, Requirement } from '@/lib/model/requirement.ts'

const either = new Intl.ListFormat('en-GB', { type: 'disjunction' })

const tested: Readonly<Record<Outcome, string>> = {
  meets: 'meets it',
  fails: 'fails it',
  unknown: 'unknown',
  excepted: 'fails it under an exception',
  'not-applicable': 'not applicable',
}

/** Where a requirement is only mapped to, nothing fails it: the token speaks against it. */
const mapped: Readonly<Record<Outcome, string>> = {
  ...tested,
  fails: 'speaks against it',
  excepted: 'speaks against it, under an exception',
}

/** What an auditor attests is neither met nor failed by anything: a token is evidence. */
const attested: Readonly<Record<Outcome, string>> = {
  ...tested,
  meets: 'is evidence for it',
  fails: 'is evidence against it',
  excepted: 'is evidence against it, under an exception',
}

const words: Readonly<Record<Requirement['evidence'], Readonly<Record<Outcome, string>>>> = {
  test: tested,
  'maps-to': mapped,
  'evidence-for': attested,
}

/** What a token makes of a requirement, in words that are true of how the requirement fits tokens. */
export function outcomeWord(outcome: Outcome, evidence: Requirement['evidence']): string {
  return words[evidence][outcome]
}

/** A list narrowed by a requirement: "NHI7:2025 of OWASP NHI Top 10 2025: fails it". */
export function requirementWords({ framework, id, outcomes }: AskedRequirement): string {
  const evidence = requirementOf(framework, id)?.evidence ?? 'maps-to'
  return `${id} of ${frameworkOf(framework)?.name ?? framework}: ${either.format(outcomes.map((outcome) => outcomeWord(outcome, evidence)))}`
}
