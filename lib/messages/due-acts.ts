import type { ProviderVerb } from '../model/provider-act.ts'
import type { Due } from './due.ts'

/** A request to a provider that waits for somebody's word. `by`: who asked, agreed beforehand, or let it go on. `not`: the accounts whose word it is not. */
export type ActFacts = {
  id: string
  waitsFor: 'second' | 'review'
  /** Which time it waits: what went on after it failed waits anew. */
  round: string
  verb: ProviderVerb
  tokenKinds: string[]
  token: string
  tokens: number
  by: string
  not: readonly string[]
}

/** What waits for a second person, or was done by one alone, is told once to those who can say something about it. */
export function dueOfAct({ id, waitsFor, round, not, ...about }: ActFacts): Due {
  const kind = waitsFor === 'second' ? 'act-waiting' : 'act-review'
  return { key: `${kind}:${id}:${round}`, notice: { kind, requestId: id, ...about }, to: [{ who: 'security', but: not }] }
}
