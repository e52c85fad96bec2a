import type { Metadata } from 'next'
import { emptyTab, openingWords, tabWords } from '@/components/exceptions/exception-words.ts'
import { ExceptionTable } from '@/components/exceptions/exception-table.tsx'
import { PageHead } from '@/components/shell/page-head.tsx'
import { LinkButton } from '@/components/ui/button.tsx'
import { EmptyState } from '@/components/ui/empty-state.tsx'
import { Tabs } from '@/components/ui/tabs.tsx'
import { TextLink } from '@/components/ui/text-link.tsx'
import { currentPolicy } from '@/lib/db/policy.ts'
import { countExceptions, listExceptions, mostListed } from '@/lib/db/list-exceptions.ts'
import { exceptionTabHref, exceptionTabs, readExceptionTab } from '@/lib/model/exception-search.ts'
import type { RawQuery } from '@/lib/model/token-search.ts'
import { may } from '@/lib/model/viewer.ts'
import { controlsRequired } from '@/lib/retirement/exceptions.ts'
import { webWorld } from '@/lib/server/web/ground.ts'
import { pageViewer } from '@/lib/server/web/viewer.ts'
import { reasonWords } from '../reason-words.ts'

export async function generateMetadata({ searchParams }: ExceptionsPageProps): Promise<Metadata> {
  await pageViewer('plans:read')
  const { db } = await webWorld()
  const words = tabWords((await currentPolicy(db.pool)).values.exceptionEndingDays)
  return { title: `${words[readExceptionTab(await searchParams)]} · Exceptions` }
}

type ExceptionsPageProps = { searchParams: Promise<RawQuery> }

/** What have we accepted, until when, who said so? */
export default async function ExceptionsPage({ searchParams }: ExceptionsPageProps) {
  const viewer = await pageViewer('plans:read')
  const tab = readExceptionTab(await searchParams)
  const { db, now } = await webWorld()
  const days = (await currentPolicy(db.pool)).values.exceptionEndingDays
  const [lines, counts] = await Promise.all([listExceptions(db, viewer.scope, tab, now, days), countExceptions(db, viewer, now, days)])
  const { title, says } = emptyTab(days)[tab]
  const tabWord = tabWords(days)
  const tabs = exceptionTabs.map((each) => ({ href: exceptionTabHref(each), label: tabWord[each], count: counts[each] }))
  return (
    <>
      <PageHead
        title="Exceptions"
        says={<Opening counts={counts} endingDays={days} />}
        action={may(viewer.role, 'exceptions:request') ? <LinkButton href="/exceptions/new">Ask for an exception</LinkButton> : null}
      />
      <Tabs label="Exceptions" tabs={tabs} here={exceptionTabHref(tab)} />
      {lines.length > 0 ? (
        <ExceptionTable
          caption={`Exceptions: ${tabWord[tab]}`}
          lines={lines}
          required={controlsRequired}
          reasonWords={reasonWords}
          now={now}
        />
      ) : (
        <EmptyState title={title}>{says}</EmptyState>
      )}
      {lines.length >= mostListed ? (
        <p className="mt-2 text-table text-text-2">
          {tab === 'ended' ? 'The newest' : 'The first'} {mostListed}.
        </p>
      ) : null}
    </>
  )
}

function Opening({ counts, endingDays }: { counts: Parameters<typeof openingWords>[0]; endingDays: number }) {
  return (
    <p>
      {openingWords(counts, endingDays).map((part) =>
        typeof part === 'string' ? (
          part
        ) : (
          <TextLink key={part.tab} href={exceptionTabHref(part.tab)}>
            {part.says}
          </TextLink>
        ),
      )}
    </p>
  )
}
