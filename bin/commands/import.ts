import { readFile, stat } from 'node:fs/promises'
import path from 'node:path'
import { defineCommand } from 'citty'
import { guardedPeers } from '../../lib/connectors/http/guarded-peers.ts'
import { connectorOf } from '../../lib/connectors/registry.ts'
import { importFile } from '../../lib/flows/import-file.ts'
import { AppError } from '../../lib/model/app-error.ts'
import type { Json } from '../../lib/model/json.ts'
import { ArgumentError } from '../argument-error.ts'
import { openInput } from '../open-input.ts'
import { passingFingerprint } from '../passing-fingerprint.ts'
import { tellRun } from '../tell-run.ts'
import { withWorld } from '../with-database.ts'

const formats = ['csv', 'json', 'jsonl'] as const
const mostGigabytes = 1

export default defineCommand({
  meta: { name: 'import', description: 'Import tokens, owners, workloads, controls or leaks from a file: all of it, or nothing' },
  args: {
    file: { type: 'positional', required: true, valueHint: 'FILE.csv|.json|.jsonl|-', description: 'the file; - for standard input' },
    format: { type: 'string', valueHint: 'csv|json|jsonl', description: 'what it is written in (by its name, if left out)' },
    map: { type: 'string', valueHint: 'MAP.json', description: 'how another tool’s rows become ours: docs/connectors/file.md' },
    rows: { type: 'string', default: 'tokens', valueHint: 'tokens|owners|workloads|controls|exposures', description: 'what a row is' },
    covers: { type: 'string', default: 'part', valueHint: 'part|everything', description: 'everything: what is missing this time is gone' },
    name: { type: 'string', description: 'the name its source goes by (the file’s own, if left out)' },
    dryRun: { type: 'boolean', default: false, description: 'read and check it; store nothing, need no database' },
  },
  async run({ args }) {
    const settings = {
      format: await formatOf(args.file, args.format),
      rows: args.rows,
      covers: args.covers,
      ...(args.map ? await readMap(args.map) : {}),
    }
    const input = await openInput(args.file)
    if (args.dryRun) return dryRun(args.file, settings, input)
    if (args.file === '-' && !args.name) throw new ArgumentError('--name: says what source it is, where the file has no name')
    const name = args.name ?? path.basename(args.file)
    return withWorld(async (world) => {
      const run = await importFile(world, { kind: 'system', name: 'command line' }, { name, settings, input })
      return tellRun(name, run)
    })
  },
})

async function formatOf(file: string, asked: string | undefined): Promise<(typeof formats)[number]> {
  const format = formats.find((one) => (asked === undefined ? path.extname(file).toLowerCase() === `.${one}` : asked === one))
  if (!format)
    throw new ArgumentError(
      asked === undefined
        ? `${file}: its name must end in .csv, .json or .jsonl; else say --format`
        : `--format: is not one of: ${formats.join(', ')}`,
    )
  if (file === '-') return format
  const found = await stat(file).catch(() => null)
  if (!found) throw new AppError('bad-input', `${file}: there is no such file`)
  if (!found.isFile()) throw new AppError('bad-input', `${file}: is not a file`)
  if (found.size > mostGigabytes * 2 ** 30) {
    const gigabytes = (found.size / 2 ** 30).toFixed(1)
    throw new AppError(
      'bad-input',
      `${file}: is ${gigabytes} GB; at most ${mostGigabytes} GB is read at once. Split it and import the parts one after another. Nothing was saved`,
    )
  }
  return format
}

async function readMap(file: string): Promise<Record<string, Json>> {
  const text = await readFile(file, 'utf8').catch(() => {
    throw new AppError('bad-input', `${file}: cannot be read`)
  })
  try {
    return JSON.parse(text) as Record<string, Json>
  } catch {
    throw new AppError('bad-input', `${file}: is not valid JSON`)
  }
}

/** A dry run shows so many rows as they would be kept, to be looked at before a map is trusted. */
const shownRows = 3

async function dryRun(file: string, asked: unknown, input: AsyncIterable<Uint8Array>): Promise<number> {
  const connector = await connectorOf('file')
  const settings = connector.settings.safeParse(asked)
  if (!settings.success)
    throw new ArgumentError(
      'This file cannot be read so.',
      settings.error.issues.map((issue) => ({ where: `--${issue.path.join('.')}`, what: issue.message })),
    )
  const silent = { info: () => undefined, warn: () => undefined, error: () => undefined }
  const guard = { signal: new AbortController().signal, log: silent }
  const world = { fetch, peers: guardedPeers(guard), now: new Date(), ...guard, fingerprint: passingFingerprint(), input }
  let rows = 0
  const first = new Map<string, string>()
  for await (const seen of connector.observe(settings.data, {}, world, null)) {
    if (seen.see === 'covered') continue
    rows += 1
    if (rows <= shownRows) process.stdout.write(`${JSON.stringify(seen)}\n`)
    const id =
      seen.see === 'token'
        ? seen.token.externalId
        : seen.see === 'owner'
          ? seen.owner.key
          : seen.see === 'workload'
            ? seen.workload.key
            : null
    if (id === null || !('at' in seen)) continue
    const before = first.get(`${seen.see} ${id}`)
    if (before) throw new AppError('bad-input', `${file}: ${seen.see} ${id} stands at ${before} and at ${seen.at}. Keep one of them`)
    first.set(`${seen.see} ${id}`, seen.at ?? '?')
  }
  process.stderr.write(`${file}: ${rows} ${rows === 1 ? 'row' : 'rows'}, all of them right. Nothing was stored.\n`)
  return 0
}
