'use server'

import { revalidatePath } from 'next/cache'
import { z } from 'zod'
import type { ReviewAnswered } from '@/components/campaigns/campaign-words.ts'
import { answerReview } from '@/lib/flows/answer-review.ts'
import { mostOpened } from '@/lib/flows/open-plans.ts'
import { AppError } from '@/lib/model/app-error.ts'
import { ReviewAct } from '@/lib/model/campaign-terms.ts'
import { action, field } from '@/lib/server/web/action.ts'

const Tokens = z.array(z.uuid()).min(1).max(500)

/** How long one request goes on answering before it says how many remain. */
const mostMilliseconds = 10_000

/** Answers for the tokens that a form names: one, those that are ticked, or all that are open, as far as there is time. */
export const answerTheReview = action<ReviewAnswered>('tasks:act', async ({ viewer, world, form }) => {
  const wrong = (where: string, what: string) => new AppError('bad-input', 'Some of this cannot be used.', [{ where, what }])
  const taskId = z.uuid().safeParse(field(form, 'task'))
  if (!taskId.success) throw new AppError('not-found', 'There is no such review.')
  const all = field(form, 'which') === 'open'
  const tokens = Tokens.safeParse(form.getAll('token'))
  if (!all && !tokens.success) throw wrong('token', 'Tick the tokens that this answers for.')
  if (field(form, 'answer') === '') throw wrong('answer', 'Choose an answer.')
  const act = ReviewAct.safeParse({ answer: field(form, 'answer'), says: field(form, 'says') })
  if (!act.success) throw wrong(String(act.error.issues[0]?.path.at(-1) ?? 'answer'), act.error.issues[0]?.message ?? 'cannot be used')
  const asked = { taskId: taskId.data, tokens: all ? ('open' as const) : (tokens.data ?? []), act: act.data }
  const began = performance.now()
  const budget = { slice: mostOpened, hasTime: () => performance.now() - began < mostMilliseconds }
  const { plans, ...counts } = await answerReview(world, viewer, asked, budget)
  revalidatePath('/tasks', 'layout')
  revalidatePath('/campaigns', 'layout')
  return { ...counts, plans: plans.length }
})
