import { createWriteStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { pipeline } from 'node:stream/promises'
import { defineCommand } from 'citty'
import { exportInventory } from '../../lib/flows/export-inventory.ts'
import { AppError } from '../../lib/model/app-error.ts'
import { rawQuery, readTokenSearch } from '../../lib/model/token-search.ts'
import { ArgumentError } from '../argument-error.ts'
import { withWorld } from '../with-database.ts'

/** Whoever runs a command on this machine reads everything, and the record says that it was done so. */
const commandLine = { actor: { kind: 'system', name: 'command line' }, scope: { all: true } } as const

export default defineCommand({
  meta: { name: 'export', description: 'Write the tokens as CSV, to a file or to standard output' },
  args: {
    what: { type: 'positional', required: true, valueHint: 'tokens', description: 'what to export' },
    filter: {
      type: 'string',
      default: '',
      valueHint: "'verdict=standing-privilege&state=live'",
      description: 'as in the address of the inventory; live tokens where it says no state',
    },
    out: { type: 'string', valueHint: 'FILE.csv', description: 'a file that is not there yet (standard output, if left out)' },
  },
  async run({ args }) {
    if (args.what !== 'tokens') throw new ArgumentError(`there is no export of "${args.what.slice(0, 60)}"; there is: tokens`)
    const search = readTokenSearch(rawQuery(new URLSearchParams(args.filter)))
    if (search.from) throw new ArgumentError('--filter: an export is always whole; leave after and before out')
    if (args.out !== undefined && (await stat(args.out).catch(() => null)))
      throw new AppError('conflict', `${args.out}: is there already; nothing was written`)
    await withWorld(async (world) => {
      const { csv: rows, recorded } = await exportInventory(world, commandLine, search)
      await (args.out === undefined
        ? pipeline(rows, process.stdout, { end: false })
        : pipeline(rows, createWriteStream(args.out, { flags: 'wx', mode: 0o600 })))
      await recorded
    })
    if (args.out !== undefined) process.stderr.write(`Wrote ${args.out}.\n`)
  },
})
