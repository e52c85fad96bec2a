import type { Metadata } from 'next'
import { DirectoryTabs } from '@/components/directory/tabs.tsx'
import { PageHead } from '@/components/shell/page-head.tsx'
import { Section } from '@/components/ui/section.tsx'
import { columnsOf } from '@/lib/connectors/file/connector.ts'
import type { RawQuery } from '@/lib/model/token-search.ts'
import { pageViewer } from '@/lib/server/web/viewer.ts'
import { DirectoryImportForm } from './directory-import-form.tsx'

export const metadata: Metadata = { title: 'Import a CSV · Directory' }

const kinds = ['owners', 'workloads'] as const

export default async function DirectoryImportPage({ searchParams }: { searchParams: Promise<RawQuery> }) {
  await pageViewer('directory:edit')
  const { rows } = await searchParams
  return (
    <>
      <PageHead
        title="Import owners or workloads"
        says="A dry run says line by line what would be added and changed. All of the file is taken in, or nothing."
      />
      <DirectoryTabs here={rows === 'workloads' ? 'workloads' : 'owners'} />
      <div className="grid gap-8 xl:grid-cols-[minmax(0,48rem)_minmax(0,1fr)]">
        <DirectoryImportForm rows={rows === 'workloads' ? 'workloads' : 'owners'} />
        <div>
          {kinds.map((kind) => (
            <Section key={kind} title={kind === 'owners' ? 'Owners, teams and members' : 'Workloads'}>
              <p translate="no" className="font-mono text-meta break-words text-text-2">
                {columnsOf(kind).join(', ')}
              </p>
              <p className="mt-1 max-w-[72ch] text-table text-text-2">
                {kind === 'owners'
                  ? 'A team is a row of kind “team”; its members name its key under “team”. Handles are parted by semicolons. A cell that is left empty empties the field; handles are only added.'
                  : '“owner” and “accountable” are owners’ keys. Sensitivity is 0 (sandbox) to 4 (regulated), empty for unknown.'}
              </p>
              <p className="mt-1 flex flex-wrap gap-x-4 text-table">
                <DownloadLink href={`/api/v1/directory.csv?rows=${kind}&what=template`}>Download a template</DownloadLink>
                <DownloadLink href={`/api/v1/directory.csv?rows=${kind}`}>Download the {kind} there are</DownloadLink>
              </p>
            </Section>
          ))}
        </div>
      </div>
    </>
  )
}

/** A plain link: a file is no page to go to. */
function DownloadLink({ href, children }: { href: string; children: React.ReactNode }) {
  return (
    <a href={href} download className="text-accent underline decoration-1 underline-offset-2 hover:decoration-2">
      {children}
    </a>
  )
}
