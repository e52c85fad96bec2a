import { stringify } from 'csv-stringify/sync'
import { rowsBetween, liveCount, type View } from '../view.ts'
import {
  controlColumns,
  controlRows,
  exposureColumns,
  exposureRows,
  ownerColumns,
  ownerRows,
  workloadColumns,
  workloadRows,
} from './directory.ts'
import type { FileRow } from './file-row.ts'
import { fileToken, tokenColumns } from './tokens.ts'

export const fileNames = ['owners', 'workloads', 'tokens', 'controls', 'exposures'] as const
export type FileName = (typeof fileNames)[number]

const columns: Readonly<Record<FileName, readonly string[]>> = {
  owners: ownerColumns,
  workloads: workloadColumns,
  tokens: tokenColumns,
  controls: controlColumns,
  exposures: exposureColumns,
}

const rows: Readonly<Record<FileName, (view: View) => Iterable<FileRow>>> = {
  owners: ownerRows,
  workloads: workloadRows,
  controls: controlRows,
  exposures: exposureRows,
  *tokens(view) {
    for (const index of rowsBetween(view, 'fileTokens', 0, liveCount(view, 'fileTokens'))) yield fileToken(view, index)
  },
}

/** One of the company's files as it is now, row by row, without the header: CSV or JSON lines. */
export function* fileLines(view: View, name: FileName, format: 'csv' | 'jsonl'): Generator<string> {
  for (const row of rows[name](view))
    yield format === 'csv' ? csvLine(columns[name].map((column) => row[column])) : `${JSON.stringify(row)}\n`
}

/** One of the company's files as it is now. */
export function fileText(view: View, name: FileName, format: 'csv' | 'jsonl' = 'csv'): string {
  return (format === 'csv' ? csvLine(columns[name]) : '') + [...fileLines(view, name, format)].join('')
}

function csvLine(cells: readonly unknown[]): string {
  return stringify([cells.map((cell) => (cell === undefined ? '' : String(cell)))])
}
