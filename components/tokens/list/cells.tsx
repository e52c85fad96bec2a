import { Link } from '@/components/ui/link.tsx'
import { Nothing } from '@/components/ui/nothing.tsx'
import { Past } from '@/components/ui/time.tsx'
import { dateWords, exactly } from '@/components/ui/time-words.ts'
import { suggestionWords } from '@/components/directory/suggestion-words.ts'
import { Abbreviated } from '@/components/ui/abbreviated.tsx'
import { BindingLadder } from '../binding-ladder.tsx'
import { bindingShort, bindingWord, levelWord, reachWord, sensitivityWord, stateWord } from '../fact-words.ts'
import { Age, Expiry, LastUse, Risk } from '../facts.tsx'
import { Verdict } from '../verdict.tsx'
import type { Asked } from './columns.tsx'
import { dueDay, dueIn } from './due-words.ts'
import { Lines } from './lines.tsx'

/** The token by name, and under it what it is and the part of its id that is no secret. */
export function TokenCell({ token, href }: Pick<Asked, 'token' | 'href'>) {
  return (
    <Lines
      cut
      first={
        <Link
          href={href}
          data-token={token.id}
          data-key-open
          title={token.name}
          className="font-medium text-text underline decoration-line underline-offset-2 hover:decoration-text"
        >
          {token.name}
        </Link>
      }
      second={
        <span title={`${token.kind} · ${token.displayId}`} className="flex">
          <span className="truncate">{token.kind}</span>
          <span className="shrink-0 whitespace-pre"> · </span>
          <span translate="no" className="max-w-[65%] shrink-0 truncate font-mono">
            {withoutProvider(token)}
          </span>
        </span>
      }
    />
  )
}

/** Its kind before it already says whose id it is. */
function withoutProvider({ provider, displayId }: Asked['token']): string {
  return displayId.startsWith(`${provider}:`) ? displayId.slice(provider.length + 1) : displayId
}

/** Glyph and word, then what exists where that is not a live token, and the deciding reason. Only what must go now is tinted. */
export function VerdictCell({ token, reasonWords }: Asked) {
  const state = token.state === 'live' ? [] : [stateWord[token.state]]
  const why = [...state, ...(token.reason === 'RETIRED' ? [] : [reasonWords[token.reason]])].join(' · ')
  return (
    <Lines
      first={<Verdict verdict={token.verdict} tint={token.verdict === 'revoke-now'} wraps className="align-top" />}
      second={why}
      title={why}
    />
  )
}

/** Points, or their range where not everything is known. */
export function RiskCell({ token }: Asked) {
  return <Risk token={token} />
}

/** The day by which something must have been done, and how far off that is. */
export function DueCell({ token, now }: Asked) {
  if (token.dueAt === null) return <Nothing is="not applicable" />
  const late = token.dueAt < now
  return (
    <Lines
      first={
        <time dateTime={token.dueAt.toISOString()} title={exactly(token.dueAt)} className="whitespace-nowrap">
          <span className="sr-only md:hidden">Act by </span>
          {dueDay(token.dueAt, now)}
        </time>
      }
      second={<span className={late ? 'font-medium text-revoke' : undefined}>{dueIn(token.dueAt, now)}</span>}
    />
  )
}

/** Who answers for it, and their team; or who may, where nobody does. */
export function OwnerCell({ token, suggested }: Asked) {
  const on = <span className="text-meta text-text-3 md:hidden">Owner </span>
  if (!token.ownerName) {
    const maybe = suggested && suggestionWords(suggested)
    return (
      <div title={maybe ? `none, ${maybe}` : undefined} className="wrap-break-word">
        {on}
        {maybe ? <span className="line-clamp-3 text-meta text-text-2 md:group-data-compact/list:hidden max-md:inline">{maybe}</span> : null}
        <span className={maybe ? 'hidden md:group-data-compact/list:inline' : undefined}>
          <Nothing is="none" />
        </span>
      </div>
    )
  }
  const left = token.ownerStatus === 'departed'
  const second = left ? <span className="text-standing">departed</span> : token.ownerTeam
  return (
    <Lines
      first={
        <>
          {on}
          {token.ownerName}
        </>
      }
      second={second}
      cut={Boolean(second)}
      title={[token.ownerName, left ? 'departed' : token.ownerTeam].filter(Boolean).join(', ')}
    />
  )
}

