'use server'

import { revalidatePath } from 'next/cache'
import { z } from 'zod'
import { takeTurn } from '@/lib/db/attempts.ts'
import { createTicket, linkTicket, unlinkTicket } from '@/lib/flows/plan-ticket.ts'
import { readTicketNow } from '@/lib/flows/read-tickets.ts'
import type { World } from '@/lib/flows/world.ts'
import { AppError } from '@/lib/model/app-error.ts'
import type { Viewer } from '@/lib/model/viewer.ts'
import { action, field } from '@/lib/server/web/action.ts'

/** What one person may ask of Jira: others work there too. */
const turns = { turns: 30, seconds: 60 }

/** Makes an issue for a plan. */
export const makeIssue = action<{ says: string }>('tasks:act', async ({ viewer, world, form }) => {
  await takeATurn(world, viewer)
  const { key } = await createTicket(world, viewer, planIn(form)).finally(shownAnew)
  return { says: `The issue ${key} is made.` }
})

/** Links a plan to an issue that is there. */
export const linkIssue = action<{ says: string }>('tasks:act', async ({ viewer, world, form }) => {
  await takeATurn(world, viewer)
  const { key } = await linkTicket(world, viewer, planIn(form), field(form, 'issue')).finally(shownAnew)
  return { says: `It is linked to ${key}.` }
})

/** Takes the link away; the issue stays as it is. */
export const unlinkIssue = action<{ says: string }>('tasks:act', async ({ viewer, world, form }) => {
  await unlinkTicket(world, viewer, planIn(form)).finally(shownAnew)
  return { says: 'It is unlinked. The issue is left as it is.' }
})

/** Reads the issue's status now instead of at the next hour. */
export const readIssueNow = action<{ says: string }>('tasks:act', async ({ viewer, world, form }) => {
  await takeATurn(world, viewer)
  await readTicketNow(world, viewer, planIn(form)).finally(shownAnew)
  return { says: 'Read just now.' }
})

async function takeATurn({ db }: World, { id }: Viewer): Promise<void> {
  const wait = await takeTurn(db, `jira|${id}`, turns, new Date())
  if (wait > 0) throw new AppError('too-many', `At most ${turns.turns} questions to Jira a minute. Wait ${wait} seconds.`)
}

function planIn(form: FormData): string {
  const id = z.uuid().safeParse(field(form, 'id'))
  if (!id.success) throw new AppError('not-found', 'There is no such plan.')
  return id.data
}

function shownAnew(): void {
  revalidatePath('/plans', 'layout')
  revalidatePath('/tasks', 'layout')
}
