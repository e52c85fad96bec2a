import { Download } from 'lucide-react'
import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { FrameworkTable } from '@/components/reports/framework-table.tsx'
import { PrintLine } from '@/components/reports/print-line.tsx'
import { PopulationPart } from '@/components/reports/population-part.tsx'
import { Unusable } from '@/components/reports/unusable.tsx'
import { PageHead } from '@/components/shell/page-head.tsx'
import { hrefOf } from '@/components/tokens/token-hrefs.ts'
import { buttonLook, LinkButton } from '@/components/ui/button.tsx'
import { Section } from '@/components/ui/section.tsx'
import { TextLink } from '@/components/ui/text-link.tsx'
import { countWords, exactly } from '@/components/ui/time-words.ts'
import { frameworkCounts, type FrameworkCounts } from '@/lib/db/framework-counts.ts'
import { frameworkOf } from '@/lib/model/frameworks/all.ts'
import { unkeptOf, writeReport, type ReportAsked } from '@/lib/model/report.ts'
import { coverageOf, tellingOf, type Framework, type Outcome } from '@/lib/model/requirement.ts'
import { narrowingsOf, type RawQuery } from '@/lib/model/token-search.ts'
import { AppError } from '@/lib/model/app-error.ts'
import { isSeenInPart } from '@/lib/model/taken.ts'
import type { Viewer } from '@/lib/model/viewer.ts'
import { populationOf } from '@/lib/flows/take-file.ts'
import { webWorld } from '@/lib/server/web/ground.ts'
import { pageViewer } from '@/lib/server/web/viewer.ts'
import { whatLacks } from '../../what-lacks.tsx'
import { askedReport } from '../asked-report.ts'

type FrameworkPageProps = { params: Promise<{ framework: string }>; searchParams: Promise<RawQuery> }

export async function generateMetadata({ params, searchParams }: FrameworkPageProps): Promise<Metadata> {
  await pageViewer('reports:read')
  const framework = frameworkOf((await params).framework)
  if (!framework) return { title: 'Not found' }
  const asked = await askedReport(await webWorld(), framework.id, await searchParams)
  return { title: asked instanceof AppError ? `Error: ${framework.name}` : `${framework.name} · Reports` }
}

/** Requirement by requirement, what the tokens show of a framework. */
export default async function FrameworkPage({ params, searchParams }: FrameworkPageProps) {
  const viewer = await pageViewer('reports:read')
  const framework = frameworkOf((await params).framework)
  if (!framework) notFound()
  const asked = await askedReport(await webWorld(), framework.id, await searchParams)
  if (asked instanceof AppError) return <Unusable title={framework.name} error={asked} href={`/reports/${framework.id}`} />
  return <Counted viewer={viewer} framework={framework} asked={asked} />
}

async function Counted({ viewer, framework, asked }: { viewer: Viewer; framework: Framework; asked: ReportAsked }) {
  const { db, now } = await webWorld()
  const read = new Date()
  const { search, asOf } = asked
  const query = String(writeReport(asked))
  const [counted, lacking, population] = await Promise.all([
    frameworkCounts(db, viewer.scope, framework, search, now, asOf),
    asOf ? null : whatLacks(viewer),
    populationOf({ db, now }, { filter: query, asOf, unkept: unkeptOf(asked) }),
  ])
  // Of a day that is over, what had not been read whole by its end; its table of sources says which.
  const lacks = lacking ?? { atLeast: isSeenInPart(population), notice: null }
  const list = (requirement: string, outcome: Outcome) =>
    hrefOf({ ...search, requirement: { framework: framework.id, id: requirement, outcomes: [outcome] } })
  return (
    <>
      <PrintLine by={viewer.name} at={read} />
      <PageHead
        title={framework.name}
        says={<Opening framework={framework} counted={counted} atLeast={lacks.atLeast} />}
        action={
          <span className="flex flex-wrap gap-2">
            <LinkButton href={`/reports/take?report=${framework.id}${query ? `&${query}` : ''}`}>Look at the rows</LinkButton>
            <a href={`/api/v1/reports/${framework.id}-summary${query ? `?${query}` : ''}`} download className={buttonLook({ kind: 'primary' })}>
              <Download aria-hidden className="size-4" />
              Download summary
            </a>
          </span>
        }
      />
      {lacks.notice}
      <p className="mb-3 max-w-[72ch] text-table text-text-2">
        {framework.about} {asOf ? `As of ${exactly(asOf)}.` : ''} {narrowed(asked) ? <>Narrowed by the filter of the address. <TextLink href={`/reports/${framework.id}`}>Show all live tokens</TextLink></> : null}
      </p>
      {/* On paper what the numbers speak of comes before them, on the first page, and the table begins on the next one. */}
      <div className="flex flex-col">
        <div>
          <FrameworkTable framework={framework} counts={counted.counts} hrefOf={asOf ? null : list} atLeast={lacks.atLeast} />
          <p className="mt-3 mb-8 text-meta text-text-3">Each row adds up to the {countWords(counted.total)} tokens; its share is of those it is asked of. Published by {framework.publisher}; the wording is ours.</p>
        </div>
        <Section title="Population" says="What these numbers speak of." className="print:order-first print:mb-0 print:break-after-page">
          <PopulationPart population={population} takenAt={read} asOf={asOf} />
        </Section>
      </div>
    </>
  )
} // prettier-ignore

function narrowed({ search }: ReportAsked): boolean {
  return narrowingsOf(search).length > 0 || !search.filters.state
}

/** How much of the framework is tested, and how much of that fails; what only maps to tokens is said apart from it. */
function Opening({ framework, counted, atLeast }: { framework: Framework; counted: FrameworkCounts; atLeast: boolean }) {
  const { tested, mapped, attested, untold } = coverageOf(framework)
  const against = (telling: 'tested' | 'mapped' | 'attested') =>
    framework.requirements.filter((each) => tellingOf(each) === telling && (counted.counts.get(each.id)?.fails ?? 0) > 0).length
  const [first, ...others] = [
    ...(attested > 0 ? [`${countWords(against('attested'))} of ${countWords(attested)} criteria have tokens that are evidence against them`] : []),
    ...(tested > 0 ? [`${countWords(against('tested'))} of ${countWords(tested)} tested requirements have tokens that fail them`] : attested > 0 ? [] : ['No requirement is tested on tokens']),
    ...(mapped > 0 ? [`tokens speak against ${countWords(against('mapped'))} of ${countWords(mapped)} that only map to tokens`] : []),
  ]
  return (
    <p>
      <strong className="font-semibold text-text">{first}</strong>
      {others.map((other) => `; ${other}`)}. Asked of {atLeast ? 'at least ' : ''}
      {countWords(counted.total)} {counted.total === 1 ? 'token' : 'tokens'}. {untold > 0 ? `${countWords(untold)} more cannot be told from a token.` : ''}
    </p>
  )
} // prettier-ignore
