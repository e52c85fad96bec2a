import { Readable } from 'node:stream'
import { populationAt } from '../db/population.ts'
import { scopedBeside } from '../db/scoped.ts'
import { tokenEvidence } from '../db/token-evidence.ts'
import { AppError } from '../model/app-error.ts'
import { inUtc } from '../reports/in-utc.ts'
import { takeFile, type FileTaken } from './take-file.ts'
import type { Asker } from './take-report.ts'
import type { World } from './world.ts'

/** The evidence file of one token, as JSON; on record like every file. Throws AppError 'not-found' where there is none to see. */
export async function takeEvidence(world: World, { actor, scope }: Asker, id: string): Promise<FileTaken> {
  const [evidence, sources] = await scopedBeside(
    world.db,
    scope,
    (reader) => tokenEvidence(reader, scope, id),
    (reader) => populationAt(reader, world.now),
  )
  if (evidence === null) throw new AppError('not-found', 'There is no such token.')
  const file = {
    // Who took it is a fact about our own house, and in real time; what it says is as of the estate's clock.
    takenAt: new Date(Math.min(Date.now(), world.now.getTime())).toISOString(),
    asOf: world.now.toISOString(),
    takenBy: actor.name,
    evidence: inUtc(evidence, new Set(['asItsProviderSaidIt', 'value', 'detail'])),
  }
  const bytes = Buffer.from(`${JSON.stringify(file, null, 2)}\n`)
  return takeFile(world, actor, { report: 'evidence', format: 'json', filter: `id=${id}`, asOf: null }, () =>
    Promise.resolve({ bytes: Readable.from([bytes]), rows: () => 1, sources, ended: Promise.resolve({ rows: 1, complete: true }) }),
  )
}
