import { elsewhereWords, statusWords } from '@/components/tickets/ticket-words.ts'
import { Part } from '@/components/tokens/detail/part.tsx'
import { Notice } from '@/components/ui/notice.tsx'
import { TextLink } from '@/components/ui/text-link.tsx'
import { exactly } from '@/components/ui/time-words.ts'
import { ticketOfPlan } from '@/lib/db/tickets.ts'
import { readTracker } from '@/lib/db/tracker.ts'
import type { PlanDetail } from '@/lib/model/plan-search.ts'
import type { TicketLine } from '@/lib/model/ticket.ts'
import { may, type Viewer } from '@/lib/model/viewer.ts'
import { webWorld } from '@/lib/server/web/ground.ts'
import { TicketForms } from './ticket-forms.tsx'

/** The issue beside a plan: how it stands in Jira, as it was last read, and what may be done about it. Nothing where there is no Jira. */
export async function TicketPart({ viewer, plan }: { viewer: Viewer; plan: PlanDetail }) {
  const { db } = await webWorld()
  const [ticket, tracker] = await Promise.all([ticketOfPlan(db, viewer.scope, plan.id), readTracker(db.pool)])
  const isOn = Boolean(tracker?.onSince)
  if (!ticket && !isOn) return null
  const isTheirs = plan.ownerId !== null && viewer.selfIds.includes(plan.ownerId) && may(viewer.role, 'tasks:act')
  const elsewhere = ticket && tracker ? elsewhereWords(ticket.baseUrl, tracker.baseUrl) : null
  const acts = isTheirs || may(viewer.role, 'plans:edit')
  if (!ticket && !acts) return null
  return (
    <Part id="issue" title="Issue" says="Its status is what people say. It closes no step." className="min-w-0">
      <div className="flex flex-col gap-3">
        {ticket ? <Standing ticket={ticket} elsewhere={elsewhere} /> : <p>It has no issue in Jira.</p>}
        {ticket?.category === 'done' && !ticket.goneAt && !plan.closedAt ? (
          <Notice tone="warning" title={`${ticket.key} is closed, and ${plan.tokens === 1 ? 'the token is' : 'its tokens are'} not proved gone.`}>
            <p>Closing an issue takes nothing away. The plan stays open until the provider shows that it is done.</p>
          </Notice>
        ) : null}
        {ticket && !isOn ? <p className="text-table text-text-2">Jira is switched off, so this is not read any more.</p> : null}
        {isOn && !elsewhere && tracker?.failingSince ? (
          <p className="text-table text-text-2">Jira cannot be read since {exactly(tracker.failingSince)}; what stands here is older.</p>
        ) : null}
        {acts ? (
          <TicketForms planId={plan.id} has={ticket === null ? 'nothing' : ticket.key ? 'issue' : 'half'} isHere={!elsewhere} isOn={isOn} mayMake={plan.closedAt === null} />
        ) : null}
      </div>
    </Part>
  )
} // prettier-ignore

function Standing({ ticket, elsewhere }: { ticket: TicketLine; elsewhere: string | null }) {
  const { key, url, summary, status, category, assignee, readAt, goneAt } = ticket
  if (!key && elsewhere)
    return <Notice tone="warning" title="Nobody can say whether its issue was made."><p>{elsewhere} Create one in the Jira that is set up now, or leave it.</p></Notice> // prettier-ignore
  if (!key)
    return <Notice tone="warning" title="Nobody can say yet whether its issue was made."><p>It is looked for by its mark before another one is made: ask again, or wait for the next hour.</p></Notice> // prettier-ignore
  const isAddress = /^https?:/.test(url ?? '')
  return (
    <>
      <p className="break-words">
        {isAddress && url ? (
          <TextLink href={url} rel="noreferrer" className="font-medium">
            {key}
          </TextLink>
        ) : (
          <span className="font-medium">{key}</span>
        )}{' '}
        {summary}
      </p>
      {elsewhere ? (
        <Notice tone="warning" title={`${key} is in another Jira.`}>
          <p className="break-words">
            {elsewhere} It was last {statusWords(status, category)}. Unlink it, and link or create one in the Jira that is set up now.
          </p>
        </Notice>
      ) : goneAt ? (
        <Notice tone="warning" title={`${key} is not there any more, or our account may not see it.`}>
          <p>
            So it is since {exactly(goneAt)}. It was last {statusWords(status, category)}. Unlink it, or let the account see it again.
          </p>
        </Notice>
      ) : (
        <p>
          {statusWords(status, category)}, {assignee ? `with ${assignee}` : 'with nobody'}.
        </p>
      )}
      <p className="text-table text-text-2">
        {ticket.made ? 'Made' : 'Linked'} by {ticket.by}. {readAt ? `Last read ${exactly(readAt)}.` : 'Not read yet.'}
      </p>
    </>
  )
}
