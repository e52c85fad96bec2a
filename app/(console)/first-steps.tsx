import { CircleCheck, CircleDashed } from 'lucide-react'
import { TextLink } from '@/components/ui/text-link.tsx'
import { countWords, leastWords } from '@/components/ui/time-words.ts'
import { dataFreshness } from '@/lib/db/data-freshness.ts'
import { readBeginnings, type Beginnings } from '@/lib/db/first-steps.ts'
import { firstStepsEnded } from '@/lib/flows/end-first-steps.ts'
import { may, type Viewer } from '@/lib/model/viewer.ts'
import { webWorld } from '@/lib/server/web/ground.ts'
import { PutStepsAway } from './put-steps-away.tsx'

/**
 * What is left of the first days once a source was read: owners, workloads, a first review. Nothing here can tell that somebody
 * looked at the ten, so that the list ends when a person says so.
 */
export async function FirstSteps({ viewer }: { viewer: Viewer }) {
  if (!may(viewer.role, 'directory:edit')) return null
  const { db, now } = await webWorld()
  if (await firstStepsEnded({ db })) return null
  const [known, { lacking }] = await Promise.all([readBeginnings(db), dataFreshness(db, now)])
  if (known.read === 0 || known.tokens === 0) return null
  const steps = stepsOf(known, lacking.length > 0)
  const reviewIsLeft = steps.every(({ done }, place) => done || place === steps.length - 1)
  return (
    <section aria-labelledby="first-steps" className="mb-4 rounded-panel border border-line bg-panel px-4 py-3">
      <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1">
        <h2 id="first-steps" className="font-semibold">
          First steps
        </h2>
        <PutStepsAway label={reviewIsLeft ? 'Reviewed: end these steps' : 'Put these steps away'} />
      </div>
      <ol className="mt-1 flex flex-wrap gap-x-8 gap-y-2 text-table">
        {steps.map(({ done, title, says, href }) => (
          <li key={title} className="flex items-start gap-1.5">
            {done ? <CircleCheck aria-hidden className="mt-0.5 size-4 text-fine" /> : <CircleDashed aria-hidden className="mt-0.5 size-4 text-text-3" />}
            <span>
              <TextLink href={href}>{title}</TextLink>
              <span className="sr-only">{done ? ' (done)' : ' (to do)'}</span>
              <span className="block text-text-2">{says}</span>
            </span>
          </li>
        ))}
      </ol>
    </section>
  ) // prettier-ignore
}

/** Nine in ten is enough: the rest is for the lists that are there for it. */
const enough = 0.9

/** While something was not read, no count shows that enough have one: those that are missing may have none. */
function stepsOf({ tokens, owned, placed }: Beginnings, atLeast: boolean) {
  const of = (count: number) =>
    `${countWords(count)} of ${leastWords(tokens, atLeast)} live ${tokens === 1 ? 'token' : 'tokens'} ${count === 1 ? 'has' : 'have'} one`
  const isDone = (count: number) => !atLeast && count >= enough * tokens
  return [
    { title: 'Owners', href: '/directory', done: isDone(owned), says: of(owned) },
    { title: 'Workloads', href: '/directory/workloads', done: isDone(placed), says: of(placed) },
    { title: 'Review “Retire first”', href: '/tokens?view=retire-first', done: false, says: 'The ten that weigh most' },
  ]
}
