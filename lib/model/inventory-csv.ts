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

/** "standdown-tokens-2026-11-30.csv". */
export function inventoryFileName(now: Date): string {
  return `standdown-tokens-${now.toISOString().slice(0, 10)}.csv`
}

const quote = 0x22
const lineFeed = 0x0a
const carriageReturn = 0x0d

/**
 * Turns the line feeds that end rows into CR LF, as RFC 4180 has it, and leaves those inside quoted cells alone. Feed it the
 * bytes of a well-formed CSV in order; a quote inside a cell is doubled, so that counting quotes tells inside from outside.
 */
export function rowEnds(): (chunk: Uint8Array) => Uint8Array {
  let inside = false
  return (chunk) => {
    const ends: number[] = []
    for (let at = 0; at < chunk.length; at += 1) {
      const byte = chunk[at]
      if (byte === quote) inside = !inside
      else if (byte === lineFeed && !inside) ends.push(at)
    }
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
}
