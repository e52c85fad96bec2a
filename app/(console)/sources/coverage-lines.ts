import type { CoverageLine } from '@/components/sources/coverage-table.tsx'
import { gapWord } from '@/components/sources/run-words.ts'
import { hrefOf } from '@/components/tokens/token-hrefs.ts'
import { countWords } from '@/components/ui/time-words.ts'
import type { Coverage, NotAsked } from '@/lib/connectors/contract.ts'
import type { Gap } from '@/lib/model/sighting.ts'
import type { RunState } from '@/lib/model/source.ts'
import { readTokenSearch } from '@/lib/model/token-search.ts'

type Seen = { state: RunState; gaps: readonly Gap[]; covered: Readonly<Record<string, number>> } | null

/** Rows of the source in the inventory, by kind. */
type Held = { id: string; tokens: Readonly<Record<string, number>>; issuers: Readonly<Record<string, number>> }

/**
 * What a connector can see beside what its newest finished run did see. An object that becomes rows of the inventory counts those, so
 * that its number is the list's that it leads to; what was read besides is said. Objects that only the run names (a gap, a listing
 * of its own) follow, so that nothing it said is lost. `unasked` is what the source's settings leave out, which nothing may show as seen.
 */
export function coverageLines(coverage: readonly Coverage[], unasked: NotAsked, run: Seen, held: Held): CoverageLine[] {
  const known = coverage.map((one) => lineWith(unasked[one.object], one, run, held))
  const named = new Set(coverage.map(({ object }) => object))
  const gaps = (run?.gaps ?? []).filter(({ object }) => !named.has(object))
  const extra = [...new Map(gaps.map((gap) => [gap.object, gap])).values()].map((gap) => gapLine(gap, null))
  const listed = Object.entries(run?.covered ?? {}).flatMap(([object, seen]) =>
    named.has(object) || gaps.some((gap) => gap.object === object)
      ? []
      : [{ object, state: 'seen' as const, word: `seen ${countWords(seen)}`, says: 'Read to its end, for what other objects need of it.' }],
  )
  return [...known, ...listed, ...extra]
}

/** What the settings leave out whole is that, whatever a run before them saw; of what they leave out in part, the rest is told as ever. */
function lineWith(left: NotAsked[string] | undefined, one: Coverage, run: Seen, held: Held): CoverageLine {
  if (!left) return lineOf(one, run, held)
  const says = `${left.says} ${one.says}`
  if (left.whole) return notAskedLine(one.object, says, rowsOf(one, held))
  const line = lineOf({ ...one, says }, run, held)
  return line.state === 'not-asked' ? line : { ...line, word: `${line.word} · in part not asked for`, inPart: true }
}

function notAskedLine(object: string, says: string, rows: Rows | null): CoverageLine {
  if (!rows || rows.count === 0) return { object, state: 'not-asked', word: 'not asked for', says }
  return { object, state: 'not-asked', word: `not asked for · ${countWords(rows.count)} known from before`, href: rows.href, says }
}

function lineOf(one: Coverage, run: Seen, held: Held): CoverageLine {
  const { object, state, says } = one
  if (state === 'not-offered') return { object, state, word: 'not offered by the provider', says }
  if (state === 'not-built') return { object, state, word: 'not yet built', says }
  const rows = rowsOf(one, held)
  const gap = run?.gaps.find((each) => each.object === object)
  if (gap) return gapLine(gap, rows)
  const read = run?.covered[object]
  if (one.optional && run?.state === 'complete' && !isTold(one, run))
    return notAskedLine(object, `The last sync was not asked for it. ${says}`, rows)
  if (rows && (read !== undefined || run?.state === 'complete')) return { object, state: 'seen', ...seenRows(rows, read, one), says }
  if (read !== undefined) return { object, state: 'seen', word: `seen ${countWords(read)}`, says }
  // Objects that have no listing of their own are read along with others: a run that missed nothing has them.
  if (run?.state === 'complete') return { object, state: 'seen', word: 'read', says }
  return { object, state: 'not-yet', word: run ? wordOf[run.state] : 'not read yet', says }
}

function isTold({ object, toldAs = [object] }: Coverage, { covered }: NonNullable<Seen>): boolean {
  return toldAs.some((name) => covered[name] !== undefined)
}

const wordOf = {
  running: 'being read',
  complete: 'read',
  partial: 'read in part',
  failed: 'not read last time',
  cancelled: 'not read last time',
} as const

type Rows = { count: number; href: string }

/** What is in the inventory of an object, or null where it does not become rows there. */
function rowsOf({ tokens, issuers }: Coverage, held: Held): Rows | null {
  if (tokens) {
    const kinds = kindsIn(held.tokens, tokens)
    // A kind that nothing has cannot be asked for, so that a count of none leads nowhere.
    const href = kinds.length > 0 ? hrefOf(readTokenSearch({ source: held.id, kind: kinds, state: ['live', 'disabled'] })) : ''
    return { count: sum(held.tokens, kinds), href }
  }
  return issuers ? { count: sum(held.issuers, kindsIn(held.issuers, issuers)), href: '/tokens/issuers' } : null
}

function kindsIn(counts: Readonly<Record<string, number>>, wanted: readonly string[]): string[] {
  return Object.keys(counts).filter((kind) => wanted.some((one) => (one.endsWith('*') ? kind.startsWith(one.slice(0, -1)) : kind === one)))
}

function sum(counts: Readonly<Record<string, number>>, kinds: readonly string[]): number {
  return kinds.reduce((total, kind) => total + (counts[kind] ?? 0), 0)
}

function seenRows({ count, href }: Rows, read: number | undefined, { issuers }: Coverage): { word: string; href?: string } {
  // What was read is another thing than what came of it: one entry may mint two sorts of SVID, one role nothing.
  const word = issuers
    ? `seen ${countWords(count)} ${count === 1 ? 'issuer' : 'issuers'}${read === undefined ? '' : ` in ${countWords(read)} read`}`
    : `seen ${countWords(count)}`
  return { word, ...(count > 0 && href && { href }) }
}

function gapLine({ object, why, says }: Gap, rows: Rows | null): CoverageLine {
  const state = why === 'not-permitted' ? 'not-permitted' : 'incomplete'
  if (!rows || rows.count === 0) return { object, state, word: gapWord[why], says }
  return { object, state, word: `${gapWord[why]} · at least ${countWords(rows.count)} known`, href: rows.href, says }
}
