import { dateWords } from '@/components/ui/time-words.ts'
import type { StatedFact, StatedFactName } from '@/lib/model/stated-fact.ts'
import { agentWord, bindingWord, levelWord, reachWord, sensitivityWord } from '../fact-words.ts'

/** What a person may state, by name. */
export const statedFactWord: Readonly<Record<StatedFactName, string>> = {
  issuedAt: 'Issued',
  expires: 'Expires',
  lastUsed: 'Last used',
  binding: 'Binding',
  popVerified: 'Binding is checked',
  scope: 'Can do',
  sensitivity: 'Sensitivity',
  agent: 'AI agent',
  thirdParty: 'Third party',
  storage: 'Kept in',
  consumers: 'Used by',
}

/** A stated fact in words: what it is of, and what is said. */
export function statedWords(stated: StatedFact): { fact: string; value: string } {
  return { fact: statedFactWord[stated.fact], value: valueWords(stated) }
}

function valueWords(stated: StatedFact): string {
  switch (stated.fact) {
    case 'issuedAt':
    case 'expires':
    case 'lastUsed':
      return stated.value === 'never' ? 'never' : dateWords(new Date(`${stated.value}T00:00:00Z`))
    case 'binding':
      return bindingWord[stated.value]
    case 'popVerified':
      return stated.value ? 'yes' : 'no'
    case 'scope':
      return `${levelWord[stated.value.level]} · ${reachWord[stated.value.reach]}`
    case 'sensitivity':
      return sensitivityWord[stated.value]
    case 'agent':
      return agentWord[stated.value]
    case 'thirdParty':
      return stated.value
    case 'storage':
      return stated.value === 'vault' ? 'a vault' : 'plain text'
    case 'consumers':
      return stated.value.join(', ')
  }
}
