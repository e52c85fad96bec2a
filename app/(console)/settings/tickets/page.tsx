import type { Metadata } from 'next'
import { flavourWords } from '@/components/tickets/ticket-words.ts'
import { PageHead } from '@/components/shell/page-head.tsx'
import { Notice } from '@/components/ui/notice.tsx'
import { Section } from '@/components/ui/section.tsx'
import { exactly } from '@/components/ui/time-words.ts'
import { readTracker } from '@/lib/db/tracker.ts'
import type { TrackerRow } from '@/lib/model/ticket.ts'
import { may } from '@/lib/model/viewer.ts'
import { webWorld } from '@/lib/server/web/ground.ts'
import { pageViewer } from '@/lib/server/web/viewer.ts'
import { TrackerForm } from './tracker-form.tsx'
import { TrackerSwitch } from './tracker-switch.tsx'

export const metadata: Metadata = { title: 'Jira · Settings' }

export default async function TicketsPage() {
  const { role } = await pageViewer('settings:read')
  const { db } = await webWorld()
  const tracker = await readTracker(db.pool)
  const edits = may(role, 'tickets:edit')
  return (
    <>
      <PageHead
        title="Jira"
        says={`Where issues for plans are made and read back. ${edits ? 'It is off until a test went through.' : 'An administrator can change it.'}`}
      />
      {tracker?.onSince && tracker.failingSince ? (
        <Notice tone="error" className="mb-6" title="Issues cannot be read back now.">
          <p className="break-words">{tracker.problem}</p>
          <p>
            Since {exactly(tracker.failingSince)}
            {tracker.retryAt ? `; tried again from ${exactly(tracker.retryAt)}` : ''}. A test that goes through ends this at once.
          </p>
        </Notice>
      ) : null}
      {tracker?.onSince && tracker.problem && !tracker.failingSince ? (
        <Notice tone="warning" className="mb-6" title="Some issues could not be read back.">
          <p className="break-words">{tracker.problem} They stand as they were read before; the others were read.</p>
        </Notice>
      ) : null}
      <Section title="Where it stands" className="max-w-[60rem]">
        <div className="flex flex-col gap-4 rounded-panel border border-line p-4">
          <p>{standing(tracker)}</p>
          {tracker ? <Facts tracker={tracker} /> : null}
          {edits && tracker ? <TrackerSwitch version={tracker.version} isOn={tracker.onSince !== null} isTested={tracker.testedAt !== null} /> : null}
        </div>
      </Section>
      {edits ? (
        <Section
          title={tracker ? 'Set it up otherwise' : 'Set it up'}
          says="Give it an account of its own that may see one project and make issues in it, and nothing else."
        >
          <TrackerForm tracker={tracker && shownOf(tracker)} version={tracker?.version ?? 0} isTested={Boolean(tracker?.testedAt)} />
        </Section>
      ) : null}
      <Section title="What goes there, and what comes back">
        <ul className="flex max-w-[72ch] list-disc flex-col gap-1 pl-5">
          <li>An issue says which tokens are to be retired and why, by when, and where the task is. It has the label standdown, and no secret.</li>
          <li>Once an hour the status and the assignee of each issue are read back and shown beside its plan.</li>
          <li>An issue’s status closes no step: a step is closed by what the provider shows.</li>
        </ul>
      </Section>
    </>
  )
} // prettier-ignore

function standing(tracker: TrackerRow | null): string {
  if (!tracker) return 'No Jira is set up.'
  const tested = tracker.testedAt ? `Tested ${exactly(tracker.testedAt)}, as ${tracker.testedAs ?? 'somebody'}.` : 'Not tested as it is.'
  const on = tracker.onSince ? `On since ${exactly(tracker.onSince)}.` : 'Off.'
  const read = tracker.readAt ? ` All issues were last read ${exactly(tracker.readAt)}.` : ''
  return `${on} ${tested}${read}${tracker.demo ? ' It is the made-up company’s.' : ''}`
}

/** Nothing of this is secret: auditors read it too. */
function Facts({ tracker: { flavour, baseUrl, projectKey, issueType, email } }: { tracker: TrackerRow }) {
  const facts = [
    ['Kind', flavourWords[flavour]],
    ['Address', baseUrl],
    ['Project', projectKey],
    ['Type of issue', issueType],
    ...(email ? [['Account', email] as const] : []),
  ] as const
  return (
    <dl className="grid grid-cols-[auto_1fr] gap-x-6 gap-y-1 text-table">
      {facts.map(([name, value]) => (
        <div key={name} className="contents">
          <dt className="text-text-2">{name}</dt>
          <dd className="min-w-0 break-words">{value}</dd>
        </div>
      ))}
    </dl>
  )
}

function shownOf({ flavour, baseUrl, projectKey, issueType, email }: TrackerRow) {
  return { flavour, baseUrl, projectKey, issueType, email }
}
