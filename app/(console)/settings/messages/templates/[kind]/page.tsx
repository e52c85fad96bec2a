import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { kindWords } from '@/components/messages/message-words.ts'
import { PageHead } from '@/components/shell/page-head.tsx'
import { writtenWords } from '@/lib/flows/message-words.ts'
import { shippedTemplate, wordsOf } from '@/lib/messages/words.ts'
import { noticeKinds, type NoticeKind } from '@/lib/model/message.ts'
import { webWorld } from '@/lib/server/web/ground.ts'
import { pageViewer } from '@/lib/server/web/viewer.ts'
import { MessageTabs } from '../../tabs.tsx'
import { WordsForm } from './words-form.tsx'

type TemplatePageProps = { params: Promise<{ kind: string }> }

export async function generateMetadata({ params }: TemplatePageProps): Promise<Metadata> {
  return { title: `${kindWords[await kindOr404(params)]} · What messages say · Settings` }
}

export default async function TemplatePage({ params }: TemplatePageProps) {
  await pageViewer('messages:edit')
  const kind = await kindOr404(params)
  const { site, db } = await webWorld()
  const { version, template } = (await writtenWords(db.pool))(kind)
  return (
    <>
      <PageHead
        title={`What “${kindWords[kind]}” says`}
        says={template ? 'Changed here. It counts for what is sent from now on.' : 'As it is shipped.'}
      />
      <MessageTabs here="/settings/messages/templates" />
      <WordsForm
        kind={kind}
        version={version}
        isShipped={template === null}
        template={template ?? shippedTemplate(kind)}
        placeholders={Object.entries(wordsOf(kind).placeholders)}
        site={site}
      />
    </>
  )
}

async function kindOr404(params: TemplatePageProps['params']): Promise<NoticeKind> {
  const { kind } = await params
  return noticeKinds.find((known) => known === kind) ?? notFound()
}
