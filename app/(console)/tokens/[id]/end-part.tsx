import { elsewhereWords, statusWords } from '@/components/tickets/ticket-words.ts'
import { Part } from '@/components/tokens/detail/part.tsx'
import { Notice } from '@/components/ui/notice.tsx'
import { exactly } from '@/components/ui/time-words.ts'
import type { TokenDetail } from '@/lib/db/token-detail.ts'
import { endOfToken } from '@/lib/db/token-ends.ts'
import { readTracker } from '@/lib/db/tracker.ts'
import { verbsOf } from '@/lib/flows/verbs-of.ts'
import type { TokenEndRow } from '@/lib/model/ticket.ts'
import { may, type Viewer } from '@/lib/model/viewer.ts'
import { isDueToDisable } from '@/lib/retirement/token-end.ts'
import { webWorld } from '@/lib/server/web/ground.ts'
import { AgreeForm, TieForm, UntieForm } from './end-forms.tsx'

/** What a token ends with, whether that has ended, and whether its owner agreed to have it disabled then. */
export async function EndPart({ token, viewer }: { token: TokenDetail; viewer: Viewer }) {
  const { db, now } = await webWorld()
  const isAlive = token.state === 'live' || token.state === 'disabled'
  const [end, tracker, verbs] = await Promise.all([
    endOfToken(db, viewer.scope, token.id),
    readTracker(db.pool),
    verbsOf(token.sourceKind, token.kind),
  ])
  const disables = verbs.includes('disable')
  const ownerId = token.owner?.id ?? null
  const isTheirs = ownerId !== null && viewer.selfIds.includes(ownerId) && may(viewer.role, 'tasks:act')
  const edits = isAlive && (isTheirs || may(viewer.role, 'tokens:edit'))
  if (!end && !edits) return null
  const elsewhere = end?.kind === 'ticket' && !end.endedAt && tracker ? elsewhereWords(end.baseUrl, tracker.baseUrl) : null
  const agreed = Boolean(end?.agreedAt) && end?.agreedAs === ownerId
  const version = end?.version ?? 0
  const due = end !== null && isDueToDisable(end, { ownerId, state: token.state, canDisable: disables })
  return (
    <Part id="ends" title="Ends with" says="When it has ended, a plan to retire the token is due at once.">
      <div className="flex max-w-[40rem] flex-col gap-4">
        {end ? <Standing end={end} elsewhere={elsewhere} /> : <p>Nothing: it goes on until somebody retires it.</p>}
        {end ? <p>{agreementWords(end, agreed, disables)}</p> : null}
        {due && end?.endedAt ? (
          <Notice tone="warning" title="It is due to be disabled.">
            <p>Since {exactly(end.endedAt)}. What was asked of its provider stands under “Act at the provider”; without that, its source may not act.</p>
          </Notice>
        ) : null}
        {edits && end && (end.agreedAt || (isTheirs && disables)) ? <AgreeForm token={token.id} version={version} agrees={!end.agreedAt || (isTheirs && !agreed)} /> : null}
        {edits ? (
          <details className="border-y border-line py-1">
            <summary className="min-h-8 w-fit cursor-pointer py-1.5 font-medium pointer-coarse:min-h-11">{end ? 'Change what it ends with' : 'Say what it ends with'}</summary>
            <div className="flex flex-col gap-4 pt-2 pb-4">
              <TieForm token={token.id} version={version} tomorrow={new Date(now.getTime() + 86_400_000).toISOString().slice(0, 10)} withIssues={Boolean(tracker?.onSince)} />
              {end ? <UntieForm token={token.id} version={version} /> : null}
            </div>
          </details>
        ) : null}
      </div>
    </Part>
  )
} // prettier-ignore

function Standing({ end, elsewhere }: { end: TokenEndRow; elsewhere: string | null }) {
  return (
    <>
      <p className="break-words">
        <span className="font-medium">{withWords(end)}</span> {end.endedAt ? `It has ended: ${end.endedSays}` : 'It has not ended yet.'}
      </p>
      {elsewhere ? (
        <Notice tone="warning" title={`${end.key ?? 'The issue'} is in another Jira.`}>
          <p className="break-words">{elsewhere} Nobody can say whether it ended: say what the token ends with now.</p>
        </Notice>
      ) : end.kind === 'ticket' && end.goneAt ? (
        <Notice tone="warning" title={`${end.key ?? 'The issue'} is not there any more, or our account may not see it.`}>
          <p>So it is since {exactly(end.goneAt)}. Nobody can say whether it ended: say what the token ends with now.</p>
        </Notice>
      ) : null}
      <p className="text-table text-text-2">
        Said by {end.tiedBy} on {exactly(end.tiedAt)}.{end.actedAt ? ` Its plan was made due on ${exactly(end.actedAt)}.` : ''}
      </p>
    </>
  )
}

function withWords({ kind, at, key, status, category, readAt, job }: TokenEndRow): string {
  if (kind === 'date') return `With ${at ? at.toISOString().slice(0, 10) : 'a day'}.`
  if (kind === 'job') return `With the job ${job}.`
  return `With the issue ${key}: ${statusWords(status, category)}${readAt ? `, as read ${exactly(readAt)}` : ''}.`
}

function agreementWords({ agreedAt, agreedBy }: TokenEndRow, agreed: boolean, disables: boolean): string {
  if (agreedAt && agreed) return `${agreedBy} agreed on ${exactly(agreedAt)} to have it disabled then without being asked again.${disables ? '' : ' Its source cannot disable it.'}`
  if (agreedAt) return `${agreedBy} agreed to have it disabled, and is not its owner any more: that counts no longer.`
  return disables ? 'Its owner did not agree to have it disabled then: a person does it.' : 'Its source cannot disable it: a person does it.'
} // prettier-ignore
