import type { Confidence, ShownFact } from '@/components/tokens/detail/facts-table.tsx'
import { agentWord, bindingWord, levelWord, reachWord, sensitivityWord, stateWord } from '@/components/tokens/fact-words.ts'
import { Age, Expiry, LastUse } from '@/components/tokens/facts.tsx'
import { suggestionWords } from '@/components/directory/suggestion-words.ts'
import { Abbreviated } from '@/components/ui/abbreviated.tsx'
import { Nothing } from '@/components/ui/nothing.tsx'
import { TextLink } from '@/components/ui/text-link.tsx'
import { dateWords, exactly, spanWords } from '@/components/ui/time-words.ts'
import type { TokenDetail } from '@/lib/db/token-detail.ts'
import type { ShownStatedFact } from '@/lib/db/stated-facts.ts'
import { withStatements } from '@/lib/ingest/stated.ts'
import type { StatedFactName } from '@/lib/model/stated-fact.ts'
import type { SuggestedOwner } from '@/lib/model/suggestion.ts'
import type { AssignedHow } from '@/lib/model/token.ts'
import { saidOf, StatedBeside } from './stated-beside.tsx'

function howSource(how: AssignedHow, sourceKind: string): string {
  if (how === 'hint') return sourceKind === 'file' ? 'the file names it' : 'the provider’s own hint'
  return how === 'stated' ? 'a person' : 'a rule of the directory'
}
const howConfidence: Readonly<Record<AssignedHow, Confidence>> = { stated: 'stated', rule: 'by rule', hint: 'hint' }

/** A fact before people's words are put beside it: `fact` is its name among those that a person may state, `at` its own form. */
type Told = Omit<ShownFact, 'stated' | 'correct'> & { fact?: StatedFactName; at?: string }

/**
 * The facts of a token as rows: value, who said it, when, how sure, and what people said beside it. With `correctHref`, each
 * that a person may state has the way to do it.
 */
export function shownFacts(
  token: TokenDetail,
  statements: readonly ShownStatedFact[],
  correctHref: ((fact: string) => string) | null,
  suggested: SuggestedOwner | null,
  now: Date,
): ShownFact[] {
  const said = saidOf(token, statements, now)
  const filled = withStatements(token.sighting, token.known, now).sighting
  return toldFacts({ ...token, sighting: filled }, token.sighting, suggested, now).map(({ fact, at, ...told }) => {
    const one = fact && said.get(fact)
    const counts = one?.standing === 'counts'
    return {
      ...told,
      ...(counts && { source: one.statement.by, observedAt: one.statement.at, confidence: 'stated' as const }),
      stated: one ? <StatedBeside said={one} reported={told.confidence === 'lower bound'} isFile={token.sourceKind === 'file'} /> : null,
      correct: correctHref && (at ?? (fact ? correctHref(fact) : null)),
    }
  })
}

