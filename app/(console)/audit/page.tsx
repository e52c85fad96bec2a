import { Download } from 'lucide-react'
import type { Metadata } from 'next'
import { AuditTable } from '@/components/audit/audit-table.tsx'
import { AuditFilters } from '@/components/audit/audit-filters.tsx'
import { auditTitle } from '@/components/audit/audit-title.ts'
import { PageHead } from '@/components/shell/page-head.tsx'
import { buttonLook, LinkButton } from '@/components/ui/button.tsx'
import { EmptyState } from '@/components/ui/empty-state.tsx'
import { Notice } from '@/components/ui/notice.tsx'
import { UnusableAddress } from '@/components/ui/unusable-address.tsx'
import { Pagination } from '@/components/ui/pagination.tsx'
import { countWords, exactly } from '@/components/ui/time-words.ts'
import { listActs, listAudit } from '@/lib/db/list-audit.ts'
import { lastAuditCheck, type AuditChecked } from '@/lib/flows/check-audit.ts'
import { demoState } from '@/lib/flows/demo.ts'
import { AppError } from '@/lib/model/app-error.ts'
import { readAuditSearch, writeAuditSearch, type AuditSearch } from '@/lib/model/audit-search.ts'
import type { RawQuery } from '@/lib/model/token-search.ts'
import { webWorld } from '@/lib/server/web/ground.ts'
import { pageViewer } from '@/lib/server/web/viewer.ts'
import { CheckNow } from './check-now.tsx'

type AuditPageProps = { searchParams: Promise<RawQuery> }

export async function generateMetadata({ searchParams }: AuditPageProps): Promise<Metadata> {
  const search = readSearch(await searchParams)
  return { title: search instanceof AppError ? 'Error: Audit' : auditTitle(search) }
}

export default async function AuditPage({ searchParams }: AuditPageProps) {
  await pageViewer('audit:read')
  const search = readSearch(await searchParams)
  const { db } = await webWorld()
  const [checked, demo] = await Promise.all([lastAuditCheck({ db }), demoState({ db })])
  return (
    <>
      <PageHead title="Audit" says={<Chain checked={checked} demo={demo.here} />} action={<CheckNow />} />
      {checked?.intact === false ? (
        <Notice tone="error" title={`The audit was altered at entry ${checked.entry}.`} className="mb-4">
          <p>{checked.problem} Entries before it are as they were written.</p>
        </Notice>
      ) : null}
      {search instanceof AppError ? (
        <UnusableAddress error={search} href="/audit" label="Show all entries" />
      ) : (
        <Entries search={search} demo={demo.here} />
      )}
    </>
  )
}

async function Entries({ search, demo }: { search: AuditSearch; demo: boolean }) {
  const { db } = await webWorld()
  const [{ lines, previous, next }, acts] = await Promise.all([listAudit(db, search), listActs(db)])
  const query = writeAuditSearch(search)
  const href = (side: string, seq: string | null) => (seq === null ? null : `/audit?${withOne(query, side, seq)}`)
  const last = lines.at(-1)
  return (
    <>
      <div className="mb-3 flex flex-wrap items-end justify-between gap-3">
        <AuditFilters search={search} acts={acts} />
        {lines.length > 0 ? (
          <a href={`/api/v1/audit.csv?${query}`} download className={buttonLook({ kind: 'quiet' })}>
            <Download aria-hidden className="size-4" />
            Export CSV
          </a>
        ) : null}
      </div>
      {lines.length > 0 ? (
        <>
          <AuditTable
            lines={lines}
            when={demo ? 'When, in real time, UTC' : 'When, in UTC'}
            hrefAbout={(target) => `/audit?${new URLSearchParams({ target })}`}
          />
          <div className="mt-3">
            <Pagination
              label="Pages of the audit"
              previous={href('before', previous)}
              next={href('after', next)}
              says={`Entries ${lines[0]?.seq} to ${last?.seq}, newest first`}
            />
          </div>
        </>
      ) : (
        <EmptyState title="No entry matches." action={<LinkButton href="/audit">Show all entries</LinkButton>}>
          Every act since the first account is kept. Take a filter away to see more.
        </EmptyState>
      )}
    </>
  )
}

/** "Chain intact to entry 48,112, checked …": what is known, and since when. */
function Chain({ checked, demo }: { checked: AuditChecked | null; demo: boolean }) {
  const what = demo ? 'Who did what to what, in real time and not by the demo’s clock.' : 'Who did what to what.'
  if (checked === null) return `${what} Each entry carries the hash of the one before; nobody has checked the chain yet.`
  const when = `${exactly(checked.at)}`
  if (!checked.intact) return `${what} Checked ${when}: not intact.`
  return `${what} Chain intact to entry ${countWords(Number(checked.entry))}, checked ${when}.`
}

function withOne(query: URLSearchParams, name: string, value: string): URLSearchParams {
  const more = new URLSearchParams(query)
  more.set(name, value)
  return more
}

function readSearch(query: RawQuery): AuditSearch | AppError {
  try {
    return readAuditSearch(query)
  } catch (error) {
    if (error instanceof AppError && error.code === 'bad-input') return error
    throw error
  }
}
