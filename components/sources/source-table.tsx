import { hrefOf } from '@/components/tokens/token-hrefs.ts'
import { Nothing } from '@/components/ui/nothing.tsx'
import { Table, Td, Th, Tr, TwoLines } from '@/components/ui/table.tsx'
import { TextLink } from '@/components/ui/text-link.tsx'
import { Past } from '@/components/ui/time.tsx'
import { countWords, dueWords, leastWords, spanWords } from '@/components/ui/time-words.ts'
import type { RunState as RunStateName } from '@/lib/model/source.ts'
import { readTokenSearch } from '@/lib/model/token-search.ts'
import { RunState } from './run-state.tsx'
import { standingOf } from './source-standing.ts'

export type SourceLine = {
  id: string
  kind: string
  name: string
  kindLabel: string
  subject: string
  everyMinutes: number | null
  lastCompleteAt: Date | null
  nextDueAt: Date | null
  tokens: number
  /** Whether it has a credential to act with. */
  mayAct: boolean
  run: { state: RunStateName; staged: number; expected: number | null; gaps: readonly { object: string }[]; problem: string | null } | null
}

type Shown = { source: SourceLine; now: Date }

/** What we watch, how it went, and what is missing from it. On a phone each source is a card. */
export function SourceTable({ sources, now }: { sources: readonly SourceLine[]; now: Date }) {
  return (
    <Table caption="Sources" cards>
      <thead role="rowgroup">
        <Tr>
          <Th>Source</Th>
          <Th>Kind</Th>
          <Th>State</Th>
          <Th>Last complete</Th>
          <Th>Missing</Th>
          <Th className="text-right">Tokens</Th>
          <Th>Next</Th>
          <Th>May act</Th>
        </Tr>
      </thead>
      <tbody role="rowgroup">
        {sources.map((source) => (
          <Tr key={source.id} data-key-row>
            <Td className="md:max-w-80 md:min-w-48">
              <TwoLines first={<NameLink source={source} />} second={source.kind === 'file' ? '' : source.subject} />
            </Td>
            <Td label="Kind" className="whitespace-nowrap">
              {source.kindLabel}
            </Td>
            <Td label="State">
              <State source={source} now={now} />
            </Td>
            <Td label="Last complete">
              <LastComplete source={source} now={now} />
            </Td>
            <Td label="Missing" className="md:min-w-40">
              <Missing source={source} now={now} />
            </Td>
            <Td label="Tokens" className="md:text-right">
              <Tokens source={source} now={now} />
            </Td>
            <Td label="Next" className="whitespace-nowrap">
              <Next source={source} now={now} />
            </Td>
            <Td label="May act">
              <MayAct source={source} />
            </Td>
          </Tr>
        ))}
      </tbody>
    </Table>
  )
}

function NameLink({ source: { id, name } }: { source: SourceLine }) {
  return (
    <TextLink href={`/sources/${id}`} className="font-medium" data-key-open>
      {name}
    </TextLink>
  )
}

function State({ source, now }: Shown) {
  const { run } = source
  const state = <RunState state={standingOf(source, now)} />
  return run?.state === 'running' ? <TwoLines first={state} second={progress(run)} /> : state
}

function progress({ staged, expected }: NonNullable<SourceLine['run']>): string {
  return expected ? `${countWords(staged)} of about ${countWords(expected)}` : `${countWords(staged)} so far`
}

function LastComplete({ source: { lastCompleteAt }, now }: Shown) {
  return lastCompleteAt ? <Past at={lastCompleteAt} now={now} /> : <Nothing is="never" />
}

function Missing({ source, now }: Shown) {
  const { run, id, kind } = source
  const standing = standingOf(source, now)
  if (standing === 'never' && kind !== 'file') return <TextLink href={`/sources/${id}/start`}>Everything. Start its first sync</TextLink>
  if (standing === 'failed')
    return <span className="line-clamp-3 text-revoke">{run?.problem?.split('\n')[0] ?? 'Everything since the last complete sync.'}</span>
  if (run && run.gaps.length > 0) {
    const objects = [...new Set(run.gaps.map(({ object }) => object))]
    const more = objects.length > 3 ? ` and ${objects.length - 3} more` : ''
    return <span className="text-standing">{`${objects.slice(0, 3).join(', ')}${more}`}</span>
  }
  if (standing === 'stale') return <span className="text-standing">what changed since</span>
  return <Nothing is="none" />
}

function Tokens({ source, now }: Shown) {
  const { id, tokens } = source
  const standing = standingOf(source, now)
  if (tokens === 0) return standing === 'complete' ? <span className="text-text-3">0</span> : <Nothing is="none seen" />
  return (
    <TextLink href={hrefOf(readTokenSearch({ source: id, state: ['live', 'disabled'] }))} className="whitespace-nowrap">
      {leastWords(tokens, standing !== 'complete')}
    </TextLink>
  )
}

function Next({ source: { kind, everyMinutes, nextDueAt }, now }: Shown) {
  if (kind === 'file') return <span className="text-text-3">when imported</span>
  if (everyMinutes === null) return <span className="text-text-3">when asked</span>
  return (
    <TwoLines first={nextDueAt && nextDueAt > now ? dueWords(nextDueAt, now) : 'due'} second={`every ${spanWords(everyMinutes * 60)}`} />
  )
}

/** No connector changes anything at a provider yet, so that none may. */
function MayAct({ source: { kind, mayAct } }: { source: SourceLine }) {
  return kind === 'file' ? (
    <Nothing is="not applicable" />
  ) : (
    <span className={mayAct ? undefined : 'text-text-2'}>{mayAct ? 'on' : 'off'}</span>
  )
}