/** `token` with what counts, `reported` as its provider said it: who said what is told of the latter. */
function toldFacts(token: TokenDetail, reportedBy: TokenDetail['sighting'], suggested: SuggestedOwner | null, now: Date): Told[] {
  const { sighting, sourceName, workload } = token
  const read = readAt(token)
  // The provider's own call or column where it is known, and else the source that listed the token.
  const said = (fact: string) => reportedBy.evidence[fact] ?? `${sourceName}, as listed`
  const reported = (fact: string, known: boolean, confidence: Confidence = 'exact') => ({
    source: known ? said(fact) : (reportedBy.evidence[fact] ?? 'no source says'),
    observedAt: known || reportedBy.evidence[fact] ? read : null,
    confidence: known
      ? /document/i.test(reportedBy.evidence[fact] ?? '')
        ? ('documented' as const)
        : confidence
      : ('not reported' as const),
  })
  const assigned = (how: AssignedHow | null) =>
    how
      ? { source: howSource(how, token.sourceKind), observedAt: how === 'hint' ? read : token.scoredAt, confidence: howConfidence[how] }
      : { source: 'no statement, rule or hint names one', observedAt: null, confidence: 'not reported' as const }
  const ofWorkload = (known: boolean) =>
    workload && known ? { source: `workload ${workload.name}`, observedAt: token.scoredAt, confidence: 'exact' as const } : null
  const { issuedHow, expiresHow, lastUsedHow } = token
  return [
    { name: 'State', value: stateWord[token.state], ...(token.state === 'gone' ? { source: `${token.absentRuns} complete syncs without it`, observedAt: token.lastAbsentAt ?? token.missingSince, confidence: 'exact' } : reported('lifecycle', true)) },
    { name: 'Issued', fact: 'issuedAt', value: <Issued token={token} now={now} />, ...reported('issuedAt', issuedHow !== 'not-reported', issuedHow === 'at-least' ? 'lower bound' : 'exact') },
    { name: 'Expires', fact: 'expires', value: <Expires token={token} now={now} />, ...reported('expires', expiresHow !== 'not-reported') },
    ...(sighting.rotationEnforcedSeconds
      ? [{ name: 'Rotated by its platform', value: `every ${spanWords(sighting.rotationEnforcedSeconds)}`, ...reported('rotationEnforcedSeconds', true) }]
      : []),
    { name: 'Last used', fact: 'lastUsed', value: <Used token={token} now={now} />, ...reported('lastUsed', lastUsedHow !== 'not-reported', lastUsedHow === 'not-since' ? 'lower bound' : 'exact') },
    { name: 'Binding', fact: 'binding', value: token.binding === 'not-reported' ? <Nothing is="not reported" /> : <Abbreviated>{bindingWord[token.binding]}</Abbreviated>, ...reported('binding', token.binding !== 'not-reported') },
    ...(token.binding.startsWith('pop-')
      ? [{ name: 'Binding is checked', fact: 'popVerified', value: sighting.popVerified === 'not-reported' ? <Nothing is="not reported" /> : sighting.popVerified ? 'yes' : 'no', ...reported('popVerified', sighting.popVerified !== 'not-reported') } as const]
      : []),
    { name: 'Can do', fact: 'scope', value: token.level && token.reach ? `${levelWord[token.level]} · ${reachWord[token.reach]}` : <Nothing is="not reported" />, ...reported('permissions', token.level !== null) },
    { name: 'Owner', at: '#state-owner', value: <Owner token={token} suggested={suggested} />, ...assigned(token.ownerHow) },
    { name: 'Workload', at: '#state-workload', value: workload?.name ?? <Nothing is="none" />, ...assigned(token.workloadHow) },
    { name: 'Sensitivity', fact: 'sensitivity', value: token.sensitivity === null ? <><Nothing is="not reported" />: assumed customer data</> : sensitivityWord[token.sensitivity], ...(ofWorkload(workload?.sensitivity !== null) ?? reported('sensitivity', sighting.sensitivity !== undefined)) },
    { name: 'AI agent', fact: 'agent', value: <AgentSaid token={token} />, ...(ofWorkload(workload?.agent !== 'none') ?? reported('agent', sighting.agent !== undefined)) },
    { name: 'Third party', fact: 'thirdParty', value: sighting.thirdParty ?? <Nothing is="not reported" />, ...reported('thirdParty', sighting.thirdParty !== undefined) },
    { name: 'Kept in', fact: 'storage', value: sighting.storage === 'not-reported' ? <Nothing is="not reported" /> : sighting.storage === 'vault' ? 'a vault' : 'plain text', ...reported('storage', sighting.storage !== 'not-reported') },
    ...(sighting.part ? [{ name: token.provider === 'aws' ? 'Account' : 'Part of its source', value: sighting.part, ...reported('part', true) }] : []),
    { name: 'First seen', value: exactly(token.firstSeenAt), source: sourceName, observedAt: token.firstSeenAt, confidence: 'exact' },
    ...(token.missingSince ? [{ name: 'Missing since', value: exactly(token.missingSince), source: 'a sync that did not list it', observedAt: token.missingSince, confidence: 'exact' } as const] : []),
  ] // prettier-ignore
}

/** When its source's word on it was last read: with the last complete sync, unless that no longer listed it. */
function readAt({ missingSince, seenAt, changedAt }: TokenDetail): Date | null {
  return missingSince ? changedAt : seenAt
}

function Issued({ token, now }: { token: TokenDetail; now: Date }) {
  if (!token.issuedAt) return <Nothing is="not reported" />
  const date = <time dateTime={token.issuedAt.toISOString()}>{dateWords(token.issuedAt)}</time>
  return (
    <>
      {token.issuedHow === 'at-least' ? 'no later than ' : null}
      {date} (<Age token={token} now={now} /> old)
    </>
  )
}

function Expires({ token, now }: { token: TokenDetail; now: Date }) {
  const { expires } = token.sighting
  if (typeof expires === 'object' && 'slidingSeconds' in expires)
    return <>after {spanWords(expires.slidingSeconds)} without use; each use renews it</>
  if (typeof expires === 'object' && 'lastsSeconds' in expires) return <>{spanWords(expires.lastsSeconds)} after it is issued</>
  return <Expiry token={token} now={now} />
}

function Used({ token, now }: { token: TokenDetail; now: Date }) {
  const { lastUsed } = token.sighting
  const where = typeof lastUsed === 'object' && 'at' in lastUsed ? [lastUsed.service, lastUsed.region].filter(Boolean).join(', ') : ''
  return (
    <>
      <LastUse token={token} now={now} />
      {where ? ` (${where})` : ''}
    </>
  )
}

function Owner({ token: { id, owner }, suggested }: { token: TokenDetail; suggested: SuggestedOwner | null }) {
  return (
    <>
      {owner ? owner.name : <Nothing is="none" />}
      {owner?.status === 'departed' ? ' (departed)' : ''}
      {suggested ? (
        <>
          , <TextLink href={`/directory/suggestions?token=${id}`}>{suggestionWords(suggested)}</TextLink>
        </>
      ) : null}
    </>
  )
}

function AgentSaid({ token }: { token: TokenDetail }) {
  if (token.agent === 'none') return <Nothing is={token.workload || token.sighting.agent ? 'none' : 'not reported'} />
  return <>{`${agentWord[token.agent]}, answered for by ${token.workload?.accountableName ?? 'nobody'}`}</>
}
