import { v7 as uuid } from 'uuid'
import { connectorOf } from '../connectors/registry.ts'
import { record } from '../db/audit.ts'
import { changeSourceSettings } from '../db/change-source-settings.ts'
import { forgetEmptySource } from '../db/forget-empty-source.ts'
import { findForeignSource } from '../db/find-foreign-source.ts'
import { findSameSource } from '../db/find-same-source.ts'
import { insertSource } from '../db/insert-source.ts'
import { lockSources } from '../db/lock-sources.ts'
import { AppError } from '../model/app-error.ts'
import type { Json } from '../model/json.ts'
import type { Run } from '../model/source.ts'
import type { Actor } from '../model/viewer.ts'
import { readSettings } from './read-file-settings.ts'
import { syncNow } from './sync-now.ts'
import type { World } from './world.ts'

/** A file to import: the name its source goes by, how to read it, and its bytes. */
export type FileToImport = { name: string; settings: unknown; input: AsyncIterable<Uint8Array>; demo?: boolean }

/**
 * Imports a file: all of it or nothing. The first import under a name makes a source of that name; a later one is another run of
 * it. Reading is validation: a file with one wrong row changes nothing and the run says which rows are wrong.
 */
export async function importFile(world: World, actor: Actor, file: FileToImport): Promise<Run> {
  const connector = await connectorOf('file')
  const settings = readSettings(file.settings)
  const name = file.name.trim().slice(0, 100)
  if (!name) throw new AppError('bad-input', 'An import needs a name.')
  const demo = file.demo ?? false
  const row = { settings: settings as Json, subject: connector.subject(settings) }
  const { id, fresh } = await world.db.prisma.$transaction(async (tx) => {
    await lockSources(tx)
    const mixed = await findForeignSource(tx, demo)
    if (mixed && !demo)
      throw new AppError(
        'conflict',
        'The demo data is still here, and is never counted together with real tokens. Remove the demo first, at /demo: the line on top of each page leads there.',
      )
    const there = await findSameSource(tx, { kind: 'file', name, subject: row.subject })
    if (there && there.kind !== 'file')
      throw new AppError('conflict', `${name} is the name of a source that is no file. Import under another name.`)
    const sourceId = there?.id ?? uuid()
    if (there) await changeSourceSettings(tx, sourceId, row)
    else await insertSource(tx, { id: sourceId, kind: 'file', name, demo, everyMinutes: null, credential: null, ...row }, world.now)
    await record(
      tx,
      { actor, act: 'file.imported', target: `source:${sourceId}`, after: { name, settings: row.settings } },
      world.now,
      world.auditKey,
    )
    return { id: sourceId, fresh: !there }
  })
  const run = await syncNow(id, world, actor.name, file.input)
  if (fresh && run.state === 'failed') await forget(world, actor, id, name)
  return run
}

/** A first import that failed leaves no source behind: an empty one would make every count look incomplete. */
async function forget(world: World, actor: Actor, id: string, name: string): Promise<void> {
  await world.db.prisma.$transaction(async (tx) => {
    if (!(await forgetEmptySource(tx, id))) return
    await record(tx, { actor, act: 'file.refused', target: `source:${id}`, after: { name } }, world.now, world.auditKey)
  })
}
