import { v7 as uuid } from 'uuid'
import { advance } from '../db/fence.ts'
import { countRun } from '../db/count-run.ts'
import { nextStaged } from '../db/staged-slices.ts'
import type { OpenRun } from '../db/start-run.ts'
import { transaction } from '../db/transaction.ts'
import { issuerFingerprints, noteAbsentIssuers, writeIssuers } from '../db/write-issuers.ts'
import type { GoneRule } from '../ingest/gone-rule.ts'
import { canonical, reviveIssuer, type Observed } from '../model/observed.ts'
import type { Source } from '../model/source.ts'
import { assessIssuer } from '../score/assess-issuer.ts'
import { hashOf, ratingsOf } from './appraise.ts'
import type { World } from './world.ts'

const sliceSize = 500

/** Merges the issuers a run staged, as tokens are merged: only what differs, each slice the same if done twice. */
export async function mergeIssuers(source: Source, run: OpenRun, world: World, gone: GoneRule): Promise<void> {
  for (let after = -1; ;) {
    const staged = await nextStaged(world.db.pool, run.id, 'issuer', after, sliceSize)
    const last = staged.at(-1)
    if (!last) break
    await transaction(world.db.pool, async (client) => {
      const there = await issuerFingerprints(
        client,
        source.id,
        staged.map((row) => row.externalId),
      )
      const changed = staged.filter((row) => there.get(row.externalId) !== row.fingerprint)
      const issuers = changed.map((row) => ({ ...row, issuer: reviveIssuer(row.payload as Observed) }))
      const ratings = await ratingsOf(
        client,
        issuers.map(({ issuer }) => issuer.permissions),
      )
      const writes = issuers.map(({ issuer, fingerprint, payload }) => {
        const permissionHash = hashOf(issuer.permissions)
        const rating = permissionHash ? ratings.get(permissionHash) : undefined
        const score = assessIssuer(issuer, rating?.worst ? rating.breadths : 'not-reported')
        return {
          id: uuid(),
          issuer,
          observed: canonical(payload as object),
          fingerprint,
          permissionHash,
          worst: rating?.worst ?? null,
          score,
        }
      })
      const fresh = await writeIssuers(client, source.id, writes, run.startedAt)
      await countRun(client, run.id, { issuers: staged.length, issuersNew: fresh, issuersChanged: writes.length - fresh })
      await advance(client, run, {})
    })
    after = last.seq
  }
  await transaction(world.db.pool, async (client) => {
    await countRun(client, run.id, { issuersGone: await noteAbsentIssuers(client, run, run.startedAt, gone) })
    await advance(client, run, {})
  })
}
