import { createWriteStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { pipeline } from 'node:stream/promises'
import { defineCommand } from 'citty'
import { askReport } from '../../lib/flows/ask-report.ts'
import { exportInventory } from '../../lib/flows/export-inventory.ts'
import type { FileTaken } from '../../lib/flows/take-file.ts'
import { takeReport } from '../../lib/flows/take-report.ts'
import type { World } from '../../lib/flows/world.ts'
import { AppError } from '../../lib/model/app-error.ts'
import { reports } from '../../lib/model/report.ts'
import { rawQuery, readTokenSearch, type RawQuery } from '../../lib/model/token-search.ts'
import { ArgumentError } from '../argument-error.ts'
import { withWorld } from '../with-database.ts'
import { many } from '../many.ts'

/** Whoever runs a command on this machine reads everything, and the record says that it was done so. */
const commandLine = { actor: { kind: 'system', name: 'command line' }, scope: { all: true } } as const

export default defineCommand({
  meta: { name: 'export', description: 'Write the tokens or a report as CSV, to a file or to standard output' },
  args: {
    what: {
      type: 'positional',
      required: true,
      valueHint: 'tokens|REPORT',
      description: `tokens, in the form that an import reads, or a report: ${reports.map(({ id }) => id).join(', ')}`,
    },
    filter: {
      type: 'string',
      default: '',
      valueHint: "'verdict=standing-privilege&state=live'",
      description: 'as in the address of the inventory; live tokens where it says no state',
    },
    'as-of': {
      type: 'string',
      valueHint: '2026-11-30',
      description: 'a day that is over (UTC), since the first sync, for any report but exposures',
    },
    out: { type: 'string', valueHint: 'FILE.csv', description: 'a file that is not there yet (standard output, if left out)' },
  },
  async run({ args }) {
    const query = rawQuery(new URLSearchParams(args.filter))
    const isTokens = args.what === 'tokens'
    if (!isTokens && !reports.some(({ id }) => id === args.what))
      throw new ArgumentError(
        `there is no export of "${args.what.slice(0, 60)}"; there are: tokens, ${reports.map(({ id }) => id).join(', ')}`,
      )
    if (isTokens && args['as-of'] !== undefined)
      throw new ArgumentError('--as-of: the export of tokens is of the present; "inventory" is not')
    if (args.out !== undefined && (await stat(args.out).catch(() => null)))
      throw new AppError('conflict', `${args.out}: is there already; nothing was written`)
    await withWorld(async (world) => {
      const { file, rows, recorded } = isTokens
        ? await tokens(world, query)
        : await report(world, args.what, { ...query, ...(args['as-of'] === undefined ? {} : { 'as-of': args['as-of'] }) })
      await showRows(
        rows,
        args.out === undefined
          ? pipeline(file, process.stdout, { end: false })
          : pipeline(file, createWriteStream(args.out, { flags: 'wx', mode: 0o600 })),
      )
      const sha256 = await recorded
      if (!sha256)
        throw new AppError('unavailable', 'The end of this file could not be recorded: "standdown verify" will not know it. Take it again.')
      process.stderr.write(`${many(rows(), 'row')}, SHA-256 ${sha256}\n`)
    })
    if (args.out !== undefined) process.stderr.write(`Wrote ${args.out}.\n`)
  },
})

async function tokens(world: World, query: RawQuery): Promise<FileTaken> {
  const search = readTokenSearch(query)
  if (search.from) throw new ArgumentError('--filter: an export is always whole; leave after and before out')
  return exportInventory(world, commandLine, search)
}

async function report(world: World, id: string, query: RawQuery): Promise<FileTaken> {
  return takeReport(world, commandLine, await askReport(world, id, query))
}

/** Says once a second how many rows are out, where somebody watches. */
async function showRows(rows: () => number, work: Promise<void>): Promise<void> {
  if (!process.stderr.isTTY) return work
  const timer = setInterval(() => process.stderr.write(`\r\u001b[2K${many(rows(), 'row')} so far`), 1_000)
  try {
    await work
  } finally {
    clearInterval(timer)
    process.stderr.write('\r\u001b[2K')
  }
}
