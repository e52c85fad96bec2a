import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { pipeline } from 'node:stream/promises'
import { defineCommand } from 'citty'
import { exportsWithHash, takenWithHash, type AuditedExport } from '../../lib/db/taken.ts'
import { AppError } from '../../lib/model/app-error.ts'
import type { TakenFile } from '../../lib/model/taken.ts'
import { withWorld } from '../with-database.ts'
import { many } from '../many.ts'

export default defineCommand({
  meta: { name: 'verify', description: 'Check a report’s file against its recorded checksum; exit 0 as it was taken, 1 not' },
  args: { file: { type: 'positional', required: true, valueHint: 'FILE', description: 'a file that a report was taken as' } },
  async run({ args }) {
    const sha256 = await hashOf(args.file)
    return withWorld(async ({ db }) => {
      const records = [...(await takenWithHash(db, sha256)).map(takenWords), ...(await exportsWithHash(db, sha256)).map(exportWords)]
      const [first, ...others] = records
      const more = others.length > 0 ? ` The same was taken ${others.length} more times.` : ''
      process.stdout.write(
        first
          ? `${args.file}: as it was taken. ${first}${more} SHA-256 ${sha256}.\n`
          : `${args.file}: NOT a file that was taken from here, or not as it was taken. Its SHA-256 is ${sha256}; no record has it.\n`,
      )
      return first ? 0 : 1
    })
  },
})

async function hashOf(file: string): Promise<string> {
  const hash = createHash('sha256')
  try {
    await pipeline(createReadStream(file), hash)
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    throw new AppError('not-found', `${file}: ${code === 'ENOENT' ? 'there is no such file' : `cannot be read (${code ?? 'unknown'})`}`)
  }
  return hash.digest('hex')
}

/** When it was taken is in real time; what it is of, by the estate's clock. */
function takenWords({ id, report, by, at, rows, filter, population }: TakenFile): string {
  const narrowed = filter ? `, filter ${filter}` : ''
  return `Record ${id}: ${report} as of ${population.at}${narrowed}, ${many(rows ?? 0, 'row')}, taken by ${by} at ${at.toISOString()}.`
}

function exportWords({ seq, at, actor, act, target, rows }: AuditedExport): string {
  return `Entry ${seq} of the audit: ${act} ${target}, ${many(rows ?? 0, 'row')}, by ${actor} at ${at.toISOString()}.`
}
