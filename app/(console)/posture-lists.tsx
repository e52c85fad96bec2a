import { FindOutFirst, RetireFirst } from '@/components/posture/retire-first.tsx'
import { TeamPostureTable } from '@/components/posture/team-table.tsx'
import { Section } from '@/components/ui/section.tsx'
import { TextLink } from '@/components/ui/text-link.tsx'
import { countWords } from '@/components/ui/time-words.ts'
import { listTokens } from '@/lib/db/list-tokens.ts'
import { monthAgo, mostTeams, openPlansOf, postureByTeam, unknownsOf } from '@/lib/db/posture.ts'
import { suggestedOwners } from '@/lib/db/suggested-owner.ts'
import { retireFirst } from '@/lib/model/retire-first.ts'
import { readTokenSearch } from '@/lib/model/token-search.ts'
import { may, type Viewer } from '@/lib/model/viewer.ts'
import { whomToAsk } from '@/lib/posture/whom-to-ask.ts'
import { webWorld } from '@/lib/server/web/ground.ts'
import { reasonWords } from './reason-words.ts'

const firstShown = 10
const findOutFirst = 5

/** What to retire first and what to find out first, each with what it would do. */
export async function First({ viewer, now }: { viewer: Viewer; now: Date }) {
  const { scope } = viewer
  if (!scope.all) return null
  const { db } = await webWorld()
  const [retire, find] = await Promise.all([
    listTokens(db, scope, { ...retireFirst, limit: firstShown }, now),
    listTokens(db, scope, { ...readTokenSearch({ improvable: 'yes' }), limit: findOutFirst }, now),
  ])
  const [plans, unknowns, suggested] = await Promise.all([
    openPlansOf(db, scope, retire.rows.map(({ id }) => id)),
    unknownsOf(db, scope, find.rows.map(({ id }) => id)),
    suggestedOwners(db, scope, find.rows.map(({ id }) => id)),
  ])
  const whom = new Map(find.rows.map((token) => [token.id, whomToAsk(token, suggested.get(token.id))]))
  const removed = retire.rows.reduce((sum, { risk }) => sum + risk, 0)
  return (
    <div className="grid gap-x-6 xl:grid-cols-12">
      <Section
        title="Retire first"
        className="min-w-0 xl:col-span-8"
        says={
          retire.rows.length > 0 ? (
            <>
              Retiring these {countWords(retire.rows.length)} removes {countWords(removed)} points of risk. <TextLink href="/tokens?view=retire-first">All that come first</TextLink>
            </>
          ) : null
        }
      >
        {retire.rows.length > 0 ? (
          <RetireFirst tokens={retire.rows} plans={plans} mayPlan={may(viewer.role, 'plans:edit')} reasonWords={reasonWords} now={now} />
        ) : (
          <p className="text-text-2">No live token is a standing privilege whatever the unknowns turn out to be.</p>
        )}
      </Section>
      <Section
        title="Find out first"
        className="min-w-0 xl:col-span-4"
        says={
          find.rows.length > 0 ? (
            <>
              Their verdict may be better than it looks. <TextLink href="/tokens?view=find-out-first">All of them</TextLink>
            </>
          ) : null
        }
      >
        {find.rows.length > 0 ? <FindOutFirst tokens={find.rows} unknowns={unknowns} whom={whom} reasonWords={reasonWords} /> : <p className="text-text-2">No verdict hangs on a fact that is not known.</p>}
      </Section>
    </div>
  )
} // prettier-ignore

/** Who has standing privileges, and whether they are in a plan. */
export async function Teams({ viewer: { scope }, now, atLeast }: { viewer: Viewer; now: Date; atLeast: boolean }) {
  if (!scope.all) return null
  const { db } = await webWorld()
  const { rows, teams } = await postureByTeam(db, scope, now)
  return (
    <Section title="By team" says={teams > rows.length ? `The ${mostTeams} with most late plans and standing privileges, of ${countWords(teams)}.` : 'Who has standing privileges, and whether they are in a plan.'}>
      {rows.length > 0 ? (
        <TeamPostureTable rows={rows} since={monthAgo(now).toISOString().slice(0, 10)} atLeast={atLeast} />
      ) : (
        <p className="text-text-2">No live token is a standing privilege.</p>
      )}
    </Section>
  )
} // prettier-ignore
