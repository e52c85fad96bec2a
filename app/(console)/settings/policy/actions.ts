'use server'

import { revalidatePath } from 'next/cache'
import { redirect } from 'next/navigation'
import { readPolicy, takePolicy } from '@/lib/flows/change-policy.ts'
import { enqueueRescore } from '@/lib/jobs/enqueue.ts'
import { action, field } from '@/lib/server/web/action.ts'
import { readValues } from './read-values.ts'
import { shownOf, type ShownPreview } from './shown-preview.ts'

/** Takes the policy that was shown; where it would do something else by now, answers with what it would do. */
export const takeThePolicy = action<ShownPreview>('policy:edit', async ({ viewer, world, form }) => {
  const number = (name: string) => Number(field(form, name) || NaN)
  const seen = { number: number('number'), earlier: number('earlier'), later: number('later'), overdue: number('overdue'), plans: number('plans') }
  const values = readPolicy(readValues((name) => field(form, name)))
  const taken = await takePolicy(world, viewer, { values, why: field(form, 'why') }, seen)
  if (!taken.done) return shownOf(taken.now)
  if (taken.moved === 'later')
    // The policy is taken; where the worker cannot be asked, its next hour counts the dates.
    await enqueueRescore(world.db).catch((err: unknown) => world.log.warn({ err }, 'due dates could not be asked for'))
  revalidatePath('/', 'layout')
  redirect(`/settings/policy?did=${taken.number}`)
}) // prettier-ignore
