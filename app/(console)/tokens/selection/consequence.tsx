'use client'

import { verdictWord } from '@/components/tokens/verdict-words.ts'
import { InputField } from '@/components/ui/input-field.tsx'
import { Notice } from '@/components/ui/notice.tsx'
import { countWords } from '@/components/ui/time-words.ts'
import { mostUntyped } from '@/lib/model/act-limits.ts'
import type { VerdictMove } from '@/lib/model/token-act.ts'
import { Meanwhile } from '../act/meanwhile.tsx'
import type { ActAnswer } from './selection-actions.ts'

/** The id of the sentence, by which the dialog around is described. */
export const consequence = 'act-consequence'

type ConsequenceProps = { answer: Extract<ActAnswer, { step: 'confirm' }>; error: string | undefined }

/** What will come of an act: the sentence, the verdicts that move, what others did meanwhile, and the number to type. */
export function Consequence({ answer: { says, preview, was, now }, error }: ConsequenceProps) {
  const { count, verdicts, meanwhile } = preview
  return (
    <div role="status" className="flex flex-col gap-3">
      {was !== null ? (
        <Notice tone="warning" title={`You chose ${countWords(was)}; now ${count === 1 ? 'it is 1' : `it is ${countWords(count)}`}.`}>
          <p className="text-table">Nothing was changed. Look at the number below and confirm it, or cancel.</p>
        </Notice>
      ) : null}
      <Meanwhile meanwhile={meanwhile} of={count} now={now} />
      <p id={consequence} className="text-body font-medium">
        {says}
      </p>
      <p className="text-table text-text-2">{verdictsSay(verdicts)}</p>
      {count > mostUntyped ? (
        <InputField
          key={count}
          name="typed"
          label={`Type ${countWords(count)} to confirm`}
          inputMode="numeric"
          autoComplete="off"
          className="max-w-56"
          error={error}
        />
      ) : null}
    </div>
  )
}

function verdictsSay(moves: readonly VerdictMove[] | null): string {
  if (moves === null) return 'Their scores follow. With more than 2,000 tokens the verdicts are not worked out beforehand.'
  if (moves.length === 0) return 'No verdict changes.'
  const total = moves.reduce((sum, { count }) => sum + count, 0)
  const each = moves.map(({ from, to, count }) => `${countWords(count)} from “${verdictWord[from]}” to “${verdictWord[to]}”`).join(', ')
  return `${total === 1 ? '1 verdict changes' : `${countWords(total)} verdicts change`}: ${each}.`
}
