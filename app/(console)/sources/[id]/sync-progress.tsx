'use client'

import { QueryClient, QueryClientProvider, useQuery } from '@tanstack/react-query'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { countsWords, phaseWord } from '@/components/sources/run-words.ts'
import { RunState } from '@/components/sources/run-state.tsx'
import { Button } from '@/components/ui/button.tsx'
import { countWords } from '@/components/ui/time-words.ts'
import type { RunProgress } from '@/lib/db/run-progress.ts'
import { StopSync } from './acts.tsx'

/** A run as it comes over the wire: what this shows of it. */
type Progress = Pick<RunProgress, 'id' | 'state' | 'phase' | 'expected' | 'staged' | 'merged' | 'counts' | 'gaps' | 'problem'>

type SyncProgressProps = {
  sourceId: string
  /** The newest run as the page around shows it. */
  initial: Progress | null
  /** Whether its viewer may ask a running one to stop. */
  mayStop: boolean
}

const whileRunningMs = 1_000
const otherwiseMs = 5_000

/** The source's newest run, as it goes. Progress moves in here only; what a run that ended brought is shown when somebody asks for it. */
export function SyncProgress(props: SyncProgressProps) {
  const [client] = useState(() => new QueryClient())
  return (
    <QueryClientProvider client={client}>
      <Live {...props} />
    </QueryClientProvider>
  )
}

function Live({ sourceId, initial, mayStop }: SyncProgressProps) {
  const router = useRouter()
  const { data: run, isError } = useQuery({
    queryKey: ['run', sourceId],
    queryFn: ({ signal }) => readRun(sourceId, signal),
    initialData: initial,
    refetchInterval: ({ state }) => (state.data?.state === 'running' ? whileRunningMs : otherwiseMs),
  })
  if (!run) return <p className="text-text-2">Not synced yet. It waits for a worker.</p>
  const done = run.phase === 'merging' ? run.merged : run.staged
  const brought = run.state === 'complete' || run.state === 'partial'
  const of = run.phase === 'merging' ? Math.max(run.staged, run.merged) : run.expected
  return (
    <div className="flex max-w-[40rem] flex-col gap-2">
      <p className="flex flex-wrap items-center gap-x-3">
        <RunState state={run.state} />
        <span role="status" className="text-text-2">
          {run.state === 'running' ? phaseWord[run.phase] : countsWords(run.counts)}
        </span>
      </p>
      {run.state === 'running' ? (
        <>
          <progress
            aria-label="Progress of the sync"
            className="h-2 w-full accent-accent"
            {...(of ? { value: Math.min(done, of), max: of } : {})}
          />
          <p className="text-table text-text-2">
            {countWords(run.staged)} read{run.expected ? ` of about ${countWords(run.expected)}` : ''} · {countWords(run.merged)} compared ·{' '}
            {countsWords(run.counts)}
          </p>
          {mayStop ? <StopSync id={sourceId} /> : null}
        </>
      ) : key(run) === key(initial) ? null : (
        <p className="flex flex-wrap items-center gap-x-3 gap-y-1">
          {brought ? `Finished: ${countsWords(run.counts)}.` : 'It ended.'} The rest of this page is of before it.
          <Button onClick={() => router.refresh()}>{brought ? 'Show what it brought' : 'Show the page as it is now'}</Button>
        </p>
      )}
      {run.problem ? <p className="whitespace-pre-line text-revoke">{run.problem}</p> : null}
      {isError ? <p className="text-table text-text-2">The progress cannot be read just now; trying again.</p> : null}
    </div>
  )
}

async function readRun(sourceId: string, signal: AbortSignal): Promise<Progress | null> {
  const answer = await fetch(`/api/v1/sources/${sourceId}/run`, { signal })
  if (!answer.ok) throw new Error(`The run answered ${answer.status}.`)
  return ((await answer.json()) as { run: Progress | null }).run
}

/** What makes the page around it out of date: another run, or the end of this one. */
function key(run: Progress | null | undefined): string {
  return run ? `${run.id} ${run.state}` : ''
}
