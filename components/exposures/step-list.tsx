import { CircleCheck, CircleDashed } from 'lucide-react'
import type { ReactNode } from 'react'
import { Exact } from '@/components/ui/time.tsx'
import type { LeakStep, StepShown } from '@/lib/model/leak.ts'
import { stepWord } from './exposure-words.ts'

const proof = { provider: 'Shown by its provider', file: 'Told by a file', plan: 'Proved by its plan', person: 'Stated' } as const

/** The steps of a leak in their order, each with what shows it; `act` is what can be done about one. */
export function StepList({ steps, acts }: { steps: readonly StepShown[]; acts: Readonly<Partial<Record<LeakStep, ReactNode>>> }) {
  return (
    <ol className="flex max-w-[60rem] flex-col">
      {steps.map((step) => (
        <li key={step.step} className="flex gap-3 border-b border-line py-3 last:border-b-0">
          {step.state === 'done' ? (
            <CircleCheck aria-hidden className="mt-0.5 size-4 shrink-0 text-fine" />
          ) : (
            <CircleDashed aria-hidden className="mt-0.5 size-4 shrink-0 text-text-3" />
          )}
          <div className="flex min-w-0 flex-1 flex-col gap-1">
            <p className="font-medium">
              {stepWord[step.step]} <span className="font-normal text-text-2">{step.state === 'done' ? '· done' : '· not yet'}</span>
            </p>
            <p className="max-w-[72ch] wrap-anywhere whitespace-pre-line text-text-2">{step.says}</p>
            {step.state === 'done' ? (
              <p className="text-table text-text-3">
                {proof[step.by]}
                {step.who ? ` by ${step.who}` : ''}
                {step.at ? (
                  <>
                    {' · '}
                    <Exact at={step.at} />
                  </>
                ) : null}
              </p>
            ) : null}
            {acts[step.step] ? <div className="mt-1 flex flex-wrap items-center gap-2">{acts[step.step]}</div> : null}
          </div>
        </li>
      ))}
    </ol>
  )
}
