'use server'

import { revalidatePath } from 'next/cache'
import { redirect } from 'next/navigation'
import { askForActs } from '@/lib/flows/ask-acts.ts'
import { decideOnActs, resumeActs, reviewActs, withdrawActs } from '@/lib/flows/decide-acts.ts'
import { enqueueActs } from '@/lib/jobs/enqueue.ts'
import { AppError } from '@/lib/model/app-error.ts'
import { isId } from '@/lib/model/is-id.ts'
import { NewAct } from '@/lib/model/provider-act.ts'
import { action, field } from '@/lib/server/web/action.ts'

/** Asks a provider to act on tokens, and goes to what was asked. What needs no second person is carried out by the next free worker. */
export const askProvider = action('acts:ask', async ({ viewer, world, form }) => {
  const asked = NewAct.safeParse({
    verb: field(form, 'verb'),
    ids: form.getAll('token').map(String),
    reason: field(form, 'reason'),
    typed: field(form, 'typed'),
  })
  if (!asked.success) {
    const issues = asked.error.issues.map(({ path, message }) => ({ where: path[0] === 'ids' ? 'tokens' : String(path[0]), what: message }))
    throw new AppError('bad-input', 'Nothing was asked for.', issues)
  }
  const { requestId, sources, waits } = await askForActs(world, viewer, asked.data)
  if (!waits) for (const source of sources) await enqueueActs(world.db, source)
  revalidatePath('/', 'layout')
  redirect(`/acts/${requestId}?did=asked`)
})

/** A second person's word. */
export const decideRequest = action('acts:approve', async ({ viewer, world, form }) => {
  const requestId = idIn(form)
  const approve = field(form, 'intent') === 'approve'
  const sources = await decideOnActs(world, viewer, { requestId, approve, note: noteIn(form) })
  for (const source of sources) await enqueueActs(world.db, source)
  revalidatePath('/', 'layout')
  redirect(`/acts/${requestId}?did=${approve ? 'approved' : 'refused'}`)
})

/** Takes back what was not sent yet. */
export const withdrawRequest = action('acts:ask', async ({ viewer, world, form }) => {
  const requestId = idIn(form)
  await withdrawActs(world, viewer, requestId)
  revalidatePath('/', 'layout')
  redirect(`/acts/${requestId}?did=withdrawn`)
})

/** Lets one act go on that was not seen done. */
export const resumeAct = action('acts:approve', async ({ viewer, world, form }) => {
  const { requestId, sourceId, waits } = await resumeActs(world, viewer, { actId: idIn(form), typed: field(form, 'typed').trim() })
  if (!waits) await enqueueActs(world.db, sourceId)
  revalidatePath('/', 'layout')
  redirect(`/acts/${requestId}?did=${waits ? 'resume-asked' : 'resumed'}`)
})

/** Confirms that somebody else has looked at it. */
export const reviewRequest = action('acts:approve', async ({ viewer, world, form }) => {
  const requestId = idIn(form)
  await reviewActs(world, viewer, requestId, noteIn(form))
  revalidatePath('/', 'layout')
  redirect(`/acts/${requestId}?did=reviewed`)
})

function idIn(form: FormData): string {
  const id = field(form, 'id')
  if (!isId(id)) throw new AppError('not-found', 'There is no such act.')
  return id
}

function noteIn(form: FormData): string {
  return field(form, 'note').trim().slice(0, 2_000)
}
