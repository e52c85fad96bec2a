import { groupings, type Grouping } from '@/lib/model/token-columns.ts'
import { sorts, type Sort } from '@/lib/model/token-facet.ts'
import { facetWord, sortWord } from '../fact-words.ts'
import type { Listed } from './list-hrefs.ts'

/** What each order begins with, its own way and turned round. */
const begins: Readonly<Record<Sort, readonly [string, string]>> = {
  queue: ['', 'least urgent first'],
  risk: ['highest first', 'lowest first'],
  due: ['soonest first', 'latest first'],
  used: ['longest ago first', 'latest first'],
  expires: ['soonest first', 'latest first'],
  age: ['oldest first', 'youngest first'],
  name: ['A to Z', 'Z to A'],
}

type Option = { value: string; label: string }

/** "Risk, highest first": an order in words. */
export function orderWords(sort: Sort, reversed: boolean): string {
  return [sortWord[sort], begins[sort][reversed ? 1 : 0]].filter(Boolean).join(', ')
}

/** Every order a list can be in, under the name that an address gives it. */
export const orderOptions: readonly Option[] = (Object.keys(sorts) as Sort[]).flatMap((sort) => [
  { value: sort as string, label: orderWords(sort, false) },
  { value: `-${sort}`, label: orderWords(sort, true) },
])

/** What a list can be gathered by. What its view has goes without saying, as it does in the address. */
export function groupOptions({ view }: Pick<Listed, 'view'>): readonly Option[] {
  return [null, ...groupings].map((group) => ({ value: groupValue({ view, group }), label: group === null ? 'none' : facetWord[group] }))
}

/** The value by which the list's grouping is chosen. */
export function groupValue({ view, group }: { view: Listed['view']; group: Grouping | null }): string {
  return group === view.group ? '' : (group ?? 'none')
}
