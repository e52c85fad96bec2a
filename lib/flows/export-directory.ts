import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { stringify } from 'csv-stringify'
import { columnsOf } from '../connectors/file/connector.ts'
import { record } from '../db/audit.ts'
import { walkOwnerRows, walkWorkloadRows } from '../db/known-directory.ts'
import { transaction } from '../db/transaction.ts'
import { guardedCell } from '../model/csv-cell.ts'
import type { Actor } from '../model/viewer.ts'
import type { World } from './world.ts'

/** Two lines to replace with one's own. */
const examples = {
  owners: [
    { key: 'payments', kind: 'team', name: 'Payments', email: 'payments@acme.example', handles: '', team: '', manager: '', status: 'active' },
    { key: 'ana', kind: 'person', name: 'Ana Lima', email: 'ana@acme.example', handles: 'github:ana-lima;aws:ana', team: 'payments', manager: '', status: 'active' },
  ],
  workloads: [
    { key: 'billing-export', name: 'Billing export', environment: 'production', sensitivity: '3', data_classes: 'invoices', agent: 'none', accountable: '', owner: 'payments', status: 'active' },
    { key: 'support-agent', name: 'Support agent', environment: 'production', sensitivity: '2', data_classes: '', agent: 'supervised', accountable: 'ana', owner: 'payments', status: 'active' },
  ],
} as const // prettier-ignore

/**
 * The directory as a file that imports as what it was; or an example of such a file. It streams. That the directory was asked for
 * is on record before its first row leaves; an example tells nothing of anybody.
 */
export async function exportDirectory(
  world: World,
  actor: Actor,
  rows: 'owners' | 'workloads',
  what: 'all' | 'template',
): Promise<Readable> {
  if (what === 'all') {
    const entry = { actor, act: 'directory.exported', target: 'directory', after: { kind: rows } }
    await transaction(world.db.pool, (client) => record(client, entry, world.now, world.auditKey))
  }
  const lines = stringify({ header: true, columns: [...columnsOf(rows)], record_delimiter: 'windows' })
  const records = what === 'template' ? examples[rows] : recordsOf(world, rows)
  // A failure while reading fails the file as well, and whoever reads it hears of it there: one that ends early would look whole.
  pipeline(Readable.from(cells(rows, records)), lines).catch(() => undefined)
  return lines
}

async function* cells(rows: 'owners' | 'workloads', records: Iterable<object> | AsyncIterable<object>): AsyncGenerator<string[]> {
  const columns = columnsOf(rows)
  for await (const record of records) yield columns.map((column) => cellOf((record as Record<string, unknown>)[column]))
}

async function* recordsOf({ db }: World, rows: 'owners' | 'workloads'): AsyncGenerator<object> {
  if (rows === 'owners') return yield* walkOwnerRows(db.pool)
  for await (const { dataClasses, ...row } of walkWorkloadRows(db.pool)) yield { ...row, data_classes: dataClasses }
}

function cellOf(value: unknown): string {
  if (value === null || value === undefined) return ''
  return guardedCell(Array.isArray(value) ? value.join(';') : String(value))
}
