import { createHash } from 'node:crypto'
import { PassThrough, type Readable } from 'node:stream'
import { finished, pipeline } from 'node:stream/promises'
import { v7 as uuid } from 'uuid'
import { record } from '../db/audit.ts'
import { cutOffLate } from '../db/export-connection.ts'
import { populationAt } from '../db/population.ts'
import { beginTaken, endTaken } from '../db/taken.ts'
import { transaction } from '../db/transaction.ts'
import { mappingVersion } from '../model/frameworks/all.ts'
import type { Json } from '../model/json.ts'
import type { Population, PopulationSource } from '../model/taken.ts'
import type { Actor } from '../model/viewer.ts'
import { model } from '../score/nps-1.0.0.ts'
import type { World } from './world.ts'

/** What is taken: which report, in what form, narrowed to what, as of when. `ownOnly`: within an owner's scope. `unkept`: what nobody keeps of that day. */
export type FileAsked = {
  report: string
  format: 'csv' | 'jsonl' | 'json'
  filter: string
  asOf: Date | null
  ownOnly?: boolean
  unkept?: readonly string[]
}

/** The bytes of a file as they come, what they are of, how many rows of it have, and how it ended: `ended` never fails. */
export type FileSource = {
  bytes: Readable
  rows: () => number
  ended: Promise<{ rows: number; complete: boolean }>
  /** The sources it is of, read in the same instant as its rows. */
  sources: readonly PopulationSource[]
}

/** A file on its way: its id in the record, the bytes, and when its end is on record with its checksum (null where it was cut off). */
export type FileTaken = { id: string; file: Readable; rows: () => number; recorded: Promise<string | null> }

type PopulationAsked = Pick<FileAsked, 'filter' | 'asOf' | 'unkept'>

/** What a report taken now would speak of. */
export async function populationOf(world: Pick<World, 'db' | 'now'>, asked: PopulationAsked): Promise<Population> {
  return populationWith(await populationAt(world.db.pool, asked.asOf ?? world.now), world, asked)
}

function populationWith(
  sources: readonly PopulationSource[],
  { now }: Pick<World, 'now'>,
  { filter, asOf, unkept = [] }: PopulationAsked,
): Population {
  return { at: (asOf ?? now).toISOString(), filter, sources, model: model.id, mapping: mappingVersion, unkept }
}

/**
 * The one way in which a file leaves: who took what is on record before its first byte, and once its last byte is out, how many rows it
 * had and its SHA-256, by which `standdown verify` knows it again. What is cut off, by the reader or by the database, is told as that.
 * Who took it, and when, is a fact about our own house and keeps real time as the audit does; what it says is as of the estate's clock.
 */
export async function takeFile(world: World, actor: Actor, whole: FileAsked, open: () => Promise<FileSource>): Promise<FileTaken> {
  const id = uuid()
  const asked = { ...whole, filter: shortened(whole.filter, mostKept) }
  const source = await open()
  const population = populationWith(source.sources, world, asked)
  const note = (act: string, after: Json) => ({ actor, act, target: `report:${id}`, after })
  const what = {
    report: asked.report,
    format: asked.format,
    filter: shortened(whole.filter, mostAudited),
    asOf: asked.asOf?.toISOString() ?? null,
    ...(asked.ownOnly && { scope: 'own' }),
  }
  try {
    await transaction(world.db.pool, async (client) => {
      const byId = actor.kind === 'user' ? actor.id : null
      await beginTaken(client, { id, at: world.now, by: actor.name, byId, ...asked, population })
      await record(client, note('report.taken', what), world.now, world.auditKey)
    })
  } catch (error) {
    source.bytes.destroy()
    throw error
  }
  const hash = createHash('sha256')
  let bytes = 0
  const file = new PassThrough()
  cutOffLate(file)
  const begun = performance.now()
  const pumped = pipeline(
    source.bytes,
    async function* (chunks: AsyncIterable<Buffer>) {
      for await (const chunk of chunks) {
        hash.update(chunk)
        bytes += chunk.length
        yield chunk
      }
    },
    file,
  )
  // Whole is what was read out to its end: what a short file wrote into the stream may never leave it.
  const through = Promise.all([pumped, finished(file)]).then(
    () => true,
    () => false,
  )
  const recorded = Promise.all([through, source.ended])
    .then(async ([readOut, { rows, complete }]) => {
      const sha256 = readOut && complete ? hash.digest('hex') : null
      const endedAt = new Date(world.now.getTime() + Math.round(performance.now() - begun))
      await transaction(world.db.pool, async (client) => {
        await endTaken(client, id, { endedAt, rows, bytes, sha256 })
        await record(client, note('report.ended', { ...what, rows, complete: sha256 !== null, sha256 }), endedAt, world.auditKey)
      })
      return sha256
    })
    .catch((err: unknown) => {
      world.log.error({ err, file: id }, 'the end of a file that was taken could not be recorded')
      return null
    })
  return { id, file, rows: source.rows, recorded }
}

/** A selection of thousands of ids is told by how it begins and how long it was. */
const [mostKept, mostAudited] = [10_000, 2_000]

function shortened(filter: string, most: number): string {
  return filter.length <= most ? filter : `${filter.slice(0, most)}… (${filter.length} characters)`
}
