const quote = 0x22

/**
 * The fields of a composite value as Postgres writes it, `(a,"b ""c""",,"")`: nothing between two commas is null, and what is
 * quoted has its quotes and backslashes doubled.
 */
export function compositeFields(text: string): (string | null)[] {
  const fields: (string | null)[] = []
  const end = text.length - 1
  for (let at = 1; at <= end; at += 1) {
    if (text.charCodeAt(at) !== quote) {
      const comma = text.indexOf(',', at)
      const stop = comma < 0 ? end : comma
      fields.push(stop === at ? null : text.slice(at, stop))
      at = stop
      continue
    }
    let close = text.indexOf('"', at + 1)
    while (text.charCodeAt(close + 1) === quote) close = text.indexOf('"', close + 2)
    const inner = text.slice(at + 1, close)
    fields.push(/["\\]/.test(inner) ? inner.replace(/(["\\])\1/g, '$1') : inner)
    at = close + 1
  }
  return fields
}
