import { Link } from '@/components/ui/link.tsx'
import { DrawerHead } from '@/components/tokens/drawer/drawer-head.tsx'
import { drawerHref, tokenHref } from '@/components/tokens/drawer/token-links.ts'
import { NextStep } from '@/components/tokens/detail/next-step.tsx'
import { Part } from '@/components/tokens/detail/part.tsx'
import { Reasons } from '@/components/tokens/detail/reasons.tsx'
import { UsedBy } from '@/components/tokens/detail/used-by.tsx'
import { VerdictBanner } from '@/components/tokens/detail/verdict-banner.tsx'
import { verdictSentence } from '@/components/tokens/detail/verdict-sentence.ts'
import { WouldChangeList } from '@/components/tokens/detail/would-change-list.tsx'
import type { TokenDetail } from '@/lib/db/token-detail.ts'
import { tokenNeighbours } from '@/lib/db/token-neighbours.ts'
import type { TokenList } from '@/lib/model/token-list.ts'
import { may, type Viewer } from '@/lib/model/viewer.ts'
import { webWorld } from '@/lib/server/web/ground.ts'
import { pageViewer } from '@/lib/server/web/viewer.ts'
import { ExceptionBeside } from './exception-beside.tsx'
import { explain } from './explain.ts'
import { consumersFor, groundFor } from './judged-for.ts'
import { findToken } from './read-token.ts'

/** One token beside its list: the verdict, why, what next, what would change it, who uses it; the rest is on its page. */
export async function TokenDrawer({ id, list }: { id: string; list: TokenList }) {
  const viewer = await pageViewer('tokens:read')
  const { db, now } = await webWorld()
  const [token, neighbours] = await Promise.all([findToken(id), tokenNeighbours(db, viewer.scope, list.search, now, id)])
  const page = tokenHref(id, list)
  const to = (other: string | null) => (other ? { id: other, href: drawerHref(list, other) } : null)
  return (
    <>
      <DrawerHead
        id={id}
        name={token?.name ?? 'No such token'}
        retired={token?.verdict === 'retired'}
        says={token ? <Says token={token} /> : null}
        page={page}
        close={drawerHref(list, null)}
        previous={to(neighbours.previous)}
        next={to(neighbours.next)}
      />
      {token ? (
        <Judged token={token} page={page} viewer={viewer} ground={await groundFor(viewer, token)} now={now} />
      ) : (
        <p className="px-5 py-4 text-text-2">There is no such token, or it is not one of yours.</p>
      )}
    </>
  )
}

function Says({ token }: { token: TokenDetail }) {
  return (
    <p className="text-table text-text-2">
      {token.kind} ·{' '}
      <span translate="no" className="font-mono break-all">
        {token.displayId}
      </span>
    </p>
  )
}

type JudgedProps = { token: TokenDetail; page: string; viewer: Viewer; ground: Awaited<ReturnType<typeof groundFor>>; now: Date }

function Judged({ token, page, viewer, ground, now }: JudgedProps) {
  const why = explain(token, may(viewer.role, 'tokens:edit'), now)
  return (
    <div className="flex flex-col gap-6 px-5 py-4">
      <VerdictBanner token={token} says={verdictSentence(why.judged, now)} becomes={why.becomes} page={page} now={now}>
        <ExceptionBeside token={token} viewer={viewer} />
      </VerdictBanner>
      <Part id="why" title="Why" level="h3">
        <Reasons reasons={why.reasons} about={why.about} />
      </Part>
      <Part id="next" title="Next step" level="h3" className="rounded-panel border border-line bg-panel p-4">
        <NextStep step={why.step} ground={ground} page={page} now={now} />
      </Part>
      <Part id="change" title="What would change it" level="h3">
        <WouldChangeList changes={why.changes} was={token} />
      </Part>
      <Part id="used-by" title="Used by" level="h3">
        <UsedBy consumers={consumersFor(token)} isFile={token.sourceKind === 'file'} kind={token.kind} now={now} />
      </Part>
      <nav aria-label="On the full page" className="border-t border-line pt-4">
        <ul className="flex flex-wrap gap-x-4 gap-y-1 text-table">
          {onPage.map(([fragment, label]) => (
            <li key={fragment}>
              <Link
                href={`${page}#${fragment}`}
                className="inline-flex min-h-6 items-center text-accent underline decoration-1 underline-offset-2 pointer-coarse:min-h-11"
              >
                {label}
              </Link>
            </li>
          ))}
        </ul>
      </nav>
    </div>
  )
}

const onPage = [
  ['facts', 'Facts'],
  ['grants', 'What it can do'],
  ['score', 'What makes the risk'],
  ['controls', 'Controls'],
  ['timeline', 'Timeline'],
  ['raw', 'Raw'],
] as const
