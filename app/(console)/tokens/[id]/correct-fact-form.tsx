'use client'

import { statedFactWord } from '@/components/tokens/selection/stated-words.ts'
import type { StatedFactName } from '@/lib/model/stated-fact.ts'
import { FactFields } from '../act/fact-fields.tsx'
import { ActForm } from './act-form.tsx'

// From the words and not from the schemas, which a browser has no use for.
const statedFactNames = Object.keys(statedFactWord) as readonly StatedFactName[]

type CorrectFactProps = { token: string; mark: string; today: string; first: StatedFactName | null }

/** States a fact that its provider does not report, until somebody looks again. `first` is the one it opens with. */
export function CorrectFactForm({ token, mark, today, first }: CorrectFactProps) {
  const facts = first ? [first, ...statedFactNames.filter((fact) => fact !== first)] : undefined
  return (
    <ActForm act="fact" token={token} mark={mark} label="Correct a fact" verb="State the fact" id="correct">
      {(errorAt) => <FactFields errorAt={errorAt} today={today} facts={facts} />}
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
