import type { ReactNode } from 'react'
import type { TokenRow } from '@/lib/model/token-row.ts'
import {
  bindingWord,
  exposureWord,
  levelWord,
  reachWord,
  sensitivityWord,
  stateWord,
  type ReasonWords,
} from '@/components/tokens/fact-words.ts'
import { Age, Expiry, LastUse, Risk } from '@/components/tokens/facts.tsx'
import { Verdict } from '@/components/tokens/verdict.tsx'
import { Nothing } from '@/components/ui/nothing.tsx'
import { TextLink } from '@/components/ui/text-link.tsx'
import { countWords, dateWords } from '@/components/ui/time-words.ts'

const mostShown = 5

type TokenFactsProps = { tokens: readonly TokenRow[]; reasonWords: ReasonWords; now: Date }

/** What a decision on tokens wants to know of each; beyond a few, their names behind a line that opens. */
export function TokenFacts({ tokens, reasonWords, now }: TokenFactsProps) {
  if (tokens.length === 0) return <p className="text-text-2">None of its tokens is there any more.</p>
  const rest = tokens.slice(mostShown)
  return (
    <div className="flex flex-col gap-3">
      {tokens.slice(0, mostShown).map((token) => (
        <Facts key={token.id} token={token} reasonWords={reasonWords} now={now} />
      ))}
      {rest.length > 0 ? (
        <details>
          <summary className="w-fit cursor-pointer py-1">and {countWords(rest.length)} more</summary>
          <ul className="flex flex-col gap-1">
            {rest.map(({ id, name, verdict }) => (
              <li key={id} className="flex flex-wrap items-center gap-x-3">
                <TextLink href={`/tokens/${id}`} className="inline-flex min-h-11 items-center break-words md:inline md:min-h-0">
                  {name}
                </TextLink>
                <Verdict verdict={verdict} className="text-table" />
              </li>
            ))}
          </ul>
        </details>
      ) : null}
    </div>
  )
}

function Facts({ token, reasonWords, now }: { token: TokenRow; reasonWords: ReasonWords; now: Date }) {
  const { id, name, kind, displayId, verdict, reason, dueAt, state, ownerName, ownerTeam, workloadName, sensitivity, level, reach, exposure } = token
  const facts: [string, ReactNode][] = [
    ['Act by', dueAt ? dateWords(dueAt) : <Nothing is="none" />],
    ['Risk', <Risk key="risk" token={token} />],
    ['State', stateWord[state]],
    ['Owner', ownerName ? `${ownerName}${ownerTeam ? `, ${ownerTeam}` : ''}` : <Nothing is="none" />],
    ['Workload', workloadName ?? <Nothing is="none" />],
    ['Sensitivity', sensitivity === null ? 'assumed customer data' : sensitivityWord[sensitivity]],
    ['Can do', level && reach ? `${levelWord[level]} · ${reachWord[reach]}` : <Nothing is="not reported" />],
    ['Binding', bindingWord[token.binding]],
    ['Expires', <Expiry key="expiry" token={token} now={now} />],
    ['Age', <Age key="age" token={token} now={now} />],
    ['Last used', <LastUse key="use" token={token} now={now} />],
    ['Leaks', exposureWord[exposure]],
  ]
  return (
    <div className="rounded-panel border border-line p-3">
      <p className="font-medium break-words">
        <TextLink href={`/tokens/${id}`} className="inline-flex min-h-11 items-center break-words md:inline md:min-h-0">
          {name}
        </TextLink>
      </p>
      <p className="text-meta text-text-3">
        {kind} ·{' '}
        <span translate="no" className="font-mono break-all">
          {displayId}
        </span>
      </p>
      <p className="mt-1">
        <Verdict verdict={verdict} /> <span className="text-table text-text-2">{reasonWords[reason]}</span>
      </p>
      <dl className="mt-1 grid grid-cols-[auto_minmax(0,1fr)] gap-x-3 text-table">
        {facts.map(([word, value]) => (
          <div key={word} className="contents">
            <dt className="text-text-3">{word}</dt>
            <dd className="min-w-0 break-words">{value}</dd>
          </div>
        ))}
      </dl>
    </div>
  )
} // prettier-ignore
