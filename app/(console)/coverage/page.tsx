import type { Metadata } from 'next'
import { PageHead } from '@/components/shell/page-head.tsx'
import { CoverageIndex } from '@/components/sources/coverage-index.tsx'
import { CoverageMatrix, type CoverageGroup } from '@/components/sources/coverage-matrix.tsx'
import { countCoverage, coverageWords, type CoverageCounts } from '@/components/sources/coverage-summary.ts'
import { FileCoverage } from '@/components/sources/file-coverage.tsx'
import { standingOf } from '@/components/sources/source-standing.ts'
import { VerifiedMark } from '@/components/sources/verified-mark.tsx'
import { EmptyState } from '@/components/ui/empty-state.tsx'
import { Section } from '@/components/ui/section.tsx'
import { TextLink } from '@/components/ui/text-link.tsx'
import type { Verified } from '@/lib/connectors/contract.ts'
import { connectorFamilies, type ConnectorFamily } from '@/lib/model/connector-family.ts'
import { connectorOf } from '@/lib/connectors/registry.ts'
import { listSources, type SourceRow } from '@/lib/db/list-sources.ts'
import { sourceHoldings, type SourceHoldings } from '@/lib/db/source-holdings.ts'
import { webWorld } from '@/lib/server/web/ground.ts'
import { pageViewer } from '@/lib/server/web/viewer.ts'
import { coverageLines } from '../sources/coverage-lines.ts'
import { unaskedOf } from '../sources/unasked-of.ts'

export const metadata: Metadata = { title: 'Coverage' }

/** So many lines are read at a glance: with more, each kind's are folded until somebody opens them. */
const mostOpen = 40

/** What do we see of each source, and what not? `open`: the kind whose lines are shown, or "all". */
export default async function CoveragePage({ searchParams }: { searchParams: Promise<{ open?: string | string[] }> }) {
  await pageViewer('sources:read')
  const { open } = await searchParams
  const { db, now } = await webWorld()
  const [sources, holdings] = await Promise.all([listSources(db), sourceHoldings(db)])
  const byKind = Map.groupBy(sources, ({ kind }) => kind)
  const told = await Promise.all([...byKind].map(([kind, those]) => groupOf(kind, those, holdings)))
  const groups = connectorFamilies.flatMap((family) => told.filter((group) => group.family === family))
  const lines = groups.flatMap((group) => group.sources.flatMap((source) => source.lines))
  const counts = countCoverage(lines)
  const stale = sources.filter((source) => standingOf(source, now) === 'stale').length
  const isShort = lines.length <= mostOpen
  return (
    <>
      <PageHead
        title="Coverage"
        says={
          <p>
            {sources.length === 0 ? 'Nothing is read: there is no source. ' : headSays(counts)}
            {stale > 0 ? `${stale} ${stale === 1 ? 'source is' : 'sources are'} out of date: what is there may have changed since. ` : null}
            {neverSays(counts)}
            <TextLink href="/sources">Sources</TextLink>
            {isShort ? null : (
              <>
                {' · '}
                <TextLink href={open === 'all' ? '/coverage' : '/coverage?open=all'}>{open === 'all' ? 'Close all' : 'Open all'}</TextLink>
              </>
            )}
          </p>
        }
      />
      {groups.length > 1 ? <CoverageIndex kinds={groups.map((group) => ({ ...group, sources: group.sources.length }))} /> : null}
      {groups.map((group) => (
        <Section key={group.kind} id={group.kind} title={group.label}>
          {group.verified ? <VerifiedMark verified={group.verified} /> : null}
          <Lines group={group} open={isShort || open === group.kind || open === 'all' || lacks(group.counts)} />
        </Section>
      ))}
      {groups.length === 0 ? (
        <EmptyState title="No source is connected yet.">Coverage says what is seen of each source, and what cannot be.</EmptyState>
      ) : null}
    </>
  )
}

type Group = CoverageGroup & { family: ConnectorFamily; verified: Verified | null; counts: CoverageCounts }

/** The lines of one kind, folded under what they come to. */
function Lines({ group, open }: { group: Group; open: boolean }) {
  return (
    <details open={open}>
      <summary className="w-fit cursor-pointer py-1 text-table text-accent">{coverageWords(group.counts)}</summary>
      <div className="mt-2">{group.kind === 'file' ? <FileCoverage group={group} /> : <CoverageMatrix group={group} />}</div>
    </details>
  )
}

function lacks(counts: CoverageCounts): boolean {
  return counts['not-permitted'] + counts.incomplete > 0
}

/** Whether everything was read, of what is asked for: never in words that hide what is not. */
function headSays(counts: CoverageCounts): string {
  const unseen = counts['not-permitted'] + counts.incomplete
  const unread = counts['not-yet']
  const unasked = counts['not-asked'] + counts.inPart
  const read =
    unseen > 0
      ? `${unseen} ${unseen === 1 ? 'object' : 'objects'} could not be read whole the last time. `
      : unread > 0
        ? `${unread} ${unread === 1 ? 'object was' : 'objects were'} not read yet. `
        : unasked > 0
          ? 'Everything that is asked for was read the last time. '
          : 'Everything that can be read was read the last time. '
  if (unasked === 0) return read
  return `${read}${unasked} ${unasked === 1 ? 'is' : 'are'} not asked for, whole or in part: what is there is not known. `
}

function neverSays(counts: CoverageCounts): string | null {
  const never = counts['not-offered'] + counts['not-built']
  return never > 0
    ? `${never} ${never === 1 ? 'is' : 'are'} not offered by their provider or not yet built; what it is stands below. `
    : null
}

async function groupOf(kind: string, sources: readonly SourceRow[], holdings: SourceHoldings): Promise<Group> {
  const connector = await connectorOf(kind)
  const { label, family, coverage, verified } = connector
  const told = sources.map(({ id, name, run, settings }) => {
    const held = holdings.get(id) ?? { tokens: {}, issuers: {} }
    return { id, name, lines: coverageLines(coverage, unaskedOf(connector, settings), run, { id, ...held }) }
  })
  return { kind, label, family, verified, sources: told, counts: countCoverage(told.flatMap(({ lines }) => lines)) }
}
