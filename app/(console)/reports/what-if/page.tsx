import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { BeforeAfter } from '@/components/posture/before-after.tsx'
import { changeWords } from '@/components/posture/change-words.ts'
import { ChangeTable } from '@/components/posture/change-table.tsx'
import { MovedTable } from '@/components/posture/moved-table.tsx'
import { standingQuery } from '@/components/posture/team-table.tsx'
import { PageHead } from '@/components/shell/page-head.tsx'
import { LinkButton } from '@/components/ui/button.tsx'
import { Pagination } from '@/components/ui/pagination.tsx'
import { Section } from '@/components/ui/section.tsx'
import { countWords, leastAtHead } from '@/components/ui/time-words.ts'
import { fleetGroups, movedTokens } from '@/lib/db/fleet.ts'
import { readMoveEdge, writeMoveEdge, type MoveEdge } from '@/lib/model/fleet.ts'
import type { RawQuery } from '@/lib/model/token-search.ts'
import type { Scope } from '@/lib/model/viewer.ts'
import { fleetChangeOf, fleetChanges, type FleetChange } from '@/lib/posture/what-if/changes.ts'
import { compare, movesFrom, readGroups, unreadTokens, type Comparison } from '@/lib/posture/what-if/compare.ts'
import { webWorld } from '@/lib/server/web/ground.ts'
import { pageViewer } from '@/lib/server/web/viewer.ts'
import { whatLacks } from '../../what-lacks.tsx'

type WhatIfPageProps = { searchParams: Promise<RawQuery> }

const path = '/reports/what-if'
const rowsPerPage = 50

export async function generateMetadata({ searchParams }: WhatIfPageProps): Promise<Metadata> {
  const asked = askedChange(await searchParams)
  return { title: [...(asked ? [asked.title] : []), 'What if', 'Reports'].join(' · ') }
}

/** What would the fleet look like after a change? By the same model as every score; nothing is saved. */
export default async function WhatIfPage({ searchParams }: WhatIfPageProps) {
  const viewer = await pageViewer('posture:read')
  const { scope } = viewer
  if (!scope.all) notFound()
  const query = await searchParams
  const change = askedChange(query)
  if (change === undefined) notFound()
  const { db } = await webWorld()
  const [found, { atLeast, notice }] = await Promise.all([fleetGroups(db, scope), whatLacks(viewer)])
  const groups = readGroups(found)
  const unread = unreadTokens(groups)
  const compared = (change ? [change] : fleetChanges).map((each) => ({ ...each, ...compare(each, groups) }))
  const [only] = compared
  return (
    <>
      <PageHead
        title={change ? `What if: ${change.title}` : 'What if'}
        says={change && only ? <Says compared={only} atLeast={atLeast} /> : <p>Pick a change of the whole fleet and see what it would do. Every live token is scored again by the same model, with its facts as they would be; nothing is saved.</p>}
        action={change ? <LinkButton href={path}>All changes</LinkButton> : null}
      />
      {notice}
      {unread > 0 ? <p className="mb-4 text-table text-text-2">{countWords(unread)} live tokens were scored by another model; they stay as they are until they are scored again.</p> : null}
      {change && only ? (
        <>
          <Facts change={change} compared={only} atLeast={atLeast} />
          <Moved scope={scope} change={change} compared={only} edge={readMoveEdge(query.after)} />
        </>
      ) : (
        <ChangeTable changes={compared} atLeast={atLeast} />
      )}
    </>
  )
} // prettier-ignore

/** The change that an address names; null where it names none, undefined where there is no such one. */
function askedChange({ change }: RawQuery): FleetChange | null | undefined {
  if (change === undefined) return null
  return typeof change === 'string' ? fleetChangeOf(change) : undefined
}

/** "1,284 standing privileges would be 912: 372 fewer." */
function Says({ compared: { before, after, touched, moved }, atLeast }: { compared: Comparison; atLeast: boolean }) {
  if (touched === 0) return <p>It touches no live token{atLeast ? ' that we can see' : ''}: everything stays as it is.</p>
  return (
    <p>
      <strong className="font-semibold text-text">
        {leastAtHead(before.standing, atLeast)} standing {before.standing === 1 ? 'privilege' : 'privileges'} would be {countWords(after.standing)}: {changeWords(after.standing - before.standing)}.
      </strong>{' '}
      It touches {countWords(touched)} {touched === 1 ? 'token' : 'tokens'}; the verdict or risk of {countWords(moved)} would move, and {countWords(before.risk - after.risk)} of {countWords(before.risk)} points of risk would go.
    </p>
  )
} // prettier-ignore

function Facts({ change, compared, atLeast }: { change: FleetChange; compared: Comparison; atLeast: boolean }) {
  const { before, after, left } = compared
  return (
    <div className="grid gap-x-6 xl:grid-cols-12">
      <Section title="Now and then" className="min-w-0 xl:col-span-7">
        <BeforeAfter before={before} after={after} standingQuery={standingQuery} atLeast={atLeast} />
      </Section>
      <Section title="What is assumed" className="min-w-0 xl:col-span-5">
        <dl className="flex max-w-[72ch] flex-col gap-3 text-table">
          <div>
            <dt className="font-medium">Whom it touches</dt>
            <dd className="text-text-2">{change.whom}</dd>
          </div>
          <div>
            <dt className="font-medium">What becomes of them</dt>
            <dd className="text-text-2">{change.becomes}</dd>
          </div>
          {change.left ? (
            <div>
              <dt className="font-medium">What it leaves</dt>
              <dd className="text-text-2">
                {change.left.says}: {left > 0 ? countWords(left) : 'none'}.
              </dd>
            </div>
          ) : null}
        </dl>
      </Section>
    </div>
  )
}

type MovedProps = { scope: Extract<Scope, { all: true }>; change: FleetChange; compared: Comparison; edge: MoveEdge | null }

/** A page of the tokens that move, most risk removed first. */
async function Moved({ scope, change, compared: { moves, moved }, edge }: MovedProps) {
  const { db } = await webWorld()
  const some = movesFrom(moves, edge?.removed ?? Infinity, rowsPerPage + 1)
  const found = await movedTokens(db, scope, some, { edge, limit: rowsPerPage + 1 })
  const rows = found.slice(0, rowsPerPage).flatMap(({ group, ...token }) => {
    const move = some[group]
    return move ? [{ ...token, now: move.group, then: { verdict: move.verdict, risk: move.risk }, removed: move.removed }] : []
  })
  const [before, last] = [edge?.before ?? 0, rows.at(-1)]
  const href = (after: MoveEdge | null) => `${path}?change=${change.id}${after ? `&after=${writeMoveEdge(after)}` : ''}`
  const next = found.length > rowsPerPage && last ? href({ removed: last.removed, id: last.id, before: before + rows.length }) : null
  return (
    <Section id="moves" title="Tokens that move" says={moved > 0 ? 'Those that lose most risk first.' : null}>
      {rows.length > 0 ? <MovedTable tokens={rows} /> : <p className="text-text-2">{moved > 0 ? 'No more tokens move.' : 'No verdict and no risk moves.'}</p>}
      {next || edge ? (
        <div className="mt-3 flex flex-wrap items-center gap-3">
          {edge ? <LinkButton href={href(null)}>First page</LinkButton> : null}
          <Pagination
            label="Pages of the tokens that move"
            previous={null}
            next={next}
            says={`${countWords(before + 1)}–${countWords(before + rows.length)} of ${countWords(moved)}`}
          />
        </div>
      ) : null}
    </Section>
  )
} // prettier-ignore
