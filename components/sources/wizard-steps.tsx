import { Check } from 'lucide-react'
import { cn } from '@/components/ui/cn.ts'
import { Link } from '@/components/ui/link.tsx'

/** The way through connecting a source; each step is an address, so that Back and a bookmark work. */
const steps = ['Kind', 'Way in', 'Permissions', 'Test', 'First sync'] as const

type WizardStepsProps = {
  /** 1–5. */
  at: number
  /** Addresses of the steps that can be gone back to, by number. */
  back?: Readonly<Record<number, string>>
}

/** Where somebody is in connecting a source, and what is behind them. */
export function WizardSteps({ at, back = {} }: WizardStepsProps) {
  return (
    <nav aria-label="Steps" className="mb-6">
      <ol className="flex flex-wrap gap-x-5 gap-y-2 text-table">
        {steps.map((name, index) => {
          const step = index + 1
          const href = step < at ? back[step] : undefined
          return (
            <li key={name} aria-current={step === at ? 'step' : undefined} className="flex items-center gap-1.5">
              <span
                aria-hidden
                className={cn(
                  'flex size-5 items-center justify-center rounded-full border text-meta font-medium',
                  step < at && 'border-fine text-fine',
                  step === at && 'border-text bg-text text-bg',
                  step > at && 'border-control text-text-3',
                )}
              >
                {step < at ? <Check className="size-3" /> : step}
              </span>
              {href ? (
                <Link href={href} className="py-1 underline decoration-1 underline-offset-2">
                  {name}
                  <span className="sr-only"> (done, go back)</span>
                </Link>
              ) : (
                <span className={step === at ? 'font-semibold' : 'text-text-3'}>
                  {name}
                  {step < at ? <span className="sr-only"> (done)</span> : null}
                </span>
              )}
            </li>
          )
        })}
      </ol>
    </nav>
  )
}
