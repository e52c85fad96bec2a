'use server'

import { revalidatePath } from 'next/cache'
import { z } from 'zod'
import { answerReview } from '@/lib/flows/answer-review.ts'
import { AppError } from '@/lib/model/app-error.ts'
import { ReviewAct } from '@/lib/model/campaign-terms.ts'
import { action, field } from '@/lib/server/web/action.ts'

const Tokens = z.array(z.uuid()).min(1).max(500)

/** Answers for the tokens that a form names: one, those that are ticked, or all that are open. */
export const answerTheReview = action<{ answered: number; left: number; plans: number }>('tasks:act', async ({ viewer, world, form }) => {
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
  const { answered, left, plans } = await answerReview(world, viewer, asked)
  revalidatePath('/tasks', 'layout')
  revalidatePath('/campaigns', 'layout')
  return { answered, left, plans: plans.length }
})
