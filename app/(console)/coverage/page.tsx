import type { Metadata } from 'next'
import { PageHead } from '@/components/shell/page-head.tsx'
import { CoverageMatrix, type CoverageGroup } from '@/components/sources/coverage-matrix.tsx'
import { FileCoverage } from '@/components/sources/file-coverage.tsx'
import { standingOf } from '@/components/sources/source-standing.ts'
import { VerifiedMark } from '@/components/sources/verified-mark.tsx'
import { EmptyState } from '@/components/ui/empty-state.tsx'
import { Section } from '@/components/ui/section.tsx'
import { TextLink } from '@/components/ui/text-link.tsx'
import type { Verified } from '@/lib/connectors/contract.ts'
import { connectorOf } from '@/lib/connectors/registry.ts'
import { listSources, type SourceRow } from '@/lib/db/list-sources.ts'
import { sourceHoldings, type SourceHoldings } from '@/lib/db/source-holdings.ts'
import { webWorld } from '@/lib/server/web/ground.ts'
import { pageViewer } from '@/lib/server/web/viewer.ts'
import { coverageLines } from '../sources/coverage-lines.ts'
import { unaskedOf } from '../sources/unasked-of.ts'

export const metadata: Metadata = { title: 'Coverage' }

/** What do we see of each source, and what not? */
export default async function CoveragePage() {
  await pageViewer('sources:read')
  const { db, now } = await webWorld()
  const [sources, holdings] = await Promise.all([listSources(db), sourceHoldings(db)])
  const byKind = Map.groupBy(sources, ({ kind }) => kind)
  const groups = await Promise.all([...byKind].map(([kind, those]) => groupOf(kind, those, holdings)))
  const all = groups.flatMap((group) => group.sources.flatMap(({ lines }) => lines))
  const unseen = all.filter(({ state }) => state === 'not-permitted' || state === 'incomplete').length
  const unread = all.filter(({ state }) => state === 'not-yet').length
  const stale = sources.filter((source) => standingOf(source, now) === 'stale').length
  const unasked = all.filter(({ state, inPart }) => state === 'not-asked' || inPart).length
  const never = all.filter(({ state }) => state === 'not-offered' || state === 'not-built').length
  return (
    <>
      <PageHead
        title="Coverage"
        says={
          <p>
            {sources.length === 0
              ? 'Nothing is read: there is no source. '
              : unseen > 0
                ? `${unseen} ${unseen === 1 ? 'object' : 'objects'} could not be read whole the last time. `
                : unread > 0
                  ? `${unread} ${unread === 1 ? 'object was' : 'objects were'} not read yet. `
                  : unasked > 0
                    ? 'Everything that is asked for was read the last time. '
                    : 'Everything that can be read was read the last time. '}
            {unasked > 0
              ? `${unasked} ${unasked === 1 ? 'is' : 'are'} not asked for by the settings, whole or in part, so that nothing is known of what is there. `
              : null}
            {stale > 0 ? `${stale} ${stale === 1 ? 'source is' : 'sources are'} out of date: what is there may have changed since. ` : null}
            {never > 0 ? `${never} are not offered by their provider or not yet built; they are named below. ` : null}
            <TextLink href="/sources">Sources</TextLink>
          </p>
        }
      />
      {groups.length > 0 ? (
        groups.map((group) => (
          <Section key={group.kind} title={group.label}>
            {group.verified ? (
              <div className="mb-3">
                <VerifiedMark verified={group.verified} />
              </div>
            ) : null}
            {group.kind === 'file' ? <FileCoverage group={group} /> : <CoverageMatrix group={group} />}
          </Section>
        ))
      ) : (
        <EmptyState title="No source is connected yet.">Coverage says what is seen of each source, and what cannot be.</EmptyState>
      )}
    </>
  )
}

type Group = CoverageGroup & { verified: Verified | null }

async function groupOf(kind: string, sources: readonly SourceRow[], holdings: SourceHoldings): Promise<Group> {
  const connector = await connectorOf(kind)
  const { label, coverage, verified } = connector
  return {
    kind,
    label,
    verified,
    sources: sources.map(({ id, name, run, settings }) => {
      const held = holdings.get(id) ?? { tokens: {}, issuers: {} }
      return { id, name, lines: coverageLines(coverage, unaskedOf(connector, settings), run, { id, ...held }) }
    }),
  }
}
