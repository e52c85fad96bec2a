import { Notice } from '@/components/ui/notice.tsx'
import { TextLink } from '@/components/ui/text-link.tsx'
import { countWords } from '@/components/ui/time-words.ts'
import { countsWords } from '@/components/sources/run-words.ts'
import type { Outcome } from './send-file.ts'

/** What came of an import: what it changed, or what is wrong with the file, line by line. */
export function ImportOutcome({ run, rows }: { run: Extract<Outcome, { run: unknown }>['run']; rows: string }) {
  if (run.state !== 'complete' && run.state !== 'partial') return <Wrong problem={run.problem ?? 'Nothing was saved.'} />
  const read = Object.values(run.covered).reduce((sum, n) => sum + n, 0)
  return (
    <Notice
      tone={run.gaps.length > 0 ? 'warning' : 'success'}
      role="status"
      title={`${countWords(read)} ${read === 1 ? 'row' : 'rows'} read, all of them right.`}
    >
      {rows === 'tokens' ? <p>Tokens: {countsWords(run.counts)}.</p> : <p>Every token that they concern was scored again.</p>}
      {run.gaps.map(({ object, says }) => (
        <p key={object}>{says}</p>
      ))}
      <p className="flex flex-wrap gap-x-4">
        {rows === 'tokens' ? <TextLink href={`/tokens?source=${run.sourceId}`}>Show its tokens</TextLink> : null}
        <TextLink href={`/sources/${run.sourceId}`}>Show the source</TextLink>
      </p>
    </Notice>
  )
}

/** A run's problem is a sentence, then a line for each wrong place. */
function Wrong({ problem }: { problem: string }) {
  const [says = '', ...places] = problem.split('\n')
  return (
    <Notice tone="error" role="alert" title={says}>
      {places.length > 0 ? (
        <ul className="list-disc pl-4 text-table">
          {places.map((place) => (
            <li key={place}>{place}</li>
          ))}
        </ul>
      ) : null}
    </Notice>
  )
}
