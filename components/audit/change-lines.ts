import type { Json } from '@/lib/model/json.ts'

/** One value that an act changed; a side that had none is null. */
export type ChangeLine = { field: string; before: string | null; after: string | null }

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
