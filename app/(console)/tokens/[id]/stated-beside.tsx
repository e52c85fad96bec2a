import { statedWords } from '@/components/tokens/selection/stated-words.ts'
import { dateWords } from '@/components/ui/time-words.ts'
import type { ShownStatedFact } from '@/lib/db/stated-facts.ts'
import type { TokenDetail } from '@/lib/db/token-detail.ts'
import { standingOf } from '@/lib/ingest/stated.ts'
import type { Standing } from '@/lib/model/stated-fact.ts'

/** What people said of one fact, the last word on it, and how it stands beside what its provider reports. */
export type Said = { statement: ShownStatedFact; standing: Standing }

/** The last word that was not taken back, by fact. */
export function saidOf(token: TokenDetail, statements: readonly ShownStatedFact[], now: Date): ReadonlyMap<string, Said> {
  const said = new Map<string, Said>()
  for (const statement of statements) {
    if (statement.withdrawnAt !== null || said.has(statement.fact)) continue
    said.set(statement.fact, { statement, standing: standingOf(statement, token, now) })
  }
  return said
}

/** Both words side by side: a stated fact never hides a reported one. */
export function StatedBeside({ said: { statement, standing }, reported, isFile }: { said: Said; reported: boolean; isFile: boolean }) {
  const teller = isFile ? 'Its file' : 'Its provider'
  const words = `${statement.by} on ${dateWords(statement.at)}, review ${dateWords(statement.reviewAt)}`
  const lines: Readonly<Record<Standing, string>> = {
    counts: `Stated by ${words}. ${reported ? `${teller} knows no more than a bound.` : `${teller} reports nothing.`}`,
    reported: `“${statedWords(statement).value}” stated by ${words}: not counted, as ${isFile ? 'the file’s' : 'its provider’s own'} word stands.`,
    lapsed: `“${statedWords(statement).value}” stated by ${words}: not counted since, until it is stated anew.`,
  }
  return (
    <span className="block text-meta text-text-3">
      {lines[standing]}
      {statement.note ? ` “${statement.note}”` : ''}
    </span>
  )
}
