import { Download } from 'lucide-react'
import type { Metadata } from 'next'
import { PopulationPart } from '@/components/reports/population-part.tsx'
import { PrintLine } from '@/components/reports/print-line.tsx'
import { PreviewTable } from '@/components/reports/preview-table.tsx'
import { ReportForm } from '@/components/reports/report-form.tsx'
import { Unusable } from '@/components/reports/unusable.tsx'
import { PageHead } from '@/components/shell/page-head.tsx'
import { buttonLook } from '@/components/ui/button.tsx'
import { EmptyState } from '@/components/ui/empty-state.tsx'
import { Section } from '@/components/ui/section.tsx'
import { dataFreshness } from '@/lib/db/data-freshness.ts'
import { populationOf } from '@/lib/flows/take-file.ts'
import { previewReport } from '@/lib/flows/take-report.ts'
import { AppError } from '@/lib/model/app-error.ts'
import { reports, unkeptOf, writeReport, type ReportAsked } from '@/lib/model/report.ts'
import type { RawQuery } from '@/lib/model/token-search.ts'
import type { Viewer } from '@/lib/model/viewer.ts'
import { webWorld } from '@/lib/server/web/ground.ts'
import { pageViewer } from '@/lib/server/web/viewer.ts'
import { askedReport } from '../asked-report.ts'

type TakePageProps = { searchParams: Promise<RawQuery> }

export async function generateMetadata({ searchParams }: TakePageProps): Promise<Metadata> {
  await pageViewer('reports:read')
  const asked = await askedOf(await searchParams)
  return { title: asked instanceof AppError ? 'Error: Reports' : `${asked.report.title} · Take a report · Reports` }
}

const previewed = 20

/** A report before it is taken: which, as of when, of which tokens; its first rows and what it speaks of. */
export default async function TakePage({ searchParams }: TakePageProps) {
  const viewer = await pageViewer('reports:read')
  const query = await searchParams
  const asked = await askedOf(query)
  if (asked instanceof AppError) return <Unusable title="Take a report" error={asked} href={`/reports/take?report=${reportIn(query)}`} />
  return <Shown viewer={viewer} asked={asked} />
}

async function Shown({ viewer, asked }: { viewer: Viewer; asked: ReportAsked }) {
  const world = await webWorld()
  const read = new Date()
  const query = String(writeReport(asked))
  const { report, asOf } = asked
  const [{ columns, rows }, population, { named }] = await Promise.all([
    previewReport(world, viewer.scope, asked, previewed),
    populationOf(world, { filter: query, asOf, unkept: unkeptOf(asked) }),
    dataFreshness(world.db, world.now),
  ])
  return (
    <>
      <PrintLine by={viewer.name} at={read} />
      <PageHead
        title={report.title}
        says={`As a file: ${report.row}${report.lines ? '' : `, ${columns.length} columns`}. Its rows and its checksum go on record when it is whole.`}
        action={
          <a href={`/api/v1/reports/${report.id}${query ? `?${query}` : ''}`} download className={buttonLook({ kind: 'primary' })}>
            <Download aria-hidden className="size-4" />
            {report.lines ? 'Download lines of JSON' : 'Download CSV'}
          </a>
        }
      />
      <ReportForm asked={asked} sources={[...named].map(([id, { name }]) => ({ id, name }))} now={world.now} />
      <Section
        title="First rows"
        className="print:hidden"
        says={rows.length === 0 ? null : rows.length < previewed ? 'All of them.' : `The first ${previewed}, as the file has them.`}
      >
        {rows.length > 0 ? (
          <PreviewTable title={report.title} columns={columns} rows={rows} />
        ) : (
          <EmptyState title="No row.">Nothing matches what is chosen above. The file would have its header alone.</EmptyState>
        )}
      </Section>
      <Section title="Population" says="What this report speaks of. It is kept with the record of each file that is taken.">
        <PopulationPart population={population} takenAt={read} asOf={asOf} />
      </Section>
    </>
  )
}

/** A form sends every field; one that was left empty asks for nothing. */
async function askedOf(query: RawQuery): Promise<ReportAsked | AppError> {
  const filled = Object.fromEntries(Object.entries(query).filter(([name, value]) => value !== '' && name !== 'report'))
  return askedReport(await webWorld(), reportIn(query), filled)
}

function reportIn({ report }: RawQuery): string {
  return reports.find(({ id }) => id === report)?.id ?? 'inventory'
}
