import type { ShownFact } from '@/components/tokens/detail/facts-table.tsx'
import { agentWord, bindingWord, levelWord, reachWord, sensitivityWord, stateWord } from '@/components/tokens/fact-words.ts'
import { Age, Expiry, LastUse } from '@/components/tokens/facts.tsx'
import { Nothing } from '@/components/ui/nothing.tsx'
import { exactly, spanWords } from '@/components/ui/time-words.ts'
import type { TokenDetail } from '@/lib/db/token-detail.ts'

const howWord = { stated: 'stated by a person', rule: 'assigned by a rule', hint: 'the provider’s own hint' } as const

/** The facts of a token as rows: value, and the call, column, person or rule that said it. */
export function shownFacts(token: TokenDetail, now: Date): ShownFact[] {
  const { sighting } = token
  const said = (fact: string, known = true) => sighting.evidence[fact] ?? (known ? `${token.sourceName}, as listed` : 'no source says')
  return [
    { name: 'State', value: stateWord[token.state], from: token.state === 'gone' ? `${token.absentRuns} complete syncs without it` : said('lifecycle') },
    { name: 'Issued', value: issued(token, now), from: said('issuedAt') },
    { name: 'Expires', value: expires(token, now), from: said('expires') },
    ...(sighting.rotationEnforcedSeconds
      ? [{ name: 'Rotated by its platform', value: `every ${spanWords(sighting.rotationEnforcedSeconds)}`, from: said('rotationEnforcedSeconds') }]
      : []),
    { name: 'Last used', value: used(token, now), from: said('lastUsed') },
    { name: 'Binding', value: binding(token), from: said('binding') },
    {
      name: 'Can do',
      value: token.level && token.reach ? `${levelWord[token.level]} · ${reachWord[token.reach]}` : <Nothing is="not reported" />,
      from: said('permissions', token.level !== null),
    },
    { name: 'Owner', value: owner(token), from: token.ownerHow ? howWord[token.ownerHow] : 'no statement, rule or hint names one' },
    { name: 'Workload', value: token.workload?.name ?? <Nothing is="none" />, from: token.workloadHow ? howWord[token.workloadHow] : 'no statement, rule or hint names one' },
    { name: 'Sensitivity', value: token.sensitivity === null ? 'not reported: assumed customer data' : sensitivityWord[token.sensitivity], from: token.workload?.sensitivity === null || !token.workload ? said('sensitivity', sighting.sensitivity !== undefined) : `workload ${token.workload.name}` },
    { name: 'AI agent', value: agent(token), from: token.workload && token.workload.agent !== 'none' ? `workload ${token.workload.name}` : said('agent', sighting.agent !== undefined) },
    { name: 'Third party', value: sighting.thirdParty ?? <Nothing is="none" />, from: said('thirdParty', sighting.thirdParty !== undefined) },
    { name: 'Kept in', value: sighting.storage === 'not-reported' ? <Nothing is="not reported" /> : sighting.storage === 'vault' ? 'a vault' : 'plain text', from: said('storage', sighting.storage !== 'not-reported') },
    { name: 'First seen', value: exactly(token.firstSeenAt), from: token.sourceName },
    ...(token.missingSince ? [{ name: 'Missing since', value: exactly(token.missingSince), from: 'the newest sync did not list it' }] : []),
  ] // prettier-ignore
}

function issued(token: TokenDetail, now: Date) {
  if (!token.issuedAt) return <Nothing is="not reported" />
  const date = token.issuedAt.toISOString().slice(0, 10)
  return (
    <>
      {token.issuedHow === 'at-least' ? `no later than ${date}` : date} (<Age token={token} now={now} /> old)
    </>
  )
}

function expires(token: TokenDetail, now: Date) {
  const { expires: stated } = token.sighting
  if (typeof stated === 'object' && 'slidingSeconds' in stated)
    return `after ${spanWords(stated.slidingSeconds)} without use; each use renews it`
  if (typeof stated === 'object' && 'lastsSeconds' in stated) return `${spanWords(stated.lastsSeconds)} after it is issued`
  return <Expiry token={token} now={now} />
}

function used(token: TokenDetail, now: Date) {
  const { lastUsed } = token.sighting
  const where = typeof lastUsed === 'object' && 'at' in lastUsed ? [lastUsed.service, lastUsed.region].filter(Boolean).join(', ') : ''
  return (
    <>
      <LastUse token={token} now={now} />
      {where ? ` (${where})` : ''}
    </>
  )
}

function binding(token: TokenDetail) {
  if (token.binding === 'not-reported') return <Nothing is="not reported" />
  const claimed = token.binding.startsWith('pop-') && token.sighting.popVerified !== true
  return `${bindingWord[token.binding]}${claimed ? '; nobody is seen to check it' : ''}`
}

function owner(token: TokenDetail) {
  if (!token.owner) return <Nothing is="none" />
  return token.owner.status === 'departed' ? `${token.owner.name} (departed)` : token.owner.name
}

function agent(token: TokenDetail) {
  if (token.agent === 'none') return <Nothing is="none" />
  return `${agentWord[token.agent]}, answered for by ${token.workload?.accountableName ?? 'nobody'}`
}
