import {
  directoryStamp,
  dropSettledSuggestions,
  holdSuggestions,
  nextOwnerless,
  readWholeDirectory,
  writeSuggestions,
} from '../db/owner-suggestions.ts'
import { patientTransaction } from '../db/transaction.ts'
import { arrange, suggestOwner, type Arranged } from '../ingest/suggest-owner.ts'
import { firstId } from './reappraise.ts'
import type { World } from './world.ts'

const sliceSize = 2_000

/**
 * Makes the suggestions what tokens and directory now say: after a sync, and after an edit of the directory. Looks only at tokens
 * that nobody here owns, and writes only what differs; done twice it does nothing. Answers with how many were looked at.
 */
export async function suggestOwners({
  db,
  now,
  signal,
}: Pick<World, 'db' | 'now' | 'signal'>): Promise<{ seen: number; suggested: number }> {
  let [seen, suggested, after] = [0, 0, firstId]
  let known: { stamp: string; directory: Arranged } | undefined
  for (;;) {
    signal.throwIfAborted()
    const slice = await patientTransaction(db.pool, async (client) => {
      await holdSuggestions(client)
      const tokens = await nextOwnerless(client, after, sliceSize)
      if (tokens.length === 0) return []
      // Read once a pass, and again only where somebody changed it meanwhile.
      const stamp = await directoryStamp(client)
      if (known?.stamp !== stamp) {
        const { owners, handles, workloads } = await readWholeDirectory(client)
        known = { stamp, directory: arrange(owners, handles, workloads) }
      }
      const { directory } = known
      const made = tokens.map((token) => ({ tokenId: token.id, suggestion: suggestOwner(token, directory) }))
      await writeSuggestions(client, made, now)
      return made
    })
    const last = slice.at(-1)
    if (!last) break
    seen += slice.length
    suggested += slice.filter(({ suggestion }) => suggestion).length
    after = last.tokenId
  }
  await dropSettledSuggestions(db.pool)
  return { seen, suggested }
}
