import { v7 as uuid } from 'uuid'
import { z } from 'zod'
import { connectorOf } from '../connectors/registry.ts'
import type { Check, Connector } from '../connectors/contract.ts'
import { record } from '../db/audit.ts'
import type { Tx } from '../db/db.ts'
import { findEarlierSource } from '../db/find-earlier-source.ts'
import { findForeignSource } from '../db/find-foreign-source.ts'
import { findSameSource } from '../db/find-same-source.ts'
import { insertSource } from '../db/insert-source.ts'
import { lockSources } from '../db/lock-sources.ts'
import { readSource } from '../db/read-source.ts'
import { reviveSource } from '../db/revive-source.ts'
import { setSourceWay } from '../db/set-source-way.ts'
import { writeCredential } from '../db/write-credential.ts'
import { AppError } from '../model/app-error.ts'
import type { Json } from '../model/json.ts'
import type { Actor } from '../model/viewer.ts'
import { inTest } from './connector-world.ts'
import { credentialIssues } from './credential-issues.ts'
import { refuseActingAsReading } from './acting-credential.ts'
import { credentialBinding, openCredential } from './open-credential.ts'
import { wayOf } from './way-of.ts'
import type { World } from './world.ts'

/** What somebody asks for when they add a source. `credential` is sealed at once and never read back to anybody. */
export type NewSource = {
  kind: string
  name: string
  settings: unknown
  credential: unknown
  everyMinutes: number | null
  demo?: boolean
  way?: string
}

/** What a source is called. */
export const SourceName = z.string().trim().min(1, 'A source needs a name.').max(100, 'A name has at most 100 characters.')
/** Minutes between two syncs; null: only when asked. */
export const SourceSchedule = z
  .number()
  .int()
  .min(5, 'Syncing more often than every 5 minutes only wears the provider out.')
  .max(43_200)
  .nullable()

/**
 * Stores a source: its settings, and its credential sealed for this row alone. Demo data and real data are never counted
 * together, so a real source is refused while the demo is there, and the other way round. A source that read the same before and was
 * removed comes back as the row it was, so that its tokens go on with their history. Answers with its id.
 */
export async function addSource(world: World, actor: Actor, asked: NewSource): Promise<string> {
  const connector = await connectorOf(asked.kind)
  const name = valid(SourceName, asked.name, 'name')
  const everyMinutes = valid(SourceSchedule, asked.everyMinutes, 'schedule')
  const { settings, credential } = checked(connector, asked)
  const asNew = {
    kind: asked.kind,
    name,
    settings: settings as Json,
    subject: connector.subject(settings),
    demo: asked.demo ?? false,
    everyMinutes,
    way: connector.ways.find(({ id }) => id === asked.way)?.id ?? wayOf(connector, settings, credential)?.id ?? null,
  }
  return world.db.prisma.$transaction(async (tx) => {
    await lockSources(tx)
    await refuseMixing(tx, asNew.demo)
    await refuseDouble(tx, asNew)
    const earlier = asNew.demo ? null : await findEarlierSource(tx, asNew)
    const id = earlier?.id ?? uuid()
    const source = { ...asNew, id, credential: world.seal(credential, credentialBinding(id)) }
    await (earlier ? reviveSource : insertSource)(tx, source, world.now)
    const after = { kind: source.kind, name, settings: source.settings, everyMinutes }
    const act = earlier ? 'source.added-again' : 'source.added'
    await record(tx, { actor, act, target: `source:${id}`, after }, world.now, world.auditKey)
    return id
  })
}

/**
 * What would refuse a source by its name, or by what it reads, before anybody has given a credential for it; null where nothing does yet.
 * `settings` as the connector's schema gave them. The demo's sources do not count: they are gone before anything real is stored.
 */
export async function alreadyThere(
  { db }: Pick<World, 'db'>,
  asked: Pick<NewSource, 'kind' | 'name' | 'settings'>,
): Promise<string | null> {
  const connector = await connectorOf(asked.kind)
  const source = { kind: asked.kind, name: asked.name, subject: connector.subject(asked.settings) }
  const same = await findSameSource(db.prisma, source)
  return same && !same.demo ? sameWords(same, source) : null
}

