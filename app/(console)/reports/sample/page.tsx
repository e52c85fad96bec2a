import { randomUUID } from 'node:crypto'
import { Download } from 'lucide-react'
import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { PopulationPart } from '@/components/reports/population-part.tsx'
import { SampleForm } from '@/components/reports/sample-form.tsx'
import { SampleTable } from '@/components/reports/sample-table.tsx'
import { Unusable } from '@/components/reports/unusable.tsx'
import { PageHead } from '@/components/shell/page-head.tsx'
import { buttonLook } from '@/components/ui/button.tsx'
import { EmptyState } from '@/components/ui/empty-state.tsx'
import { Section } from '@/components/ui/section.tsx'
import { countWords } from '@/components/ui/time-words.ts'
import { sampleTokens } from '@/lib/db/sample.ts'
import { populationOf } from '@/lib/flows/take-file.ts'
import { AppError } from '@/lib/model/app-error.ts'
import { readSample, writeSample, type SampleAsked } from '@/lib/model/sample.ts'
import { writeTokenSearch, type RawQuery } from '@/lib/model/token-search.ts'
import { webWorld } from '@/lib/server/web/ground.ts'
import { pageViewer } from '@/lib/server/web/viewer.ts'

type SamplePageProps = { searchParams: Promise<RawQuery> }

export async function generateMetadata({ searchParams }: SamplePageProps): Promise<Metadata> {
  return { title: askedSample(await searchParams) instanceof AppError ? 'Error: Sample' : 'Sample · Reports' }
}

/** A sample that anybody can draw again, and for each token of it a file of all that is on record. */
export default async function SamplePage({ searchParams }: SamplePageProps) {
  const viewer = await pageViewer('reports:read')
  const query = await searchParams
  const asked = askedSample(query)
  if (asked instanceof AppError) return <Unusable title="Sample" error={asked} href="/reports/sample" />
  // The seed that nobody chose stands in the address from then on, so that the sample can be drawn again.
  if (typeof query.seed !== 'string' || !query.seed.trim()) redirect(`/reports/sample?${writeSample(asked)}`)
  const { db, now } = await webWorld()
  const read = new Date()
  const filter = String(writeTokenSearch({ ...asked.search, limit: 50 }))
  const [rows, population] = await Promise.all([
    sampleTokens(db, viewer.scope, asked.search, { seed: asked.seed, most: asked.size }, now),
    populationOf({ db, now }, { filter, asOf: null }),
  ])
  return (
    <>
      <PageHead
        title="Sample"
        says={`${countWords(rows.length)} of ${countWords(rows[0]?.of ?? 0)} tokens, chosen by the seed “${asked.seed}”. The same seed over the same tokens chooses the same ones.`}
        action={
          rows.length > 0 ? (
            <a href={`/api/v1/reports/inventory?${writeSample(asked)}`} download className={buttonLook({ kind: 'primary' })}>
              <Download aria-hidden className="size-4" />
              Download the sample
            </a>
          ) : null
        }
      />
      <SampleForm asked={asked} />
      {rows.length > 0 ? (
        <SampleTable rows={rows} />
      ) : (
        <EmptyState title="No token to choose from.">Nothing matches the filter.</EmptyState>
      )}
      <Section title="Population" says="What the sample was drawn from." className="mt-8">
        <PopulationPart population={population} takenAt={read} asOf={null} />
      </Section>
    </>
  )
}

function askedSample(query: RawQuery): SampleAsked | AppError {
  try {
    return readSample(query, randomUUID().slice(0, 8))
  } catch (error) {
    if (error instanceof AppError && error.code === 'bad-input') return error
    throw error
  }
}
