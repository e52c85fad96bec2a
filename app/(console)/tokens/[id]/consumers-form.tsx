'use client'

import { controlLook, describedBy, Field } from '@/components/ui/field.tsx'
import { InputField } from '@/components/ui/input-field.tsx'
import { ActForm } from './act-form.tsx'
import { stateConsumers } from './state-actions.ts'

type ConsumersFormProps = { token: string; mark: string; reviewAt: string }

/** Its owner says who uses it: nobody else knows where no provider tells. */
export function ConsumersForm({ token, mark, reviewAt }: ConsumersFormProps) {
  return (
    <details className="mt-3 h-fit">
      <summary className="min-h-8 w-fit cursor-pointer py-1.5 font-medium pointer-coarse:min-h-11">Say who uses it</summary>
      <div className="pt-2">
        <ActForm act="fact" token={token} mark={mark} label="Say who uses it" verb="Save who uses it" sentTo={stateConsumers}>
          {(errorAt) => (
            <>
              <input type="hidden" name="fact" value="consumers" />
              <input type="hidden" name="reviewAt" value={reviewAt} />
              <Field id="consumers" label="Used by" hint="One name a line: a service, a pipeline, a vendor, a person. It counts until you look again in half a year." error={errorAt('value')}>
                <textarea id="consumers" name="value" rows={3} required aria-describedby={describedBy('consumers', { hint: true, error: errorAt('value') })} aria-invalid={errorAt('value') !== undefined || undefined} className={controlLook} />
              </Field>
              <InputField name="note" id="consumers-note" label="How do you know?" required maxLength={1_000} autoComplete="off" error={errorAt('note')} />
            </>
          )}
        </ActForm>
      </div>
    </details>
  )
} // prettier-ignore
