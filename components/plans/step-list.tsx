import { Check, CircleAlert, CircleDashed, CircleDot, Hourglass, Minus, UserCheck } from 'lucide-react'
import { clsx } from 'clsx'
import { TextLink } from '@/components/ui/text-link.tsx'
import { exactly } from '@/components/ui/time-words.ts'
import { SuccessorLink } from './history.tsx'
import type { ShownEvidence, ShownStep } from './steps.ts'

const marks = {
  proved: { icon: Check, word: 'Proved', look: 'text-fine' },
  stated: { icon: UserCheck, word: 'Stated', look: 'text-fine' },
  passed: { icon: Minus, word: 'Passed over', look: 'text-text-3' },
  current: { icon: CircleDot, word: 'Now', look: 'text-accent' },
  waiting: { icon: Hourglass, word: 'Waiting', look: 'text-accent' },
  refused: { icon: CircleAlert, word: 'Does not go on', look: 'text-revoke' },
  ahead: { icon: CircleDashed, word: 'Ahead', look: 'text-text-3' },
} as const

/** The steps of a plan in order, with what proved those behind. `linked`: whether this viewer may look at sources. */
export function StepList({ steps, linked }: { steps: readonly ShownStep[]; linked: boolean }) {
  return (
    <ol aria-label="Steps" className="flex flex-col">
      {steps.map((step, place) => {
        const { icon: Icon, word, look } = marks[step.state]
        const here = step.state === 'current' || step.state === 'waiting' || step.state === 'refused'
        return (
          <li key={step.stage} aria-current={here ? 'step' : undefined} className="relative flex gap-3 pb-3 last:pb-0">
            {place < steps.length - 1 ? <span aria-hidden className="absolute top-6 bottom-0 left-2.5 w-px bg-line" /> : null}
            <span className={clsx('flex size-5 shrink-0 items-center justify-center', look)}>
              <Icon aria-hidden className="size-4" />
            </span>
            <div className={clsx('min-w-0 flex-1', here && 'rounded-control bg-panel px-3 py-2 -mt-2')}>
              <p className={clsx('flex flex-wrap items-baseline gap-x-2', step.state === 'ahead' && 'text-text-3')}>
                <span className={here || step.state === 'proved' || step.state === 'stated' ? 'font-medium' : undefined}>{step.name}</span>
                <span className={clsx('text-meta', look)}>{word}</span>
                {step.count && step.count.done > 0 && step.count.done < step.count.of ? (
                  <span className="text-meta text-text-3">
                    {step.count.done} of {step.count.of} {step.count.what}
                  </span>
                ) : null}
              </p>
              {step.says ? <p className="max-w-[72ch] text-table text-text-2 break-words">{step.says}</p> : null}
              <Evidence step={step} linked={linked} />
              {step.link ? (
                <TextLink href={step.link.href} className="inline-flex min-h-11 items-center text-table md:min-h-6">
                  {step.link.says}
                </TextLink>
              ) : null}
            </div>
          </li>
        )
      })}
    </ol>
  )
}

function Evidence({ step: { evidence, more }, linked }: { step: ShownStep; linked: boolean }) {
  if (evidence.length === 0) return null
  return (
    <ul className="text-table text-text-2">
      {evidence.map((one) => (
        <li key={one.key} className="break-words">
          {one.name ? `${one.name}: ` : null}
          {one.says}. <SuccessorLink id={one.successorId} /> <Seen one={one} linked={linked} />
        </li>
      ))}
      {more > 0 ? <li className="text-text-3">and {more} more</li> : null}
    </ul>
  )
}

function Seen({ one: { at, by, source }, linked }: { one: ShownEvidence; linked: boolean }) {
  return (
    <span className="text-meta text-text-3">
      {by ? `${by}, ` : null}
      {at ? <time dateTime={at.toISOString()}>{exactly(at)}</time> : 'at a time that is not known'}
      {source ? <>, sync of {linked ? <TextLink href={`/sources/${source.id}`}>{source.name}</TextLink> : source.name}</> : null}
    </span>
  )
}
