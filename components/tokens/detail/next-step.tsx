import { buttonLook } from '@/components/ui/button.tsx'
import { Link } from '@/components/ui/link.tsx'
import { planLink, stepWords, type NextStep as Step, type StepGround } from './next-step-words.ts'

/** The one thing to do next, with the provider's own call where it is done there. `page` is the token's page, for links from elsewhere. */
export function NextStep({ step, ground, page = '', now }: { step: Step; ground: StepGround; page?: string; now: Date }) {
  const { title, says, call, link } = stepWords(step, ground, now)
  const plan = planLink(step, ground)
  return (
    <div className="flex flex-col items-start gap-2">
      <p className="font-semibold break-words">{title}</p>
      <p className="max-w-[72ch] text-text-2">{says}</p>
      {call ? (
        <code translate="no" className="max-w-full rounded-control border border-line bg-panel px-2 py-1 font-mono text-meta break-all">
          {call}
        </code>
      ) : null}
      {plan || link ? (
        <div className="flex flex-wrap gap-2">
          {plan ? (
            <Link href={plan.href} className={buttonLook({ kind: 'primary' })}>
              {plan.label}
            </Link>
          ) : null}
          {link ? (
            <a
              href={link.href.startsWith('#') ? `${page}${link.href}` : link.href}
              className={buttonLook({ kind: plan || step.do === 'nothing' || step.do === 'see-proof' ? 'quiet' : 'primary' })}
            >
              {link.label}
            </a>
          ) : null}
        </div>
      ) : null}
    </div>
  )
}
