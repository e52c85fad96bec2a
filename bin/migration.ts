import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { migrate } from '../lib/db/migrate.ts'
import { schemaDiff } from '../prisma/schema-diff.ts'
import { startPostgres } from './postgres.ts'

const folder = fileURLToPath(new URL('../prisma/migrations', import.meta.url))
const quiet = () => undefined

/**
 * Writes a migration: what is missing between the migrations there are and `prisma/schema.prisma`. The migrations are applied
 * to a server of their own, which is thrown away; nobody's database is touched. Gives back the exit code.
 */
export default async function migration([name, ...more]: readonly string[]): Promise<number> {
  if (!name || !/^[a-z][a-z0-9_]{2,60}$/.test(name) || more.length) {
    process.stderr.write('Say what the migration is for, in small letters, digits and "_": npm run migration -- token_notes\n')
    return 2
  }
  const sql = await missingSql()
  if (sql === '') {
    process.stderr.write('The migrations already make what prisma/schema.prisma says; nothing was written.\n')
    return 0
  }
  const place = path.join(folder, `${stamp(new Date())}_${name}`)
  await mkdir(place)
  await writeFile(path.join(place, 'migration.sql'), sql, { flag: 'wx' })
  process.stderr.write('Written; read it before you commit it, above all where it drops something:\n')
  process.stdout.write(`${path.relative(process.cwd(), path.join(place, 'migration.sql'))}\n`)
  return 0
}

async function missingSql(): Promise<string> {
  const dir = await mkdtemp(path.join(tmpdir(), 'standdown-migration-'))
  try {
    const postgres = await startPostgres({ dir, log: quiet, disposable: true })
    try {
      await migrate(postgres.url, quiet)
      return await schemaDiff(postgres.url)
    } finally {
      await postgres.stop()
    }
  } finally {
    await rm(dir, { recursive: true, force: true })
  }
}

/** Fourteen digits of UTC, as Prisma names its folders. */
function stamp(now: Date): string {
  return now.toISOString().replace(/\D/g, '').slice(0, 14)
}
