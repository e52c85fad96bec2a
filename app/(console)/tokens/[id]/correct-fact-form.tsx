'use client'

import { FactFields } from '../act/fact-fields.tsx'
import { ActForm } from './act-form.tsx'

/** States a fact that its provider does not report, until somebody looks again. */
export function CorrectFactForm({ token, mark, today }: { token: string; mark: string; today: string }) {
  return (
    <ActForm act="fact" token={token} mark={mark} label="Correct a fact" verb="State the fact" id="correct">
      {(errorAt) => <FactFields errorAt={errorAt} today={today} />}
    </ActForm>
  )
}

/** Takes back what was stated of a fact. */
export function WithdrawFactForm({ token, mark, fact, says }: { token: string; mark: string; fact: string; says: string }) {
  return (
    <ActForm act="withdraw" token={token} mark={mark} label={`Take back ${says}`} verb={`Take back “${says}”`}>
      {() => <input type="hidden" name="fact" value={fact} />}
    </ActForm>
  )
}
