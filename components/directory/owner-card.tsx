import type { ReactNode } from 'react'
import { Nothing } from '@/components/ui/nothing.tsx'
import { TextLink } from '@/components/ui/text-link.tsx'
import { Past } from '@/components/ui/time.tsx'
import { leastWords } from '@/components/ui/time-words.ts'
import { OwnerLink, type OwnerLine } from './owner-table.tsx'
import { TokenCount } from './token-count.tsx'
import { WorkloadLink } from './workload-table.tsx'

type OwnerCardProps = {
  owner: OwnerLine & {
    key: string | null
    handles: readonly string[]
    people: readonly { id: string; name: string; status: 'active' | 'departed'; tie: 'member' | 'report' }[]
    workloads: readonly { id: string; name: string; tie: 'owns' | 'answers' }[]
    rules: readonly { id: string; name: string }[]
    suggested: number
  }
  atLeast: boolean
  now: Date
}

/** Everything that hangs on an owner, each with a way to it. */
export function OwnerCard({ owner, atLeast, now }: OwnerCardProps) {
  const tied = (tie: 'member' | 'report') => owner.people.filter((one) => one.tie === tie)
  const works = (tie: 'owns' | 'answers') => owner.workloads.filter((one) => one.tie === tie)
  const isTeam = owner.kind === 'team'
  return (
    <dl className="mb-8 grid gap-x-6 gap-y-3 rounded-panel border border-line p-4 sm:grid-cols-2 lg:grid-cols-3">
      <Fact word="Live tokens">
        <TokenCount facet="owner" id={owner.id} of={owner.name} count={owner.tokens} atLeast={atLeast} />
      </Fact>
      <Fact word="Open: a standing privilege, or to revoke now">
        <TokenCount facet="owner" id={owner.id} of={owner.name} count={owner.open} atLeast={atLeast} open />
      </Fact>
      <Fact word="Suggested as the owner of">
        {owner.suggested === 0 ? <Nothing is={atLeast ? 'none seen' : 'none'} /> : <TextLink href={`/directory/suggestions?${new URLSearchParams({ q: owner.name })}`}>{leastWords(owner.suggested, atLeast)} {owner.suggested === 1 ? 'token' : 'tokens'}</TextLink>}
      </Fact>
      {isTeam ? (
        <Fact word="Members">{namesOf(tied('member'))}</Fact>
      ) : (
        <>
          <Fact word="Team">{owner.teamId && owner.teamName ? <OwnerLink id={owner.teamId} name={owner.teamName} /> : <Nothing is="none" />}</Fact>
          <Fact word="Manager">{owner.managerId && owner.managerName ? <OwnerLink id={owner.managerId} name={owner.managerName} /> : <Nothing is="none" />}</Fact>
          <Fact word="Manages">{namesOf(tied('report'))}</Fact>
        </>
      )}
      <Fact word="E-mail">{owner.email ?? <Nothing is="none" />}</Fact>
      <Fact word="Handles">{owner.handles.length > 0 ? <span translate="no" className="font-mono text-meta">{owner.handles.join(' ')}</span> : <Nothing is="none" />}</Fact>
      <Fact word="Key in files">{owner.key ? <span translate="no" className="font-mono text-meta">{owner.key}</span> : <Nothing is="none" />}</Fact>
      <Fact word="Last sign-in">{owner.lastSignInAt ? <Past at={owner.lastSignInAt} now={now} /> : owner.accounts > 0 ? <Nothing is="never" /> : 'no account here'}</Fact>
      <Fact word="Workloads">{linesOf(works('owns').map((one) => <WorkloadLink key={one.id} id={one.id} name={one.name} />))}</Fact>
      {works('answers').length > 0 ? <Fact word="Answers for">{linesOf(works('answers').map((one) => <WorkloadLink key={one.id} id={one.id} name={one.name} />))}</Fact> : null}
      <Fact word="Rules that give them tokens">
        {linesOf(owner.rules.map(({ id, name }) => <TextLink key={id} href={`/directory/rules/${id}`}>{name}</TextLink>))}
      </Fact>
    </dl>
  )
} // prettier-ignore

function Fact({ word, children }: { word: string; children: ReactNode }) {
  return (
    <div className="min-w-0">
      <dt className="text-meta text-text-3">{word}</dt>
      <dd className="leading-6 break-words">{children}</dd>
    </div>
  )
}

function namesOf(people: readonly { id: string; name: string; status: 'active' | 'departed' }[]): ReactNode {
  return linesOf(
    people.map(({ id, name, status }) => (
      <span key={id}>
        <OwnerLink id={id} name={name} />
        {status === 'departed' ? <span className="text-standing"> (departed)</span> : null}
      </span>
    )),
  )
}

/** A few side by side; many behind a line that opens. */
function linesOf(items: readonly ReactNode[]): ReactNode {
  if (items.length === 0) return <Nothing is="none" />
  const list = <span className="flex flex-wrap gap-x-3 leading-6">{items}</span>
  if (items.length <= 8) return list
  return (
    <details>
      <summary className="cursor-pointer">{items.length >= 100 ? '100 or more' : items.length}</summary>
      {list}
    </details>
  )
}
