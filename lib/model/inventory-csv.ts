import { isSingle, narrowingsOf, type Narrowing, type TokenConditions } from './token-search.ts'

/**
 * The columns of the inventory's export, in their stable order. The first group are facts, under the names by which a file
 * import reads them; the second are what follows from them, which an import leaves aside and works out anew.
 */
export const inventoryColumns = [
  'external_id', 'kind', 'name', 'display_id', 'lifecycle', 'issued_at', 'issued_at_least_since', 'expires_at', 'lasts_seconds',
  'sliding_seconds', 'max_life_seconds', 'last_used_at', 'unused_since', 'last_used_service', 'last_used_region', 'rotation_enforced_seconds',
  'binding', 'pop_verified', 'scope', 'owner', 'workload', 'tags', 'third_party', 'consumers', 'storage', 'prohibited', 'agent', 'sensitivity',
  'verdict', 'reason', 'risk', 'risk_floor', 'base', 'grade', 'confidence', 'reasons', 'controls_missing', 'state', 'exposure', 'level', 'reach',
  'owner_name', 'workload_name', 'source', 'provider', 'id', 'first_seen_at', 'changed_at', 'seen', 'scored_at', 'next_change_at', 'model', 'vector',
] as const // prettier-ignore

export type InventoryColumn = (typeof inventoryColumns)[number]

/** "standdown-tokens-2026-11-30.csv", and between the two what the list is narrowed to, as far as a file's name holds it. */
export function inventoryFileName(now: Date, search?: TokenConditions): string {
  const words = search ? filterInName(search, narrowingsOf(search)) : ''
  return `standdown-tokens-${now.toISOString().slice(0, 10)}${words ? `-${words}` : ''}.csv`
}

/** What a list is narrowed to, as far as a file's name holds it: "verdict-revoke-now_owner-none". Empty where it is not. */
export function filterInName(search: TokenConditions, narrowings: readonly Narrowing[]): string {
  const told = narrowings.map((name) => [name, ...(valuesToTell(search, name) ?? [])].join('-'))
  return told.join('_').toLowerCase().replace(/[^a-z0-9_]+/g, '-').slice(0, 80).replace(/[-_]+$/, '') // prettier-ignore
}

/** The values that mean something to a reader: an id does not. */
function valuesToTell(search: TokenConditions, name: Narrowing): readonly string[] | undefined {
  if (name === 'q') return [search.text ?? '']
  if (name === 'id') return [String(search.ids?.length ?? 0)]
  if (name === 'team') return []
  if (name === 'because') return search.because ?? []
  if (name === 'state' && !search.filters.state) return ['any']
  if (name === 'requirement')
    return search.requirement ? [search.requirement.framework, search.requirement.id, ...search.requirement.outcomes] : []
  if (isSingle(name)) return [String(search[name]).slice(0, 10)]
  return search.filters[name]?.filter((value) => value.length < 36)
}

const quote = 0x22
const lineFeed = 0x0a
const carriageReturn = 0x0d

/**
 * Turns the line feeds that end rows into CR LF, as RFC 4180 has it, and leaves those inside quoted cells alone. Feed it the
 * bytes of a well-formed CSV in order; a quote inside a cell is doubled, so that counting quotes tells inside from outside.
 * `ended` is how many rows have ended so far.
 */
export function rowEnds(): { chunk: (bytes: Uint8Array) => Uint8Array; ended: () => number } {
  let inside = false
  let rows = 0
  const chunk = (chunk: Uint8Array) => {
    const ends: number[] = []
    for (let at = 0; at < chunk.length; at += 1) {
      const byte = chunk[at]
      if (byte === quote) inside = !inside
      else if (byte === lineFeed && !inside) ends.push(at)
    }
    rows += ends.length
    if (ends.length === 0) return chunk
    const out = Buffer.allocUnsafe(chunk.length + ends.length)
    let from = 0
    let to = 0
    for (const end of ends) {
      out.set(chunk.subarray(from, end), to)
      to += end - from
      out[to] = carriageReturn
      from = end
      to += 1
    }
    out.set(chunk.subarray(from), to)
    return out
  }
  return { chunk, ended: () => rows }
}
