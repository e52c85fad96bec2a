'use client'

import { useState } from 'react'
import { LetterPreview } from '@/components/messages/letter-preview.tsx'
import { Button } from '@/components/ui/button.tsx'
import { FormProblem } from '@/components/ui/form-problem.tsx'
import { InputField } from '@/components/ui/input-field.tsx'
import { Notice } from '@/components/ui/notice.tsx'
import { TextField } from '@/components/ui/text-field.tsx'
import { TextLink } from '@/components/ui/text-link.tsx'
import { sampleLetter } from '@/lib/messages/samples.ts'
import type { NoticeKind } from '@/lib/model/message.ts'
import { longest, type Template } from '@/lib/model/message-template.ts'
import { useKeptForm } from '../../../../use-kept-form.ts'
import { resetTemplate, saveTemplate } from '../../actions.ts'

type WordsFormProps = {
  kind: NoticeKind
  version: number
  isShipped: boolean
  /** What it says now. */
  template: Template
  placeholders: readonly (readonly [name: string, means: string])[]
  site: string
}

const labels = { subject: 'Subject', text: 'Text' }

/** What one kind of message says, to be changed; beside it how it reads with made-up names, as it is typed. */
export function WordsForm({ kind, version, isShipped, template, placeholders, site }: WordsFormProps) {
  const [draft, setDraft] = useState<(Template & { of: number }) | null>(null)
  const { state, sending, errorAt, form } = useKeptForm(saveTemplate)
  const shown = draft?.of === version ? draft : template
  const read = (from: HTMLFormElement) => {
    const typed = new FormData(from)
    setDraft({ of: version, subject: String(typed.get('subject')), text: String(typed.get('text')) })
  }
  return (
    <div className="grid max-w-[75rem] gap-x-8 gap-y-6 lg:grid-cols-2">
      <div className="flex min-w-0 flex-col gap-6">
        <form {...form} onInput={(event) => read(event.currentTarget)} aria-label="What it says" className="flex flex-col gap-4">
          <input type="hidden" name="kind" value={kind} />
          <input type="hidden" name="version" value={version} />
          {state?.done === false ? <FormProblem state={state} labels={labels} /> : null}
          {state?.done && !isShipped ? <Notice tone="success" role="status" title="Saved. It counts for what is sent from now on." /> : null}
          <div key={version} className="flex flex-col gap-4">
            <InputField name="subject" label={labels.subject} required maxLength={longest.subject} autoComplete="off" defaultValue={template.subject} error={errorAt('subject')} />
            <TextField name="text" label={labels.text} required rows={7} maxLength={longest.text} hint="Plain text. Who is greeted, the link and the foot are put around it." defaultValue={template.text} error={errorAt('text')} />
          </div>
          <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
            <Button kind="primary" type="submit" aria-disabled={sending}>
              {sending ? 'Saving …' : 'Save what it says'}
            </Button>
            <TextLink href="/settings/messages/templates">All kinds</TextLink>
          </div>
        </form>
        <Reset kind={kind} version={version} isShipped={isShipped} />
      </div>
      <div className="flex min-w-0 flex-col gap-6">
        <section aria-label="Preview">
          <h2 className="mb-2 text-section">With made-up names</h2>
          <LetterPreview letter={sampleLetter(kind, { site, words: { [kind]: shown } })} />
        </section>
        <section>
          <h2 className="text-section">What may stand in it</h2>
          <dl className="mt-2 flex flex-col gap-2 text-table">
            {placeholders.map(([name, means]) => (
              <div key={name} className="flex flex-wrap gap-x-3">
                <dt translate="no" className="w-28 shrink-0 font-mono">{`{${name}}`}</dt>
                <dd className="min-w-48 flex-1 text-text-2">{means}</dd>
              </div>
            ))}
          </dl>
        </section>
      </div>
    </div>
  )
} // prettier-ignore

/** What was written is in the audit log, so that it can be written again. */
function Reset({ kind, version, isShipped }: Pick<WordsFormProps, 'kind' | 'version' | 'isShipped'>) {
  const { state, sending, form } = useKeptForm(resetTemplate)
  if (isShipped) return state?.done ? <Notice tone="success" role="status" title="It says what it is shipped with again." /> : null
  return (
    <form {...form} aria-label="As it is shipped" className="flex flex-col gap-3 border-t border-line pt-4">
      <input type="hidden" name="kind" value={kind} />
      <input type="hidden" name="version" value={version} />
      {state?.done === false ? <FormProblem state={state} /> : null}
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
        <Button type="submit" aria-disabled={sending}>
          {sending ? 'Resetting …' : 'Use the shipped text'}
        </Button>
        <p className="text-table text-text-2">What is written here now stays in the audit log.</p>
      </div>
    </form>
  )
}
