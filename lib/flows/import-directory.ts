import type { PoolClient } from 'pg'
import { v7 as uuid } from 'uuid'
import { connectorOf } from '../connectors/registry.ts'
import { record } from '../db/audit.ts'
import { goesBy } from '../db/change-owner.ts'
import { readOwnerKeys, readOwnerRows, readWorkloadRows } from '../db/known-directory.ts'
import { holdDirectory } from '../db/lock-directory.ts'
import { patientTransaction } from '../db/transaction.ts'
import { linkOwners, writeOwners, writeWorkloads } from '../db/write-directory.ts'
import { compareOwners, compareWorkloads, type FileRow, type ImportLine } from '../ingest/compare-directory.ts'
import { AppError, type Issue } from '../model/app-error.ts'
import type { OwnerSighting, WorkloadSighting } from '../model/sighting.ts'
import type { Actor } from '../model/viewer.ts'
import { reappraise } from './reappraise.ts'
import { reappraiseHinted, reappraiseNamed } from './reappraise-where.ts'
import { connectorWorld } from './connector-world.ts'
import type { World } from './world.ts'

/** A file of owners or of workloads: what its rows are, and its bytes. */
export type DirectoryFile = {
  name: string
  rows: 'owners' | 'workloads'
  format: 'csv' | 'json' | 'jsonl'
  input: AsyncIterable<Uint8Array>
}

/** What an import does, or on a dry run would do: sums of all rows, and the first lines in which something happens. */
export type DirectoryImport = {
  dry: boolean
  rows: number
  added: number
  changed: number
  same: number
  unmatched: number
  lines: readonly ImportLine[]
  /** Tokens that changed; null on a dry run. */
  tokens: number | null
}

type Read = { owners: FileRow<OwnerSighting>[]; workloads: FileRow<WorkloadSighting>[] }

const mostRows = 50_000
const mostLines = 500
const mostIssues = 50

/**
 * Imports owners or workloads: all rows or none, in one transaction with its audit entry, and scores again what they reach. On a
 * dry run nothing is written. The file is read by the connector for files, so that a row means what it means there. Throws
 * AppError 'bad-input' that names line and column of what is wrong.
 */
export async function importDirectory(
  world: World,
  actor: Actor,
  file: DirectoryFile,
  { dry }: { dry: boolean },
): Promise<DirectoryImport> {
  const read = await readFile(world, file)
  return patientTransaction(world.db.pool, async (client) => {
    if (!dry) await holdDirectory(client)
    const lines = await compare(client, read)
    const count = (effect: ImportLine['effect']) => lines.filter((line) => line.effect === effect).length
    const sums = {
      rows: lines.length,
      added: count('added'),
      changed: count('changed'),
      same: count('same') + count('merged'),
      unmatched: lines.filter(({ unmatched }) => unmatched.length > 0).length,
    }
    const shown = lines.filter(({ effect, unmatched }) => effect !== 'same' || unmatched.length > 0).slice(0, mostLines)
    if (dry) return { dry, ...sums, lines: shown, tokens: null }
    const tokens = await write(world, client, read)
    const after = { ...sums, file: file.name.slice(0, 200), kind: file.rows, tokens }
    await record(client, { actor, act: 'directory.imported', target: 'directory', after }, world.now, world.auditKey)
    return { dry, ...sums, lines: shown, tokens }
  })
}

async function readFile(world: World, { rows, format, input }: DirectoryFile): Promise<Read> {
  const connector = await connectorOf('file')
  const settings = connector.settings.parse({ format, rows, covers: 'part' })
  const read: Read = { owners: [], workloads: [] }
  for await (const seen of connector.observe(settings, connector.credential.parse({}), connectorWorld(world, { input }), null)) {
    if (seen.see === 'owner') read.owners.push({ at: seen.at ?? '', row: seen.owner })
    else if (seen.see === 'workload') read.workloads.push({ at: seen.at ?? '', row: seen.workload })
    else if (seen.see === 'token' || seen.see === 'control' || seen.see === 'exposure')
      throw new AppError('bad-input', `The file holds other rows than ${rows}. Import it under Sources. Nothing was saved.`)
    if (read.owners.length + read.workloads.length > mostRows)
      throw new AppError(
        'bad-input',
        `The file has more than ${mostRows} rows. Split it and import the parts one after another. Nothing was saved.`,
      )
  }
  refuseRepeats([...read.owners, ...read.workloads.map(({ at, row }) => ({ at, row: { ...row, key: row.key.toLowerCase() } }))])
  return read
}

function refuseRepeats(rows: readonly FileRow<{ key: string }>[]): void {
  const places = Map.groupBy(rows, ({ row }) => row.key)
  const issues: Issue[] = [...places].flatMap(([key, those]) =>
    those.length > 1
      ? [{ where: `${those.map(({ at }) => at).join(' and ')}, column key`, what: `“${key}” stands ${those.length} times.` }]
      : [],
  )
  if (issues.length === 0) return
  throw new AppError(
    'bad-input',
    `${rows.length} rows were read, nothing was saved: a key stands once. Keep one of each.`,
    issues.slice(0, mostIssues),
  )
}

async function compare(client: PoolClient, { owners, workloads }: Read): Promise<ImportLine[]> {
  const ties = [...owners.flatMap(({ row }) => [row.team, row.manager]), ...workloads.flatMap(({ row }) => [row.owner, row.accountable])]
  const keys = [...new Set([...owners.map(({ row }) => row.key), ...ties.filter((key) => key !== undefined)])]
  const named = await readOwnerKeys(client, keys)
  const ownerRows = await readOwnerRows(client, owners.map(({ row }) => row.key)) // prettier-ignore
  const workloadRows = await readWorkloadRows(client, workloads.map(({ row }) => row.key.toLowerCase())) // prettier-ignore
  const filled = <Row extends object>(row: Row) => Object.fromEntries(Object.entries(row).filter(([, value]) => value !== null)) as Row
  return [
    ...compareOwners(owners, { ...named, rows: new Map(ownerRows.map((row) => [row.key, { ...row, ...filled(row) }])) }),
    ...compareWorkloads(workloads, { ...named, rows: new Map(workloadRows.map((row) => [row.key, { ...row, ...filled(row) }])) }),
  ]
}

/** Writes the rows and scores again what they reach: whom providers name, and what the changed already have. */
async function write(world: World, client: PoolClient, read: Read): Promise<number> {
  const cause = { cause: `edit:${uuid()}`, runId: null, at: world.now }
  const owners = read.owners.map(({ row }) => row)
  const workloads = read.workloads.map(({ row }) => row)
  const changedOwners = await writeOwners(client, owners, false)
  await linkOwners(client, owners)
  const changedWorkloads = await writeWorkloads(client, workloads, false)
  let tokens = 0
  if (changedOwners.length > 0) {
    const names = owners.flatMap(({ kind, name, key, handles, email }) => [
      ...goesBy({ kind, name, handles, email: email ?? null }),
      ...(kind === 'team' ? [`name:${key.toLowerCase()}`] : []),
    ])
    tokens += await reappraiseNamed(client, names, cause)
    tokens += (await reappraise(client, { by: 'owners', ids: changedOwners }, cause)).changed
  }
  if (changedWorkloads.length > 0) {
    tokens += await reappraiseHinted(client, workloads.map(({ key }) => key), cause) // prettier-ignore
    tokens += (await reappraise(client, { by: 'workloads', ids: changedWorkloads }, cause)).changed
  }
  return tokens
}
