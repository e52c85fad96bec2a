import type { Readable } from 'node:stream'
import { v7 as uuid } from 'uuid'
import { record } from '../db/audit.ts'
import { exportTokens } from '../db/export-tokens.ts'
import type { Json } from '../model/json.ts'
import { writeTokenSearch, type TokenSearch } from '../model/token-search.ts'
import type { Actor, Scope } from '../model/viewer.ts'
import { clockFrom } from './csv-file.ts'
import type { World } from './world.ts'

/** An export under way: its id in the audit, the filter as an address writes it, the file, and when its end is on record. */
export type InventoryExport = { id: string; filter: string; csv: Readable; recorded: Promise<void> }

/**
 * Exports the tokens of a search. That it was asked for is on record before its first row leaves, and how many rows were read once
 * it has ended, whether it left whole or was cut off, with the SHA-256 of a whole file. A signed-in person has two at a time: AppError 'too-many' beyond.
 */
export async function exportInventory(
  world: World,
  { actor, scope }: { actor: Actor; scope: Scope },
  search: TokenSearch,
): Promise<InventoryExport> {
  const id = uuid()
  const filter = String(writeTokenSearch({ ...search, limit: 50 }))
  const holder = actor.kind === 'user' ? actor.id : undefined
  const clock = clockFrom(world)
  const { csv, ended } = await exportTokens(world.db, scope, search, world.now, holder)
  const note = (act: string, after: Json) =>
    world.db.prisma.$transaction((tx) => record(tx, { actor, act, target: `export:${id}`, after }, clock(), world.auditKey))
  try {
    await note('tokens.exported', { filter: shortened(filter), scope: scope.all ? 'everything' : 'own' })
  } catch (error) {
    csv.destroy()
    throw error
  }
  const recorded = ended
    .then((outcome) => note('tokens.export-ended', outcome))
    .catch((err: unknown) => world.log.error({ err, export: id }, 'the end of an export could not be recorded'))
  return { id, filter, csv, recorded }
}

/** A selection of thousands is told by how many it was and how it began. */
function shortened(filter: string): string {
  return filter.length <= 2_000 ? filter : `${filter.slice(0, 2_000)}… (${filter.length} characters)`
}
