const date = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' })
const counts = new Intl.NumberFormat('en-GB')

/** "14 Dec 2026", in UTC, as pages have it. */
export function day(at: string | Date): string {
  return date.format(new Date(at))
}

/** "1,204". */
export function number(count: number): string {
  return counts.format(count)
}

/** "1 token", "12 tokens". */
export function many(count: number, one: string, more = `${one}s`): string {
  return `${number(count)} ${count === 1 ? one : more}`
}

/** A subject is one line of a bounded length, whatever a provider named a token. */
export function oneLine(text: string, most = 150): string {
  const line = text.replace(/[\p{Cc}\p{Zl}\p{Zp}\s]+/gu, ' ').trim()
  return line.length > most ? `${line.slice(0, most - 1)}…` : line
}

const eventNames: Readonly<Record<string, readonly [one: string, more: string]>> = {
  acknowledged: ['acknowledged', 'acknowledged'],
  comment: ['a comment', 'comments'],
  proved: ['a step proved', 'steps proved'],
  refused: ['a step refused', 'steps refused'],
  blocked: ['stands still', 'stands still'],
  unblocked: ['goes on', 'goes on'],
  'date-set': ['a new date', 'new dates'],
  'date-proposed': ['a date proposed', 'dates proposed'],
  declined: ['an offer declined', 'offers declined'],
  accepted: ['taken over', 'taken over'],
  disowned: ['“not mine”', '“not mine”'],
  reopened: ['open again', 'open again'],
  verified: ['verified absent', 'verified absent'],
  cancelled: ['cancelled', 'cancelled'],
}

/** What moved in a plan, and how often: "2 steps proved". */
export function eventWords({ kind, count }: { kind: string; count: number }): string {
  const [one, more] = eventNames[kind] ?? [kind, kind]
  return count === 1 || one === more ? one : `${number(count)} ${more}`
}
