import type { FacetCounts } from '@/lib/model/token-row.ts'
import type { Narrowing, TokenConditions } from '@/lib/model/token-search.ts'
import { dateWords } from '@/components/ui/time-words.ts'
import { requirementWords } from '../../reports/outcome-words.ts'
import { facetWord, valueWord, type ReasonWords } from '../fact-words.ts'

const anyOf = new Intl.ListFormat('en-GB', { type: 'disjunction' })

/** What a person reads a condition with: the names behind ids, and the score's own words. */
export type Words = { counts: FacetCounts; reasonWords: ReasonWords }

/** One of the things that narrow a list, as a sentence's half: "Owner is none", "Act by is past". */
export function narrowingWords(narrowing: Narrowing, search: TokenConditions, { counts, reasonWords }: Words): string {
  const { text, because, idle, due, since, returned, widened, gone, plan, ids, requirement } = search
  switch (narrowing) {
    case 'q':
      return `Name or id contains “${text ?? ''}”`
    case 'because':
      return `Among its reasons is ${anyOf.format((because ?? []).map((code) => reasonWords[code]))}`
    case 'id':
      return ids?.length === 1 ? 'One chosen token' : `One of ${ids?.length ?? 0} chosen tokens`
    case 'idle':
      return `Unused for ${idle ?? 0} d or longer`
    case 'due':
      return due === 'overdue' ? 'Act by is past' : `Act by is past or within ${due ?? 0} d`
    case 'since':
      return `First seen since ${dayOf(since)}`
    case 'returned':
      return returned === 'ever' ? 'Came back after it was gone' : `Came back since ${dayOf(returned)}`
    case 'widened':
      return `Could do more than before since ${dayOf(widened)}`
    case 'gone':
      return `Gone since ${dayOf(gone)}`
    case 'team':
      return 'Owner is one team, or of it'
    case 'plan':
      return plan === 'open' ? 'An open plan retires it' : 'No open plan retires it'
    case 'requirement':
      return requirement ? requirementWords(requirement) : ''
    case 'third-party':
      return oneOf(search.filters[narrowing], { yes: 'A third party holds it', no: 'No third party holds it' })
    case 'improvable':
      return oneOf(search.filters[narrowing], {
        yes: 'The verdict could be better once more is known',
        no: 'The verdict stays, whatever is not known',
      })
    default: {
      const values = search.filters[narrowing] ?? []
      const words = values.map((value) => {
        const name = counts[narrowing].find((one) => one.value === value)?.name ?? null
        return valueWord(narrowing, value, name, reasonWords).replace(', reversible', '')
      })
      return `${facetWord[narrowing]} is ${anyOf.format(words)}`
    }
  }
}

function oneOf(values: readonly string[] | undefined, words: Readonly<Record<string, string>>): string {
  return (values ?? []).map((value) => words[value] ?? value).join(' or ')
}

function dayOf(instant: string | null): string {
  return instant ? dateWords(new Date(instant)) : ''
}
