import { stringify } from 'csv-stringify/sync'
import { columnsOf } from '../connectors/file/connector.ts'
import { readOwnerRows, readWorkloadRows } from '../db/known-directory.ts'
import { guardedCell } from '../model/csv-cell.ts'
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

/** The directory as a file that imports as what it was; or an example of such a file. */
export async function exportDirectory({ db }: Pick<World, 'db'>, rows: 'owners' | 'workloads', what: 'all' | 'template'): Promise<string> {
  const columns = columnsOf(rows)
  const records = what === 'template' ? examples[rows] : rows === 'owners' ? await readOwnerRows(db.pool, null) : await workloadsOf(db)
  const cells = records.map((record) => columns.map((column) => cellOf((record as Record<string, unknown>)[column])))
  return stringify([columns, ...cells], { record_delimiter: 'windows' })
}

async function workloadsOf(db: World['db']): Promise<object[]> {
  return (await readWorkloadRows(db.pool, null)).map(({ dataClasses, ...row }) => ({ ...row, data_classes: dataClasses }))
}

function cellOf(value: unknown): string {
  if (value === null || value === undefined) return ''
  return guardedCell(Array.isArray(value) ? value.join(';') : String(value))
}
