import type { Connector } from '../connectors/contract.ts'
import { repeatedIds, stage, type Batch, type StagedRow } from '../db/stage.ts'
import { lastWholeAt, type OpenRun } from '../db/start-run.ts'
import { AppError } from '../model/app-error.ts'
import { canonical, fingerprint } from '../model/observed.ts'
import type { ControlSighting, Gap, Observation } from '../model/sighting.ts'
import { connectorWorld } from './connector-world.ts'
import type { World } from './world.ts'

const batchSize = 1_000
/** Policy documents are big; a batch is kept early when it holds this many. */
const documentsAtOnce = 200
const repeatsShown = 20

/**
 * Reads a source to its end into staging, in batches that are kept together with the cursor to resume after. Nothing of the
 * inventory is touched. Throws what the connector throws, and AppError 'bad-input' where an id that must be single is not.
 */
export async function stageRun<S, C>(
  connector: Connector<S, C>,
  settings: S,
  credential: C,
  run: OpenRun,
  world: World,
  input?: AsyncIterable<Uint8Array>,
): Promise<void> {
  let batch = emptyBatch()
  const keep = async () => {
    const full = batch
    batch = emptyBatch()
    await stage(world.db.pool, run, full)
  }
  const wholeAt = await lastWholeAt(world.db.pool, run.sourceId)
  const within = connectorWorld(world, { ...(input && { input }), ...(wholeAt && { wholeAt }) })
  for await (const seen of connector.observe(settings, credential, within, run.cursor)) {
    take(batch, seen)
    if (batch.rows.length >= batchSize || batch.documents.length >= documentsAtOnce) await keep()
  }
  await keep()
  if (connector.oncePerId) await refuseRepeats(run, world)
}

type Filling = {
  rows: StagedRow[]
  documents: Batch['documents'][number][]
  gaps: Gap[]
  covered: Record<string, number>
  cursor: Batch['cursor']
  expected: number | null
  asOf: Date | null
}

function emptyBatch(): Filling {
  return { rows: [], documents: [], gaps: [], covered: {}, cursor: null, expected: null, asOf: null }
}

function take(batch: Filling, seen: Observation): void {
  switch (seen.see) {
    case 'document':
      batch.documents.push({ hash: seen.hash, scheme: seen.scheme, body: seen.body })
      break
    case 'token':
      batch.rows.push(rowOf('token', seen.token.externalId, seen.token, seen.at))
      break
    case 'ended':
      batch.rows.push(rowOf('ended', seen.externalId, {}))
      break
    case 'issuer':
      batch.rows.push(rowOf('issuer', seen.issuer.externalId, seen.issuer))
      break
    case 'control':
      batch.rows.push(controlRow(seen.control))
      break
    case 'owner':
      batch.rows.push(rowOf('owner', seen.owner.key, seen.owner, seen.at))
      break
    case 'workload':
      batch.rows.push(rowOf('workload', seen.workload.key.toLowerCase(), seen.workload, seen.at))
      break
    case 'exposure':
      batch.rows.push(
        rowOf('exposure', canonical([seen.exposure.token, seen.exposure.foundIn, seen.exposure.foundAt]), seen.exposure, seen.at),
      )
      break
    case 'leak':
      batch.rows.push(rowOf('leak', seen.leak.key, seen.leak, seen.at))
      break
    case 'gap':
      batch.gaps.push(seen.gap)
      break
    case 'covered':
      batch.covered[seen.object] = seen.seen
      break
    case 'part':
      batch.rows.push(rowOf('part', seen.part, { how: seen.how }))
      break
    case 'as-of':
      batch.asOf = seen.instant
      break
    case 'mark':
      batch.cursor = seen.cursor
      batch.expected = seen.expected ?? batch.expected
  }
}

function rowOf(see: StagedRow['see'], externalId: string, sighting: object, at?: string): StagedRow {
  const payload = canonical(sighting)
  return { see, externalId, fingerprint: fingerprint(payload), at: at ?? null, payload }
}

/** A workload's key is folded here as it is where the workload itself is staged, so that the two meet in the database. */
function controlRow(control: ControlSighting): StagedRow {
  const { type } = control
  const on = typeof control.on === 'object' && 'workload' in control.on ? { workload: control.on.workload.toLowerCase() } : control.on
  return rowOf('control', canonical({ type, on }), { ...control, on })
}

async function refuseRepeats(run: OpenRun, world: World): Promise<void> {
  const repeats = await repeatedIds(world.db.pool, run.id, repeatsShown)
  if (repeats.length === 0) return
  throw new AppError(
    'bad-input',
    'The same id stands more than once. Keep one of each; nothing was saved.',
    repeats.map(({ see, externalId, at }) => ({ where: at.join(' and '), what: `${see} ${externalId} stands ${at.length} times.` })),
  )
}
