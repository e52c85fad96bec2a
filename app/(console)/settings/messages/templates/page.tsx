import type { Metadata } from 'next'
import { kindWords } from '@/components/messages/message-words.ts'
import { PageHead } from '@/components/shell/page-head.tsx'
import { renderLetter } from '@/lib/messages/render.ts'
import { sampleNotices } from '@/lib/messages/samples.ts'
import type { NoticeKind, Reader } from '@/lib/model/message.ts'
import { webWorld } from '@/lib/server/web/ground.ts'
import { pageViewer } from '@/lib/server/web/viewer.ts'
import { MessageTabs } from '../tabs.tsx'

export const metadata: Metadata = { title: 'What messages say · Settings' }

const readerOf: Partial<Record<NoticeKind, Reader>> = {
  offered: 'offered',
  'exception-ending': 'requester',
  'exception-decided': 'requester',
  'act-waiting': 'security',
  'act-review': 'security',
  'source-failing': 'admin',
  test: 'admin',
}

export default async function TemplatesPage() {
  await pageViewer('messages:edit')
  const { site } = await webWorld()
  return (
    <>
      <PageHead title="What messages say" says="One of each kind, with made-up names. Several of a kind at once are one message." />
      <MessageTabs here="/settings/messages/templates" />
      {sampleNotices.map((notice) => {
        const said = [{ notice, reader: readerOf[notice.kind] ?? 'owner' } as const]
        const { subject, text } = renderLetter({ said, more: 0, site, name: 'Ana Ruiz', invitation: null, invitedUntil: null })
        return (
          <section key={notice.kind} className="mb-6 max-w-[72ch]">
            <h2 className="text-section">{kindWords[notice.kind]}</h2>
            <div className="mt-2 rounded-panel border border-line p-4">
              <p className="font-medium">{subject}</p>
              <p className="mt-2 text-table break-words whitespace-pre-wrap text-text-2">{text.trim()}</p>
            </div>
          </section>
        )
      })}
    </>
  )
}
