import type { Json } from '@/lib/model/json.ts'

/** One value that an act changed; a side that had none is null. */
export type ChangeLine = { field: string; before: string | null; after: string | null }

/** What a field of an entry is, where its own name does not say it beside the act. */
const fieldWords: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'exposures.imported': {
    leaks: 'different secrets',
    finds: 'finds',
    withoutSecret: 'finds written without the secret',
    known: 'on record before',
    certain: 'match a token for certain',
    likely: 'match a token likely',
    possible: 'may be a token’s',
    several: 'fit several tokens',
    none: 'match no token',
    tokens: 'tokens to be revoked now',
  },
}

/** "due at" for `dueAt`: a field of an entry as people read it, by the act that the entry is of. */
export function fieldWord(act: string, field: string): string {
  const words = Object.hasOwn(fieldWords, act) ? fieldWords[act] : undefined
  if (words && Object.hasOwn(words, field)) return words[field] ?? field
  return /^[a-z]+(?:[A-Z][a-z]+)+$/.test(field) ? field.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`) : field
}

/** What is different between the two sides of an entry, field by field; what stayed the same is left out. */
export function changeLines(before: Json, after: Json): ChangeLine[] {
  const left = fieldsOf(before)
  const right = fieldsOf(after)
  return [...new Set([...left.keys(), ...right.keys()])]
    .map((field) => ({ field, before: left.get(field) ?? null, after: right.get(field) ?? null }))
    .filter((line) => line.before !== line.after)
}

function fieldsOf(value: Json): Map<string, string> {
  if (value === null) return new Map()
  if (typeof value !== 'object' || Array.isArray(value)) return new Map([['value', said(value)]])
  return new Map(Object.entries(value).map(([field, inner]) => [field, said(inner)]))
}

function said(value: Json | undefined): string {
  if (value === null || value === undefined || value === '') return 'none'
  return typeof value === 'string' ? value : JSON.stringify(value)
}
