import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { PopulationPart } from '@/components/reports/population-part.tsx'
import { PrintLine } from '@/components/reports/print-line.tsx'
import { reportTitle } from '@/components/reports/report-title.ts'
import { takenWords } from '@/components/reports/taken-words.ts'
import { PageHead } from '@/components/shell/page-head.tsx'
import { Section } from '@/components/ui/section.tsx'
import { readTaken } from '@/lib/db/taken.ts'
import { webWorld } from '@/lib/server/web/ground.ts'
import { pageViewer } from '@/lib/server/web/viewer.ts'

export const metadata: Metadata = { title: 'File · Reports' }

/** The statement that goes with a file: what it speaks of, how many rows it has, and the checksum by which it is known. */
export default async function TakenPage({ params }: { params: Promise<{ id: string }> }) {
  const { name } = await pageViewer('reports:read')
  const { db } = await webWorld()
  const file = await readTaken(db, (await params).id)
  if (!file) notFound()
  return (
    <>
      <PrintLine by={name} at={new Date()} />
      <PageHead title={reportTitle(file.report)} says={takenWords(file)} />
      {file.sha256 ? (
        <p className="mb-6 max-w-[72ch] text-table text-text-2">
          SHA-256{' '}
          <code translate="no" className="font-mono break-all text-text">
            {file.sha256}
          </code>
          . “standdown verify FILE” compares a file with it.
        </p>
      ) : null}
      <Section title="Population" says="As it was when the file was taken.">
        <PopulationPart population={file.population} takenAt={file.at} asOf={file.asOf} />
      </Section>
    </>
  )
}
