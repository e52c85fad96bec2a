import { z } from 'zod'
import { requirementOf, type AskedRequirement } from './frameworks/all.ts'
import { hasControl, oneOf, shown, single, valuesOf, type Wrong } from './query-words.ts'
import { outcomes, type Outcome } from './requirement.ts'
import { ReasonCode } from './score.ts'
import { readCursor } from './token-cursor.ts'
import { facets, facetValues, sorts, type Facet, type Sort } from './token-facet.ts'
import type { RawQuery, TokenSearch } from './token-search.ts'

const longestText = 200
const mostValues = 50
const mostIds = 10_000

/** The facets that are asked for, each with its values; live tokens only unless a state is. */
export function filtersOf(query: RawQuery, wrong: Wrong): TokenSearch['filters'] {
  const filters: Partial<Record<Facet, string[]>> = {}
  for (const facet of facets) {
    const values = [...new Set(valuesOf(query, facet))]
    if (values.length > mostValues) wrong(facet, `has ${values.length} values; at most ${mostValues} can be asked for at once`)
    else if (facet === 'state') Object.assign(filters, statesOf(values, wrong))
    else if (values.length > 0) filters[facet] = values.filter((value) => fits(facet, value, wrong))
  }
  return filters
}

/** Live unless something else is said; "any" beside a state gives way to the state. */
function statesOf(values: readonly string[], wrong: Wrong): { state?: string[] } {
  const states = values.filter((value) => value !== 'any')
  if (states.length > 0) return { state: states.filter((value) => fits('state', value, wrong)) }
  return values.length > 0 ? {} : { state: ['live'] }
}

function fits(facet: Facet, value: string, wrong: Wrong): boolean {
  const fit = facetValues[facet].safeParse(value)
  if (fit.success) return true
  const schema = facetValues[facet]
  const why = schema instanceof z.ZodEnum ? `is not one of ${schema.options.join(', ')}` : fit.error.issues[0]?.message
  wrong(facet, `"${shown(value)}" ${why ?? 'cannot be used'}`)
  return false
}

/** The codes of which one is to be among a token's reasons. */
export function becauseIn(query: RawQuery, wrong: Wrong): ReasonCode[] | null {
  const asked = [...new Set(valuesOf(query, 'because'))]
  const known = ReasonCode.options.filter((code) => asked.includes(code))
  const odd = asked.find((code) => !known.some((one) => one === code))
  if (odd !== undefined) wrong('because', `"${shown(odd)}" is not one of ${ReasonCode.options.join(', ')}`)
  return asked.length > 0 ? known : null
}

/** One id. */
export function idIn(query: RawQuery, name: string, wrong: Wrong): string | null {
  const asked = single(query, name, wrong)
  if (asked === undefined || z.uuid().safeParse(asked).success) return asked ?? null
  wrong(name, `"${shown(asked)}" is not an id`)
  return null
}

/** The tokens of a selection. */
export function idsOf(query: RawQuery, wrong: Wrong): string[] | null {
  const ids = [...new Set(valuesOf(query, 'id'))]
  if (ids.length === 0) return null
  const odd = ids.find((id) => !z.uuid().safeParse(id).success)
  if (odd !== undefined) wrong('id', `"${shown(odd)}" is not the id of a token`)
  else if (ids.length > mostIds) wrong('id', `has ${ids.length} values; at most ${mostIds} can be asked for at once`)
  return ids
}

/** "framework/requirement", and beside it one outcome or several. */
export function requirementIn(query: RawQuery, wrong: Wrong): AskedRequirement | null {
  const asked = single(query, 'requirement', wrong)
  const chosen = [...new Set(valuesOf(query, 'outcome'))]
  if (asked === undefined) {
    if (chosen.length > 0) wrong('outcome', 'says what tokens make of a requirement; give that as well')
    return null
  }
  const slash = asked.indexOf('/')
  const [framework, id] = [asked.slice(0, slash), asked.slice(slash + 1)]
  const known = slash > 0 ? requirementOf(framework, id) : undefined
  if (!known) wrong('requirement', `"${shown(asked)}" is not a requirement of a framework here`)
  else if (!known.rule) wrong('requirement', `"${shown(asked)}" is not tested on tokens`)
  const odd = chosen.find((outcome) => !outcomes.includes(outcome as Outcome))
  if (odd !== undefined) wrong('outcome', `"${shown(odd)}" is not one of ${outcomes.join(', ')}`)
  if (chosen.length === 0) wrong('outcome', `is missing: one of ${outcomes.join(', ')}`)
  return { framework, id, outcomes: outcomes.filter((outcome) => chosen.includes(outcome)) }
}

/** What is searched for by name. */
export function textOf(query: RawQuery, wrong: Wrong): string | null {
  const text = single(query, 'q', wrong)?.trim()
  if (!text) return null
  if (text.length > longestText) wrong('q', `has ${text.length} characters; a search takes at most ${longestText}`)
  else if (hasControl(text)) wrong('q', 'has characters that cannot be typed')
  return text
}

/** The order, and whether it is turned round by a minus. */
export function sortOf(query: RawQuery, wrong: Wrong): { sort: Sort; reversed: boolean } {
  const names = Object.keys(sorts) as Sort[]
  const asked = single(query, 'sort', wrong) ?? 'queue'
  const reversed = asked.startsWith('-')
  const sort = oneOf({ sort: reversed ? asked.slice(1) : asked }, 'sort', names, wrong)
  return { sort: sort ?? 'queue', reversed: sort !== null && reversed }
}

/** Where the page begins; null for the first. */
export function startOf(query: RawQuery, sort: Sort, reversed: boolean, wrong: Wrong): TokenSearch['from'] {
  const after = single(query, 'after', wrong)
  const before = single(query, 'before', wrong)
  if (after !== undefined && before !== undefined) wrong('after', 'and before cannot both be given')
  const side = after === undefined ? 'before' : 'after'
  const encoded = after ?? before
  if (encoded === undefined) return null
  const cursor = readCursor(encoded, sort, reversed)
  if (!cursor) wrong(side, 'is not a page of this list; start again from its first page')
  return cursor && { side, cursor }
}
