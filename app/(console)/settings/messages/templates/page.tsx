import type { Metadata } from 'next'
import { LetterPreview } from '@/components/messages/letter-preview.tsx'
import { kindWords } from '@/components/messages/message-words.ts'
import { PageHead } from '@/components/shell/page-head.tsx'
import { TextLink } from '@/components/ui/text-link.tsx'
import { messageWords } from '@/lib/flows/message-words.ts'
import { sampleLetter } from '@/lib/messages/samples.ts'
import { noticeKinds } from '@/lib/model/message.ts'
import { webWorld } from '@/lib/server/web/ground.ts'
import { pageViewer } from '@/lib/server/web/viewer.ts'
import { MessageTabs } from '../tabs.tsx'

export const metadata: Metadata = { title: 'What messages say · Settings' }

export default async function TemplatesPage() {
  await pageViewer('messages:edit')
  const { site, db } = await webWorld()
  const words = await messageWords(db.pool)
  return (
    <>
      <PageHead
        title="What messages say"
        says="One of each kind, with made-up names. Several of a kind at once are one message, whose subject counts them."
      />
      <MessageTabs here="/settings/messages/templates" />
      {noticeKinds.map((kind) => (
        <section key={kind} className="mb-6 max-w-[72ch]">
          <div className="mb-2 flex flex-wrap items-baseline gap-x-3">
            <h2 className="text-section">{kindWords[kind]}</h2>
            {words[kind] ? <p className="text-table text-text-2">Changed here</p> : null}
            <TextLink href={`/settings/messages/templates/${kind}`} className="ml-auto">
              Change<span className="sr-only"> what “{kindWords[kind]}” says</span>
            </TextLink>
          </div>
          <LetterPreview letter={sampleLetter(kind, { site, words })} />
        </section>
      ))}
    </>
  )
}
