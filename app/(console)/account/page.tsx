import type { Metadata } from 'next'
import { SessionTable } from '@/components/people/session-table.tsx'
import { roleWords } from '@/components/people/role-words.ts'
import { PageHead } from '@/components/shell/page-head.tsx'
import { Section } from '@/components/ui/section.tsx'
import { countRecoveryCodes, readFactor } from '@/lib/db/second-factors.ts'
import { listSessions } from '@/lib/db/sessions.ts'
import { webWorld } from '@/lib/server/web/ground.ts'
import { pageViewer } from '@/lib/server/web/viewer.ts'
import { agentWords } from './agent-words.ts'
import { EndSessionButton, EndOthersButton } from './end-session.tsx'
import { PasswordForm } from './password-form.tsx'
import { FactorForm } from './factor-form.tsx'

export const metadata: Metadata = { title: 'Your account' }

export default async function AccountPage() {
  const viewer = await pageViewer()
  const { db, now } = await webWorld({ clock: 'system' })
  const [sessions, factor, codesLeft] = await Promise.all([
    listSessions(db, viewer.id, now),
    readFactor(db, viewer.id),
    countRecoveryCodes(db, viewer.id),
  ])
  const lines = sessions.map(({ hash, agent, ...times }) => ({ ...times, id: hash, agent: agentWords(agent), here: hash === viewer.sessionId }))
  return (
    <>
      <PageHead title="Your account" says={`${viewer.name}, ${viewer.email}. Role: ${roleWords[viewer.role].label}.`} />
      <Section title="Open sessions" says="Where you are signed in. Ending one signs that browser out at its next click.">
        <SessionTable sessions={lines} now={now} end={(id) => <EndSessionButton id={id} />} />
        {lines.length > 1 ? <EndOthersButton count={lines.length - 1} /> : null}
      </Section>
      <Section title="Second factor" says="A code of an authenticator app, asked for beside your password. Turning it on ends your other sessions.">
        <FactorForm on={factor?.confirmedAt != null} codesLeft={codesLeft} />
      </Section>
      <Section title="Password" says="Changing it ends your other sessions, and an invitation link that would set another.">
        <PasswordForm email={viewer.email} />
      </Section>
    </>
  )
} // prettier-ignore
