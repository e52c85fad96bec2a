import { migrate } from '../lib/db/migrate.ts'
import { AppError } from '../lib/model/app-error.ts'
import { Refusal } from './bootstrap/steps.mjs'

/**
 * Brings the database to the newest schema, as `migrate` does.
 * @returns the names of the migrations that were applied
 * @throws Refusal, when the database cannot be reached, that names its host and never its password; AppError as `migrate`
 */
export async function migrateOrSay(databaseUrl: string): Promise<string[]> {
  try {
    return await migrate(databaseUrl, () => undefined)
  } catch (error) {
    if (error instanceof AppError) throw error
    const said = error instanceof Error ? error.message || error.name : String(error)
    throw new Refusal(
      `The database at ${URL.parse(databaseUrl)?.host ?? 'DATABASE_URL'} cannot be used: ${said}. Check that it runs, and DATABASE_URL.`,
    )
  }
}
