import { SnippetView } from '@/components/sources/snippet-view.tsx'
import { Section } from '@/components/ui/section.tsx'
import { dateWords } from '@/components/ui/time-words.ts'
import type { Connector } from '@/lib/connectors/contract.ts'
import { TestedForm } from '../tested-form.tsx'
import { giveActing } from './acting-actions.ts'
import { RemoveActing } from './remove-acting.tsx'

type ActingSectionProps = { id: string; connector: Connector; since: Date | null; mayEdit: boolean }

/** Whether tokens can be changed through this source: by a credential of its own, off until somebody gives it. */
export function ActingSection({ id, connector, since, mayEdit }: ActingSectionProps) {
  const { actions } = connector
  return (
    <Section title="May act">
      <div id="may-act" className="flex scroll-mt-20 flex-col gap-4">
        <p className="max-w-[72ch]">
          {!actions
            ? `No. ${connector.label} is only read here: what is to be disabled or deleted is so by hand, at the provider.`
            : since
              ? `Yes, since ${dateWords(since)}, by a credential of its own. Standdown reads with the one, and acts with the other.`
              : `No, it only reads. With a credential of its own, as ${actions.principal}, tokens can be ${doneWords(actions.kinds)} from here.`}
        </p>
        {actions && mayEdit ? (
          <>
            {since ? <RemoveActing id={id} /> : null}
            <details>
              <summary className="w-fit cursor-pointer py-1 text-accent">
                {since ? 'Replace the credential that acts…' : 'Let it act…'}
              </summary>
              <div className="mt-3 flex max-w-[60rem] flex-col gap-4">
                <ol className="flex max-w-[72ch] list-decimal flex-col gap-1 pl-5">
                  {actions.steps.map((step) => (
                    <li key={step}>{step}</li>
                  ))}
                </ol>
                <SnippetView snippet={actions.policy} />
                <TestedForm
                  label="Let it act"
                  act={giveActing}
                  hidden={{ id }}
                  fields={actions.fields}
                  prefix="acting"
                  gapsSay="Grant them and test again, or go on: what is not permitted is refused by the provider, and told so."
                  keep={since ? 'Replace it' : 'Let it act'}
                  keptSays="It may act from now on. Each use is written into the audit."
                />
              </div>
            </details>
          </>
        ) : null}
      </div>
    </Section>
  )
}

function doneWords(kinds: Readonly<Record<string, readonly string[]>>): string {
  return Object.values(kinds).some((verbs) => verbs.includes('disable')) ? 'disabled, enabled again and deleted' : 'deleted'
}
