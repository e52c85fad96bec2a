import { exportTokens } from '../db/export-tokens.ts'
import { writeTokenSearch, type TokenSearch } from '../model/token-search.ts'
import { takeFile, type FileTaken } from './take-file.ts'
import type { Asker } from './take-report.ts'
import type { World } from './world.ts'

/**
 * Exports the tokens of a search in the form that an import reads; on record like every file that is taken. Answers also with the filter
 * as an address writes it. A signed-in person has two at a time: AppError 'too-many' beyond.
 */
export async function exportInventory(world: World, { actor, scope }: Asker, search: TokenSearch): Promise<FileTaken & { filter: string }> {
  const filter = String(writeTokenSearch({ ...search, limit: 50 }))
  const holder = actor.kind === 'user' ? actor.id : undefined
  const asked = { report: 'tokens', format: 'csv', filter, asOf: null, ownOnly: !scope.all } as const
  const taken = await takeFile(world, actor, asked, async () => {
    const { csv, ...rest } = await exportTokens(world.db, scope, search, world.now, holder)
    return { bytes: csv, ...rest }
  })
  return { ...taken, filter }
}
