/**
 * Spreadsheets run a cell as a formula when it begins with one of these, also as full-width characters, and when a cell is
 * split in two at a line break, a tab, or the separator of another country. (OWASP: CSV injection.)
 */
const marks = '=+@\\t\\r\\uFF1D\\uFF0B\\uFF0D\\uFF20-'
const starts = '\\n\\r\\t;,'

/** The places where a guard stands, as Postgres reads regular expressions; the same as `guard` below. */
export const guardPlace = `(^|(?<=[${starts}]))(?='*[${marks}])`

/** What every place of `guardPlace` begins with one of: a cheap first look that spares most cells the second. */
export const guardHint = `[${marks}]`

const guard = new RegExp(`(?<=^|[${starts}])(?='*[${marks}])`, 'g')
const guarded = new RegExp(`(?<=^|[${starts}])'(?='*[${marks}])`, 'g')

/** Text as a CSV cell that no spreadsheet runs: an apostrophe stands before whatever would begin a formula. */
export function guardedCell(text: string): string {
  return text.replace(guard, "'")
}

/** Takes back exactly what `guardedCell` put in, so that an export imports as what it was. */
export function unguardedCell(cell: string): string {
  return cell.replace(guarded, '')
}
