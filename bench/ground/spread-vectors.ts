import fc from 'fast-check'
import type { Db } from '../../lib/db/db.ts'
import { transaction } from '../../lib/db/transaction.ts'
import { score } from '../../lib/score/score.ts'
import { anyFacts } from '../../lib/score/testing/any-facts.ts'

/** More kinds of token than an estate of a million has: facts are drawn at random, and those of an estate go together. */
const kinds = 4_000

/** Gives the live tokens vectors that can be read, with the score that each stands for. */
export async function spreadVectors(db: Db): Promise<void> {
  const scored = fc
    .sample(anyFacts, { numRuns: kinds, seed: 20261127 })
    .filter((facts) => facts.lifecycle === 'active')
    .map(score)
  await transaction(db.pool, async (client) => {
    // The kept counts would be kept with each of a million rows; nothing that is measured over these vectors reads them.
    await client.query('alter table token disable trigger user')
    // The number of kinds is a constant to the database, so that it can join by hash.
    await client.query(
      `update token t set vector = s.vector, verdict = s.verdict, risk = s.risk
     from jsonb_to_recordset($1::jsonb) as s(place int, vector text, verdict text, risk smallint)
     where t.state = 'live' and s.place = ('x' || substr(md5(t.external_id), 1, 7))::bit(28)::int % $2::int`,
      [JSON.stringify(scored.map(({ vector, verdict, risk }, place) => ({ place, vector, verdict, risk }))), scored.length],
    )
    await client.query('alter table token enable trigger user')
  })
  await db.pool.query('vacuum analyze token')
}