/** Tries a source's settings and credential without storing anything: one row a permission. */
export async function testSource(world: World, asked: Pick<NewSource, 'kind' | 'settings' | 'credential'>): Promise<readonly Check[]> {
  const connector = await connectorOf(asked.kind)
  const { settings, credential } = checked(connector, asked)
  return inTest(world, (within) => connector.test(settings, credential, within))
}

/** Tries a stored source with the credential it has, or with another one that may take its place: one row a permission. */
export async function testStored(world: World, actor: Actor, sourceId: string, credential?: unknown): Promise<readonly Check[]> {
  const source = await readSource(world.db, sourceId)
  const given = credential === undefined ? await openCredential(world, source, actor) : credential
  return testSource(world, { kind: source.kind, settings: source.settings, credential: given })
}

/** Puts another credential in the place of the one that is there. The old one is not kept. */
export async function replaceCredential(world: World, actor: Actor, sourceId: string, credential: unknown, way?: string): Promise<void> {
  const source = await readSource(world.db, sourceId)
  const connector = await connectorOf(source.kind)
  const parsed = checked(connector, { settings: source.settings, credential }).credential
  await refuseActingAsReading(world, actor, source, connector, parsed)
  const sealed = world.seal(parsed, credentialBinding(sourceId))
  const by = connector.ways.find(({ id }) => id === way)?.id ?? wayOf(connector, source.settings, parsed)?.id ?? null
  await world.db.prisma.$transaction(async (tx) => {
    await writeCredential(tx, sourceId, sealed, world.now)
    await setSourceWay(tx, sourceId, by)
    await record(
      tx,
      { actor, act: 'source.credential-replaced', target: `source:${sourceId}`, after: { name: source.name, way: by } },
      world.now,
      world.auditKey,
    )
  })
}

/** Settings and credential by the connector's own schemas. Issues name the field; a credential's value is never repeated. */
function checked<S, C>(connector: Connector<S, C>, asked: { settings: unknown; credential: unknown }): { settings: S; credential: C } {
  const settings = connector.settings.safeParse(asked.settings)
  const credential = connector.credential.safeParse(asked.credential)
  const issues = [
    ...(settings.success ? [] : settings.error.issues.map((issue) => ({ where: `settings.${issue.path.join('.')}`, what: issue.message }))),
    ...(credential.success ? [] : credentialIssues(credential.error, asked.credential)),
  ]
  if (!settings.success || !credential.success)
    throw new AppError('bad-input', `These settings for ${connector.label} cannot be used.`, issues)
  return { settings: settings.data, credential: credential.data }
}

function valid<T>(schema: z.ZodType<T>, value: unknown, where: string): T {
  const parsed = schema.safeParse(value)
  if (parsed.success) return parsed.data
  throw new AppError(
    'bad-input',
    'This source cannot be stored.',
    parsed.error.issues.map((issue) => ({ where, what: issue.message })),
  )
}

async function refuseMixing(tx: Tx, demo: boolean): Promise<void> {
  const other = await findForeignSource(tx, demo)
  if (!other) return
  throw new AppError(
    'conflict',
    demo
      ? `There are real sources (${other.name}). Demo data is never mixed with them.`
      : 'The demo data is still here, and is never counted together with real sources. Remove the demo first, at /demo: the line on top of each page leads there.',
  )
}

async function refuseDouble(tx: Tx, source: { kind: string; name: string; subject: string }): Promise<void> {
  const same = await findSameSource(tx, source)
  if (same) throw new AppError('conflict', sameWords(same, source))
}

function sameWords(same: { name: string }, source: { name: string; subject: string }): string {
  if (same.name === source.name) return `A source named ${source.name} is already there.`
  return `The source ${same.name} already reads ${source.subject}.`
}
