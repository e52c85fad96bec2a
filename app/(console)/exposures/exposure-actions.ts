'use server'

import { revalidatePath } from 'next/cache'
import { redirect } from 'next/navigation'
import { dismissLeak, matchLeak, stateStep, undoDismissal, unmatchLeak, type NamedLeak } from '@/lib/flows/exposures.ts'
import { recordLeakByHand } from '@/lib/flows/record-leak-by-hand.ts'
import { enqueueMessages } from '@/lib/jobs/enqueue.ts'
import { AppError } from '@/lib/model/app-error.ts'
import { isId } from '@/lib/model/is-id.ts'
import { statedSteps, StillValid, type StatedStep } from '@/lib/model/leak.ts'
import { action, field } from '@/lib/server/web/action.ts'

/** Records a leak that somebody found. What was pasted as the secret is hashed by the flow; nothing here keeps or repeats it. */
export const recordByHand = action('exposures:edit', async ({ viewer, world, form }) => {
  const foundAt = new Date(`${field(form, 'foundAt').trim()}Z`)
  if (Number.isNaN(foundAt.getTime()))
    throw new AppError('bad-input', 'Some of this cannot be used.', [{ where: 'foundAt', what: 'Say when it was found.' }])
  const said = (name: string) => field(form, name).trim() || null
  const url = said('url')
  if (url !== null && !/^https?:\/\/[^\s@?]+$/.test(url))
    throw new AppError('bad-input', 'Some of this cannot be used.', [{ where: 'url', what: 'This is no address that can be opened, or it has more than a place in it.' }])
  const id = await recordLeakByHand(world, viewer, {
    foundIn: field(form, 'foundIn').trim().slice(0, 1_000),
    foundAt,
    url: url?.slice(0, 2_000) ?? null,
    stillValid: StillValid.catch('not-reported').parse(field(form, 'stillValid')),
    token: said('token')?.slice(0, 1_024) ?? null,
    secret: field(form, 'secret') || null,
    kind: said('kind'),
    tail: said('tail'),
  })
  await enqueueMessages(world)
  revalidatePath('/', 'layout')
  redirect(`/exposures/${id}`)
}) // prettier-ignore

/** Says which token a leak is of: the one that is named, or the one that is proposed. */
export const match = action('exposures:edit', async ({ viewer, world, form }) => {
  await matchLeak(world, viewer, named(form), field(form, 'token').trim().slice(0, 1_024) || null)
  await enqueueMessages(world)
  revalidatePath('/', 'layout')
})

export const unmatch = action('exposures:edit', async ({ viewer, world, form }) => {
  await unmatchLeak(world, viewer, named(form))
  revalidatePath('/', 'layout')
})

export const dismiss = action('exposures:edit', async ({ viewer, world, form }) => {
  await dismissLeak(world, viewer, named(form), field(form, 'note').trim().slice(0, 2_000))
  revalidatePath('/', 'layout')
})

export const takeUp = action('exposures:edit', async ({ viewer, world, form }) => {
  await undoDismissal(world, viewer, named(form))
  revalidatePath('/', 'layout')
})

/** States a step that no provider shows, with what shows it. */
export const sayStep = action('exposures:edit', async ({ viewer, world, form }) => {
  const note = field(form, 'note').trim().slice(0, 2_000)
  await stateStep(world, viewer, named(form), { step: stepIn(form), note, abused: field(form, 'abused') !== '' })
  revalidatePath('/', 'layout')
})

export const withdrawStep = action('exposures:edit', async ({ viewer, world, form }) => {
  await stateStep(world, viewer, named(form), { step: stepIn(form), note: null, abused: false })
  revalidatePath('/', 'layout')
})

function named(form: FormData): NamedLeak {
  const id = field(form, 'id')
  if (!isId(id)) throw new AppError('not-found', 'There is no such leak.')
  return { id, version: Number(field(form, 'version')) }
}

function stepIn(form: FormData): StatedStep {
  const step = statedSteps.find((each) => each === field(form, 'step'))
  if (!step) throw new AppError('bad-input', 'There is no such step.')
  return step
}
