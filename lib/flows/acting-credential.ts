import type { Actions, Check, Connector } from '../connectors/contract.ts'
import { connectorOf } from '../connectors/registry.ts'
import { record } from '../db/audit.ts'
import { readCredential } from '../db/read-credential.ts'
import { readSource } from '../db/read-source.ts'
import { dropActingCredential, writeCredential } from '../db/write-credential.ts'
import { AppError } from '../model/app-error.ts'
import type { Source } from '../model/source.ts'
import type { Actor } from '../model/viewer.ts'
import { connectorWorld, inTest } from './connector-world.ts'
import { credentialIssues } from './credential-issues.ts'
import { credentialBinding, openActing, openCredential } from './open-credential.ts'
import type { World } from './world.ts'

/** Asks a provider who this credential is and what it may, without storing it or changing anything: a row a permission. */
export async function testActing(world: World, actor: Actor, sourceId: string, credential: unknown): Promise<readonly Check[]> {
  const { source, connector, actions } = await actingOf(world, sourceId)
  const given = () => checked(actions, connector, credential)
  await refuseReading(world, actor, source, connector, given())
  return inTest(world, (within) => actions.test(connector.settings.parse(source.settings), given(), within))
}

/**
 * Lets a source act: seals the credential for it, in the place of the one that was there. The one that reads is refused, by its value and by
 * its identity where the provider tells that.
 */
export async function giveActing(world: World, actor: Actor, sourceId: string, credential: unknown): Promise<void> {
  const { source, connector, actions } = await actingOf(world, sourceId)
  await refuseReading(world, actor, source, connector, checked(actions, connector, credential))
  const replaced = (await readCredential(world.db, sourceId, 'action')) !== null
  const sealed = world.seal(checked(actions, connector, credential), credentialBinding(sourceId, 'action'))
  await world.db.prisma.$transaction(async (tx) => {
    await writeCredential(tx, sourceId, sealed, world.now, 'action')
    const act = replaced ? 'source.acting-replaced' : 'source.acting-given'
    await record(tx, { actor, act, target: `source:${sourceId}`, after: { name: source.name } }, world.now, world.auditKey)
  })
}

/** Takes it away again. What was approved and not sent yet is then told as not sent. */
export async function removeActing(world: World, actor: Actor, sourceId: string): Promise<void> {
  const source = await readSource(world.db, sourceId)
  await world.db.prisma.$transaction(async (tx) => {
    if (!(await dropActingCredential(tx, sourceId))) throw new AppError('conflict', 'It may not act already.')
    await record(
      tx,
      { actor, act: 'source.acting-removed', target: `source:${sourceId}`, before: { name: source.name } },
      world.now,
      world.auditKey,
    )
  })
}

/** Refuses a credential for reading that is the one the source acts with. `reads` is as the connector's schema gave it. */
export async function refuseActingAsReading(
  world: World,
  actor: Actor,
  source: Source,
  connector: Connector,
  reads: unknown,
): Promise<void> {
  const acts = connector.actions ? await openActing(world, source, actor) : null
  if (acts === null || !connector.actions) return
  const settings = connector.settings.parse(source.settings)
  const parsed = connector.actions.credential.parse(acts)
  const why = await connector.actions.sameAsReading(settings, structuredClone(reads), parsed, connectorWorld(world))
  if (why) throw new AppError('bad-input', 'This is the credential that the source acts with. What reads must not act.')
}

async function actingOf(world: World, sourceId: string): Promise<{ source: Source; connector: Connector; actions: Actions }> {
  const source = await readSource(world.db, sourceId)
  const connector = await connectorOf(source.kind)
  if (!connector.actions) throw new AppError('conflict', `${connector.label} is only read here: nothing can be changed through it.`)
  return { source, connector, actions: connector.actions }
}

async function refuseReading(world: World, actor: Actor, source: Source, connector: Connector, acts: unknown): Promise<void> {
  const settings = connector.settings.parse(source.settings)
  const reads = connector.credential.parse(await openCredential(world, source, actor))
  const why = await connector.actions?.sameAsReading(settings, reads, acts, connectorWorld(world))
  if (why) throw new AppError('bad-input', why)
}

/** By the connector's own schema, made anew each time: an SDK may write into what it is given. Its values are never repeated. */
function checked(actions: Actions, { label }: Connector, credential: unknown): unknown {
  const parsed = actions.credential.safeParse(credential)
  if (parsed.success) return parsed.data
  throw new AppError('bad-input', `${label} cannot act with this credential.`, credentialIssues(parsed.error, credential))
}
