import { Nothing } from '@/components/ui/nothing.tsx'
import { Past } from '@/components/ui/time.tsx'
import { dateWords, pastWords } from '@/components/ui/time-words.ts'
import { Age } from '../facts.tsx'
import { agentWord, exposureWord, providerName } from '../fact-words.ts'
import { Grade } from '../grade.tsx'
import type { Asked } from './columns.tsx'
import { Lines } from './lines.tsx'

/** A to F. */
export function GradeCell({ token }: Asked) {
  return <Grade grade={token.grade} />
}

/** The risk before its verdict's floor. */
export function BaseCell({ token }: Asked) {
  return <>{token.base}</>
}

/** The share of the score's weights that is known. */
export function ConfidenceCell({ token }: Asked) {
  return <>{Math.floor(token.confidence * 100)} %</>
}

/** How long the present secret exists. */
export function AgeCell({ token, now }: Asked) {
  return <Age token={token} now={now} />
}

/** Who issued it. */
export function ProviderCell({ token }: Asked) {
  return <Lines first={providerName(token.provider)} title={providerName(token.provider)} />
}

/** Which of our sources tells of it. */
export function SourceCell({ token, sources }: Asked) {
  const source = sources.get(token.sourceId)
  const since = source?.unwatchedSince ? `no longer watched since ${dateWords(source.unwatchedSince)}` : null
  return <Lines first={source?.name ?? ''} second={since} title={since ? `${source?.name}: ${since}` : source?.name} />
}

/** Whether it was found where it should not be. */
export function ExposureCell({ token }: Asked) {
  if (token.exposure === 'none') return <Nothing is="none" />
  return <span className="font-medium text-revoke">{exposureWord[token.exposure]}</span>
}

/** How many of the controls that its verdict rests on have evidence. */
export function ControlsCell({ token }: Asked) {
  if (token.controlsRequired === 0) return <Nothing is="not applicable" />
  const met = token.controlsRequired - token.controlsMissing
  return (
    <Lines
      first={`${met} of ${token.controlsRequired} met`}
      title={`${met} of ${token.controlsRequired} required controls have evidence`}
    />
  )
}

/** Whether an AI agent acts with it, and the human who answers for that. */
export function AgentCell({ token }: Asked) {
  if (token.agent === 'none') return <Nothing is="none" />
  const human = token.accountableName ?? 'nobody answers for it'
  return <Lines first={agentWord[token.agent]} second={human} title={`${agentWord[token.agent]}, ${human}`} />
}

/** Who else holds it. */
export function ThirdPartyCell({ token }: Asked) {
  return token.thirdParty ? <Lines first={token.thirdParty} title={token.thirdParty} /> : <Nothing is="none" />
}

/** How many are said to use it; where nobody says, that is not known to be nobody. */
export function ConsumersCell({ beside }: Asked) {
  return beside && beside.consumers > 0 ? <>{beside.consumers}</> : <Nothing is="not reported" />
}

/** When it was last given more than it had, since it is known here. */
export function WidenedCell({ beside, now }: Asked) {
  return beside?.widenedAt ? <Past at={beside.widenedAt} now={now} inRow /> : <Nothing is="never" />
}

/** Since when it is known here, and whether it was gone in between. */
export function FirstSeenCell({ token, now }: Asked) {
  return (
    <Lines
      first={<Past at={token.firstSeenAt} now={now} inRow />}
      second={
        token.returnedAt ? (
          <>
            back <time dateTime={token.returnedAt.toISOString()}>{pastWords(token.returnedAt, now)}</time>
          </>
        ) : null
      }
    />
  )
}
