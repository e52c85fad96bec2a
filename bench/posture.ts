import type { BenchRow } from '../bin/bench.ts'
import { countLately, countOverdue, postureByTeam, postureCells } from '../lib/db/posture.ts'
import { withFilledDatabase } from './ground/filled-database.ts'
import { interleaved } from './ground/pairs.ts'

const everything = { all: true } as const
const now = new Date('2026-11-24T09:00:00.000Z')
const visit = new Date('2026-11-20T09:00:00.000Z')

/** What the first page sums up by itself, against counting the rows for it. */
export default async function posture({ rows = 100_000 }: { rows: number | undefined }): Promise<BenchRow[]> {
  return withFilledDatabase(rows, async (db) => {
    const ours = async () => {
      await postureCells(db, everything)
      await countOverdue(db, everything, now)
      await countLately(db, everything, visit)
      await postureByTeam(db, everything, now)
    }
    const exactly = async () => {
      await db.pool.query(`select expires_how, level, reach, count(*), sum(risk) from token where state = 'live' group by 1, 2, 3`)
      await db.pool.query(
        `select count(*) from token where state = 'live' and verdict in ('revoke-now', 'standing-privilege') group by owner_id`,
      )
    }
    const { ratio, ours: mine, other } = await interleaved(ours, exactly, { pairs: 7, each: 2, warm: 1 })
    return [
      {
        bench: 'posture: its own figures',
        ratio,
        target: 0.5,
        detail: `ours ${mine.toFixed(1)} ms, counting rows ${other.toFixed(1)} ms; ${rows.toLocaleString('en')} rows`,
      },
    ]
  })
}
