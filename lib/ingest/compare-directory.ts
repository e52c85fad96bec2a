import type { OwnerSighting, WorkloadSighting } from '../model/sighting.ts'

/** A row of a file and where it stands in it. */
export type FileRow<Row> = { at: string; row: Row }

/** An owner as the directory has them, in the words of a file: team and manager by their keys. */
export type KnownOwnerRow = Omit<OwnerSighting, 'team' | 'manager'> & { team?: string | null; manager?: string | null }
export type KnownWorkloadRow = Omit<WorkloadSighting, 'owner' | 'accountable'> & { owner?: string | null; accountable?: string | null }

/** What importing one row would do. `unmatched`: names in it that nobody has, which stay empty. */
export type ImportLine = {
  at: string
  key: string
  name: string
  effect: 'added' | 'changed' | 'same' | 'merged'
  changes: readonly { column: string; from: string; to: string }[]
  unmatched: readonly { column: string; value: string }[]
}

/** What the directory knows of the keys that a file names. */
export type KnownKeys<Known> = {
  /** By key. */
  rows: ReadonlyMap<string, Known>
  /** Keys of owners who were merged with another. */
  merged: ReadonlySet<string>
  /** Every owner's key that a row may point at. */
  owners: ReadonlySet<string>
}

/** What importing these owners would do, row by row. */
export function compareOwners(file: readonly FileRow<OwnerSighting>[], known: KnownKeys<KnownOwnerRow>): ImportLine[] {
  const owners = new Set([...known.owners, ...file.map(({ row }) => row.key)])
  return file.map(({ at, row }) => {
    const was = known.rows.get(row.key)
    const missing = unmatchedOf({ team: row.team, manager: row.manager }, owners)
    const to = { name: row.name, kind: row.kind, email: row.email, status: row.status, team: matched(row.team, owners), manager: matched(row.manager, owners) } // prettier-ignore
    const more = row.handles.map((one) => one.toLowerCase()).filter((one) => !was?.handles.includes(one))
    const changes = was ? changesOf(was, to) : []
    if (was && more.length > 0) changes.push({ column: 'handles', from: said(was.handles), to: said([...was.handles, ...more]) })
    return lineOf(at, row, known.merged.has(row.key), was !== undefined, changes, missing)
  })
}

/** What importing these workloads would do, row by row. */
export function compareWorkloads(file: readonly FileRow<WorkloadSighting>[], known: KnownKeys<KnownWorkloadRow>): ImportLine[] {
  return file.map(({ at, row }) => {
    const was = known.rows.get(row.key.toLowerCase())
    const missing = unmatchedOf({ owner: row.owner, accountable: row.accountable }, known.owners)
    const { key: _, dataClasses, owner, accountable, ...rest } = row
    const ties = { owner: matched(owner, known.owners), accountable: matched(accountable, known.owners) }
    const to = { environment: undefined, sensitivity: undefined, ...rest, data_classes: dataClasses, ...ties }
    const changes = was ? changesOf({ ...was, data_classes: was.dataClasses }, to) : []
    return lineOf(at, row, false, was !== undefined, changes, missing)
  })
}

function lineOf(
  at: string,
  { key, name }: { key: string; name: string },
  merged: boolean,
  known: boolean,
  changes: ImportLine['changes'],
  unmatched: ImportLine['unmatched'],
): ImportLine {
  const effect = merged ? 'merged' : !known ? 'added' : changes.length > 0 ? 'changed' : 'same'
  return { at, key, name, effect, changes: merged ? [] : changes, unmatched }
}

function changesOf(was: object, to: object): { column: string; from: string; to: string }[] {
  return Object.entries(to).flatMap(([column, value]) => {
    const [from, next] = [said((was as Record<string, unknown>)[column]), said(value)]
    return from === next ? [] : [{ column, from, to: next }]
  })
}

function unmatchedOf(ties: Readonly<Record<string, string | undefined>>, owners: ReadonlySet<string>): ImportLine['unmatched'] {
  return Object.entries(ties).flatMap(([column, value]) => (value !== undefined && !owners.has(value) ? [{ column, value }] : []))
}

function matched(key: string | undefined, owners: ReadonlySet<string>): string | undefined {
  return key !== undefined && owners.has(key) ? key : undefined
}

function said(value: unknown): string {
  if (Array.isArray(value)) return value.length > 0 ? value.join('; ') : 'none'
  return value === undefined || value === null || value === '' ? 'none' : String(value)
}
