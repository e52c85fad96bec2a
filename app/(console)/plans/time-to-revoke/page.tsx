import type { Metadata } from 'next'
import { DrillTable, SourceDrillTable } from '@/components/plans/drill-lists.tsx'
import { ProgrammeTabs } from '@/components/plans/programme-tabs.tsx'
import { startTitle, timesSentence } from '@/components/plans/retirement-words.ts'
import { DrillTimesTable, drillProvider, TimesTable } from '@/components/plans/times-table.tsx'
import { PageHead } from '@/components/shell/page-head.tsx'
import { Chips } from '@/components/ui/chip.tsx'
import { Section } from '@/components/ui/section.tsx'
import { countWords } from '@/components/ui/time-words.ts'
import { drillsBySource, drillTimes, listDrills } from '@/lib/db/drills.ts'
import { revocationTimes } from '@/lib/db/revocation-times.ts'
import { evidenceDays } from '@/lib/model/evidence.ts'
import { clockStarts, type RevocationTimes, type SourceDrill } from '@/lib/model/retirement-search.ts'
import type { RawQuery } from '@/lib/model/token-search.ts'
import type { Viewer } from '@/lib/model/viewer.ts'
import { may } from '@/lib/model/viewer.ts'
import { webWorld } from '@/lib/server/web/ground.ts'
import { pageViewer } from '@/lib/server/web/viewer.ts'
import { whatLacks } from '../../what-lacks.tsx'

export const metadata: Metadata = { title: 'Time to revoke · Programme' }

const dayMs = 86_400_000

/** How long it takes until what leaked, or was decided on, really does not work any more; and how long it took when it was tried. */
export default async function TimeToRevokePage({ searchParams }: { searchParams: Promise<RawQuery> }) {
  const viewer = await pageViewer('plans:read')
  const asked = (await searchParams).drills
  const { db, now } = await webWorld()
  const [times, lacks] = await Promise.all([revocationTimes(db, viewer.scope, now), whatLacks(viewer)])
  return (
    <>
      <PageHead title="Time to revoke" says={<Opening times={times} />} />
      <ProgrammeTabs here="times" reviews={viewer.scope.all} />
      {lacks.notice}
      <p className="mb-6 max-w-[72ch] text-table text-text-2">
        A clock stops when a sync shows the token switched off, or absent for the second time; a word or a tick does not stop it. What still works is in no share.
        {lacks.atLeast ? ' What was not read whole may be off already: its clock runs until that is seen.' : ''}
      </p>
      {clockStarts.map((start) => {
        const rows = times.filter((row) => row.start === start)
        return (
          <Section key={start} title={startTitle[start]} says={says[start]}>
            {rows.length > 0 ? <TimesTable start={start} times={rows} atLeast={lacks.atLeast} /> : <p className="text-text-2">{none[start]}</p>}
          </Section>
        )
      })}
      <Drills viewer={viewer} asked={typeof asked === 'string' ? asked : null} now={now} />
    </>
  )
} // prettier-ignore

const says = {
  leak: 'From the moment it was found, with or without a plan.',
  revoke: 'From the opening of a plan for a token that was to be revoked now.',
  retire: 'From the opening of a plan for any other token: it has a date of its own, most often weeks ahead.',
} as const

const none = {
  leak: 'No leak is on record. Sources that report none are not proof that there is none.',
  revoke: 'No plan was opened for a token that was to be revoked now.',
  retire: 'No other plan was opened.',
} as const

/** The most urgent clock that ever ran speaks first. */
function Opening({ times }: { times: readonly RevocationTimes[] }) {
  const first = clockStarts.flatMap((start) => times.find((row) => row.start === start && row.provider === null) ?? [])[0]
  return <p>{first ? <strong className="font-semibold text-text">{timesSentence(first, first.start)}</strong> : 'No clock has run yet.'}</p>
}

async function Drills({ viewer, asked, now }: { viewer: Viewer; asked: string | null; now: Date }) {
  const { db } = await webWorld()
  const [times, sources] = await Promise.all([drillTimes(db, viewer.scope), drillsBySource(db, viewer.scope)])
  const provider = times.find((each) => each.provider !== null && each.provider === asked)?.provider ?? null
  const drills = await listDrills(db, viewer.scope, provider)
  const all = times.find((each) => each.provider === provider)?.drills ?? 0
  const linked = may(viewer.role, 'sources:read') && may(viewer.role, 'directory:read')
  return (
    <div id="drills" className="scroll-mt-16">
      <Section
        title="Drills"
        says={`How long a revocation took when it was tried. A drill counts for ${evidenceDays} days. ${record(viewer)}`}
      >
        {times.length > 0 ? <DrillTimesTable times={times} /> : <p className="text-text-2">No drill is on record.</p>}
      </Section>
      {sources.length > 0 ? (
        <Section
          title="The last drill of each source"
          says={`${staleWords(sources, now)} On the source, or on one of its tokens; where several have one day, the slowest.`}
        >
          <SourceDrillTable sources={sources} counts={evidenceDays} now={now} />
        </Section>
      ) : null}
      {drills.length > 0 ? (
        <Section
          title="Drills on record"
          says={all > drills.length ? `The newest ${countWords(drills.length)} of ${countWords(all)}.` : null}
        >
          {provider ? (
            <div className="mb-2">
              <Chips
                chips={[{ says: drillProvider(provider), href: '/plans/time-to-revoke#drills' }]}
                clear="/plans/time-to-revoke#drills"
              />
            </div>
          ) : null}
          <DrillTable drills={drills} linked={linked} />
        </Section>
      ) : null}
    </div>
  )
}

function record({ role }: Viewer): string {
  return may(role, 'tokens:edit') ? 'Record one on the page of a source, a workload or a token, under its controls.' : ''
}

function staleWords(sources: readonly SourceDrill[], now: Date): string {
  const never = sources.filter(({ lastAt }) => lastAt === null).length
  const stale = sources.filter(({ lastAt }) => lastAt !== null && now.getTime() - lastAt.getTime() > evidenceDays * dayMs).length
  if (never + stale === 0) return 'Each was drilled in time.'
  const parts = [
    ...(never > 0 ? [`${countWords(never)} never`] : []),
    ...(stale > 0 ? [`${countWords(stale)} not for ${evidenceDays} days`] : []),
  ]
  return `Of ${countWords(sources.length)} ${sources.length === 1 ? 'source' : 'sources'} ${parts.join(', ')}.`
}
