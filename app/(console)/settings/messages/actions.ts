'use server'

import { revalidatePath } from 'next/cache'
import { z } from 'zod'
import { changeMessageHours } from '@/lib/flows/message-hours.ts'
import { changeWords, resetWords } from '@/lib/flows/message-words.ts'
import { sendAgain, setUpChannel, switchOff, switchOn, testChannel } from '@/lib/flows/message-channels.ts'
import { enqueueMessages } from '@/lib/jobs/enqueue.ts'
import { AppError } from '@/lib/model/app-error.ts'
import { ChannelKind, noticeKinds, type Filled, type NoticeKind } from '@/lib/model/message.ts'
import { actorOf } from '@/lib/model/viewer.ts'
import { action, field } from '@/lib/server/web/action.ts'

/** Sets a channel up; the secret of a signed webhook is shown once, to the administrator who made it. */
export const setUp = action<{ secret: string | null }>('messages:edit', async ({ viewer, world, form }) => {
  const done = await setUpChannel(world, actorOf(viewer), { ...channelOf(form), address: field(form, 'address') })
  revalidatePath('/settings', 'layout')
  return done
})

/** Sends one message that says it is a test. */
export const sendTest = action<{ to: string }>('messages:edit', async ({ viewer, world, form }) => {
  try {
    const done = await testChannel(world, viewer, channelOf(form).kind)
    await enqueueMessages(world)
    return done
  } finally {
    revalidatePath('/settings', 'layout')
  }
})

/** Switches a channel on, after somebody saw how many it would write to; another number by now is answered, and nothing is done. */
export const turnOn = action<{ filled: Filled } | { now: Filled }>('messages:edit', async ({ viewer, world, form }) => {
  const count = z.coerce.number().int()
  const seen = z.object({ messages: count, people: count, held: count })
  const numbers = seen.safeParse({ messages: field(form, 'messages'), people: field(form, 'people'), held: field(form, 'held') })
  if (!numbers.success) throw notWhole()
  const outcome = await switchOn(world, actorOf(viewer), channelOf(form), numbers.data)
  if (outcome.done) await enqueueMessages(world)
  revalidatePath('/settings', 'layout')
  return outcome.done ? { filled: outcome.filled } : { now: outcome.now }
})

/** Switches a channel off; what waits is not sent. */
export const turnOff = action<{ dropped: number }>('messages:edit', async ({ viewer, world, form }) => {
  const done = await switchOff(world, actorOf(viewer), channelOf(form))
  revalidatePath('/settings', 'layout')
  return done
})

/** Changes when messages go out. Both ends of the quiet hours left empty: there are none. */
export const saveHours = action('messages:edit', async ({ viewer, world, form }) => {
  const [from, to] = [field(form, 'from'), field(form, 'to')]
  await changeMessageHours(world, actorOf(viewer), {
    timeZone: field(form, 'timeZone').trim(),
    quiet: from === '' && to === '' ? null : { from, to },
    digestHour: /^\d{1,2}$/.test(field(form, 'digestHour')) ? Number(field(form, 'digestHour')) : NaN,
    version: Number(field(form, 'version')),
  })
  await enqueueMessages(world)
  revalidatePath('/settings/messages', 'layout')
  return undefined
})

/** Changes what a kind of message says. */
export const saveTemplate = action('messages:edit', async ({ viewer, world, form }) => {
  await changeWords(world, actorOf(viewer), { ...kindOf(form), subject: field(form, 'subject'), text: field(form, 'text') })
  revalidatePath('/settings/messages', 'layout')
  return undefined
})

/** Has a kind of message say what it is shipped with. */
export const resetTemplate = action('messages:edit', async ({ viewer, world, form }) => {
  await resetWords(world, actorOf(viewer), kindOf(form))
  revalidatePath('/settings/messages', 'layout')
  return undefined
})

/** Sends a message again that was given up. */
export const tryAgain = action('messages:edit', async ({ viewer, world, form }) => {
  const id = z.uuid().safeParse(field(form, 'id'))
  if (!id.success) throw notWhole()
  await sendAgain(world, actorOf(viewer), id.data)
  await enqueueMessages(world)
  revalidatePath('/settings/messages', 'layout')
  return undefined
})

function channelOf(form: FormData): { kind: ChannelKind; version: number } {
  const kind = ChannelKind.safeParse(field(form, 'kind'))
  const version = z.coerce.number().int().safeParse(field(form, 'version'))
  if (!kind.success || !version.success) throw notWhole()
  return { kind: kind.data, version: version.data }
}

function kindOf(form: FormData): { kind: NoticeKind; version: number } {
  const kind = noticeKinds.find((known) => known === field(form, 'kind'))
  const version = z.coerce.number().int().safeParse(field(form, 'version'))
  if (!kind || !version.success) throw notWhole()
  return { kind, version: version.data }
}

function notWhole(): AppError {
  return new AppError('bad-input', 'This form is not whole. Load the page again.')
}
