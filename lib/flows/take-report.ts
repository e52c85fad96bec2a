import { Readable } from 'node:stream'
import { stringify } from 'csv-stringify/sync'
import { copyOut } from '../db/copy-out.ts'
import { countFramework } from '../db/framework-counts.ts'
import { populationAt } from '../db/population.ts'
import { frameworkRows } from '../db/report-framework.ts'
import { ocsfLines } from '../db/report-ocsf.ts'
import { firstRows } from '../db/report-preview.ts'
import { plainRows } from '../db/report-selects.ts'
import { scopedBeside } from '../db/scoped.ts'
import { guardedCell } from '../model/csv-cell.ts'
import { frameworkOfReport, unkeptOf, writeReport, type PlainReport, type ReportAsked } from '../model/report.ts'
import type { PopulationSource } from '../model/taken.ts'
import type { Actor, Scope } from '../model/viewer.ts'
import { findings } from '../reports/findings.ts'
import { remedies } from '../reports/remedies.ts'
import { summaryColumns, summaryRows } from '../reports/summary.ts'
import { takeFile, type FileSource, type FileTaken } from './take-file.ts'
import type { World } from './world.ts'

/** Who asks, and what of the estate they may read. */
export type Asker = { actor: Actor; scope: Scope }

/** How a report begins: its columns and so many of its first rows, as its file would have them. */
export type ReportPreview = { columns: readonly string[]; rows: readonly (readonly string[])[] }

/**
 * A report as CSV (RFC 4180, UTF-8, instants in UTC, no cell that a spreadsheet would run) or as lines of JSON. It streams, and is on record with its rows
 * and its checksum. A person has two under way at a time: AppError 'too-many' beyond.
 */
export async function takeReport(world: World, { actor, scope }: Asker, asked: ReportAsked): Promise<FileTaken> {
  const filter = String(writeReport(asked))
  const holder = actor.kind === 'user' ? actor.id : undefined
  return takeFile(
    world,
    actor,
    { report: asked.report.id, format: asked.report.lines ? 'jsonl' : 'csv', filter, asOf: asked.asOf, unkept: unkeptOf(asked) },
    async () => {
      if (asked.report.of === 'summary') return whole(await summaryOf(world, scope, asked))
      const { csv, ...rest } = await copyOut(world.db, scope, selectOf(world, scope, asked), {
        holder,
        at: asked.asOf ?? world.now,
        lines: asked.report.lines === true,
      })
      return { bytes: csv, ...rest }
    },
  )
}

/** The first rows of a report, which are the first of its file. */
export async function previewReport(
  world: Pick<World, 'db' | 'now'>,
  scope: Scope,
  asked: ReportAsked,
  most: number,
): Promise<ReportPreview> {
  if (asked.report.of !== 'summary') return firstRows(world.db, scope, selectOf(world, scope, asked), most)
  const { columns, rows } = await summaryOf(world, scope, asked)
  return { columns, rows: rows.slice(0, most) }
}

function selectOf({ now }: Pick<World, 'now'>, scope: Scope, asked: ReportAsked) {
  if (asked.report.lines) return ocsfLines(scope, asked, now, findings)
  const framework = frameworkOfReport(asked.report.id)
  return framework
    ? frameworkRows(scope, framework, asked, now, remedies)
    : plainRows(asked.report.id as Exclude<PlainReport, 'ocsf-findings'>, scope, asked, now)
}

type Summary = { columns: readonly string[]; rows: string[][]; sources: readonly PopulationSource[] }

async function summaryOf({ db, now }: Pick<World, 'db' | 'now'>, scope: Scope, { report, search, asOf }: ReportAsked): Promise<Summary> {
  const framework = frameworkOfReport(report.id)
  if (!framework) throw new Error(`${report.id} is a summary of no framework.`)
  const at = asOf ?? now
  const [{ counts }, sources] = await scopedBeside(
    db,
    scope,
    (reader) => countFramework(reader, scope, framework, search, now, asOf),
    (reader) => populationAt(reader, at),
  )
  return { columns: summaryColumns(framework), rows: summaryRows(framework, counts, at), sources }
}

/** A file of a few rows, made at once. */
function whole({ columns, rows, sources }: Summary): FileSource {
  const text = stringify([[...columns], ...rows.map((row) => row.map(guardedCell))], {
    record_delimiter: 'windows',
    quoted_match: /[\r\n]/,
  })
  return {
    bytes: Readable.from([Buffer.from(text)]),
    rows: () => rows.length,
    sources,
    ended: Promise.resolve({ rows: rows.length, complete: true }),
  }
}
