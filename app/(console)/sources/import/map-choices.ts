import { agentWord, bindingWord, levelWord, reachWord } from '@/components/tokens/fact-words.ts'
import type { Agent, Binding } from '@/lib/model/facts.ts'
import type { Level, Reach } from '@/lib/model/grant.ts'

export type Choice = { value: string; label: string }

const levels = ['list', 'read-config', 'read', 'write', 'credentials', 'admin'] as const
const reaches = ['one', 'some', 'service', 'all'] as const

const scopes: Choice[] = levels
  .flatMap((level, l) =>
    reaches.map((reach, r) => ({
      value: `${level}:${reach}`,
      label: `${levelWord[(l + 1) as Level]} · ${reachWord[(r + 1) as Reach]}`,
    })),
  )
  .toReversed()

const same = (value: string): Choice => ({ value, label: value })
const choicesIn = (words: Readonly<Record<string, string>>): Choice[] => Object.entries(words).map(([value, label]) => ({ value, label }))

/** What the words of a column of tokens can count as, for those of ours that take a few words only. */
export const choices: Readonly<Record<string, readonly Choice[]>> = {
  scope: scopes,
  lifecycle: ['active', 'disabled', 'expired', 'revoked'].map(same),
  binding: choicesIn(bindingWord satisfies Record<Binding, string>),
  storage: ['vault', 'plaintext', 'not-reported'].map(same),
  agent: choicesIn(agentWord satisfies Record<Agent, string>),
}

/** Columns of which nothing may mean that it never ends or was never used. */
export const mayBeNever: readonly string[] = ['expires_at', 'last_used_at']

/** What each row must say and what may be one thing for all of them. */
export const forEveryRow: Readonly<Record<string, readonly string[]>> = {
  tokens: ['kind'],
  controls: ['type', 'evidence', 'evidenced_at'],
  exposures: ['found_in', 'found_at'],
}