/** What uses it, and how much is behind that. */
export function WorkloadCell({ token }: Asked) {
  const sensitivity = token.sensitivity === null ? 'assumed customer data' : sensitivityWord[token.sensitivity]
  if (token.workloadName) {
    return <Lines cut first={token.workloadName} second={sensitivity} title={`${token.workloadName}, ${sensitivity}`} />
  }
  return (
    <Lines
      title={`no workload, ${sensitivity}`}
      first={
        <>
          <Nothing is="none" /> <span className="text-meta text-text-3 group-data-compact/list:hidden">· {sensitivity}</span>
        </>
      }
    />
  )
}

/** The worst of what it may do, and how far that reaches, with the provider's own word for it. */
export function AccessCell({ token, beside }: Asked) {
  if (!token.level || !token.reach) return <Nothing is="not reported" />
  const [level, reach] = [levelWord[token.level], reachWord[token.reach]]
  // All there is says no more than the reach does.
  const action = beside?.action && beside.action !== '*' ? beside.action : null
  const second = action ? (
    <>
      {reach} · <span translate="no">{action}</span>
    </>
  ) : (
    reach
  )
  return <Lines first={level} second={second} title={[level, reach, action].filter(Boolean).join(', ')} />
}

/** The ladder and its word, and whether its provider has anything better for it. */
export function BindingCell({ token, beside }: Asked) {
  const none = beside?.unbindable && !token.binding.startsWith('pop-') ? 'provider offers none' : null
  return (
    <div title={[bindingWord[token.binding], none].filter(Boolean).join(', ')}>
      <div className="flex items-start gap-1.5">
        <BindingLadder binding={token.binding} className="mt-0.5" />
        <div className="line-clamp-2 min-w-0 group-data-compact/list:line-clamp-1">
          {token.binding === 'not-reported' ? <Nothing is="not reported" /> : <Abbreviated>{bindingShort[token.binding]}</Abbreviated>}
        </div>
      </div>
      {none ? <div className="truncate text-meta text-text-3 group-data-compact/list:hidden">{none}</div> : null}
    </div>
  )
}

/** When it ends, and how old it is. */
export function LifetimeCell({ token, now }: Asked) {
  const age = token.issuedAt ? (
    <>
      <Age token={token} now={now} /> old
    </>
  ) : (
    'age not reported'
  )
  return <Lines first={<Expiry token={token} now={now} short />} second={age} />
}

/** When it was last used, and for what where the provider says. */
export function UsedCell({ token, now }: Asked) {
  return (
    <Lines first={<LastUse token={token} now={now} inRow />} second={token.lastUsedService} title={token.lastUsedService ?? undefined} />
  )
}

const lackWord: Readonly<Record<NonNullable<NonNullable<ReturnType<Asked['sources']['get']>>['lacks']>, string>> = {
  partial: 'read in part',
  failed: 'sync failed',
  never: 'never read whole',
  stale: 'sync overdue',
}

/** When its source was last read whole, and whether it was in there. */
export function SeenCell({ token, sources, now }: Asked) {
  const source = sources.get(token.sourceId)
  const lost =
    token.missingSince !== null ? 'missing last time' : !source?.watched ? 'no longer watched' : source.lacks && lackWord[source.lacks]
  return (
    <Lines
      first={source?.lastCompleteAt ? <Past at={source.lastCompleteAt} now={now} inRow /> : <Nothing is="never" />}
      second={lost ? <span className="text-standing">{lost}</span> : (source?.name ?? '')}
      title={
        source?.unwatchedSince
          ? `${source.name}: no longer watched since ${dateWords(source.unwatchedSince)}`
          : (lost ?? source?.name ?? '')
      }
      cut={!lost}
    />
  )
}
