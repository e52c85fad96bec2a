import { Nothing } from '@/components/ui/nothing.tsx'
import { Table, Td, Th, Tr, TwoLines } from '@/components/ui/table.tsx'
import { TextLink } from '@/components/ui/text-link.tsx'
import { Past } from '@/components/ui/time.tsx'
import { countWords, dueWords, spanWords } from '@/components/ui/time-words.ts'
import type { RunState as RunStateName } from '@/lib/model/source.ts'
import { RunState } from './run-state.tsx'

export type SourceLine = {
  id: string
  name: string
  kindLabel: string
  subject: string
  everyMinutes: number | null
  lastCompleteAt: Date | null
  nextDueAt: Date | null
  tokens: number
  run: { state: RunStateName; staged: number; expected: number | null; gaps: readonly { object: string }[]; problem: string | null } | null
}

/** What we watch, how it went, and what is missing from it. */
export function SourceTable({ sources, now }: { sources: readonly SourceLine[]; now: Date }) {
  return (
    <Table caption="Sources">
      <thead>
        <tr>
          <Th>Source</Th>
          <Th>State</Th>
          <Th>Last complete</Th>
          <Th>Missing</Th>
          <Th className="text-right">Tokens</Th>
          <Th>Next</Th>
        </tr>
      </thead>
      <tbody>
        {sources.map((source) => (
          <Tr key={source.id}>
            <Td className="min-w-52">
              <TwoLines
                first={
                  <TextLink href={`/sources/${source.id}`} className="font-medium">
                    {source.name}
                  </TextLink>
                }
                second={`${source.kindLabel} · ${source.subject}`}
              />
            </Td>
            <Td>
              <TwoLines first={<RunState state={source.run?.state ?? null} />} second={progress(source.run)} />
            </Td>
            <Td>{source.lastCompleteAt ? <Past at={source.lastCompleteAt} now={now} /> : <Nothing is="never" />}</Td>
            <Td className="min-w-48">{missing(source.run)}</Td>
            <Td className="text-right">{countWords(source.tokens)}</Td>
            <Td className="whitespace-nowrap">
              <Next source={source} now={now} />
            </Td>
          </Tr>
        ))}
      </tbody>
    </Table>
  )
}

function Next({ source: { everyMinutes, nextDueAt }, now }: { source: SourceLine; now: Date }) {
  if (everyMinutes === null) return <span className="text-text-3">when asked</span>
  return (
    <TwoLines first={nextDueAt && nextDueAt > now ? dueWords(nextDueAt, now) : 'due'} second={`every ${spanWords(everyMinutes * 60)}`} />
  )
}

function progress(run: SourceLine['run']): string {
  if (run?.state !== 'running') return ''
  return run.expected ? `${countWords(run.staged)} of about ${countWords(run.expected)}` : `${countWords(run.staged)} so far`
}

function missing(run: SourceLine['run']) {
  if (run?.state === 'failed') return <span className="text-revoke">{run.problem ?? 'Everything since the last complete sync.'}</span>
  if (!run || run.gaps.length === 0) return <Nothing is="none" />
  const objects = [...new Set(run.gaps.map(({ object }) => object))]
  return (
    <span className="text-standing">
      {objects.slice(0, 3).join(', ')}
      {objects.length > 3 ? ` and ${objects.length - 3} more` : ''}
    </span>
  )
}
