import type { PoolClient } from 'pg'
import { z } from 'zod'
import { record } from '../db/audit.ts'
import { holdOutbox } from '../db/outbox.ts'
import { keepUnder, keptSetting } from '../db/settings.ts'
import { patientTransaction } from '../db/transaction.ts'
import { AppError } from '../model/app-error.ts'
import { MessageHours } from '../model/message.ts'
import type { Actor } from '../model/viewer.ts'
import type { World } from './world.ts'

const hoursSetting = 'message-hours'
const digestSetting = 'message-digest'
const DigestMark = z.object({ day: z.iso.date(), until: z.coerce.date() })

/** What holds until somebody says otherwise: nobody is written to at night, and the digest comes in the morning. */
const asNew: MessageHours = { timeZone: 'UTC', quiet: { from: '20:00', to: '07:00' }, digestHour: 8, version: 0 }

/** When messages go out. */
export async function messageHours(client: Pick<PoolClient, 'query'>): Promise<MessageHours> {
  return MessageHours.catch(asNew).parse(await keptSetting(client, hoursSetting))
}

/** Changes when messages go out. Throws AppError 'bad-input' by field, 'conflict' where somebody was faster. */
export async function changeMessageHours(world: World, actor: Actor, asked: unknown): Promise<void> {
  const parsed = MessageHours.safeParse(asked)
  if (!parsed.success)
    throw new AppError(
      'bad-input',
      'Some of this cannot be used.',
      parsed.error.issues.map(({ path, message }) => ({ where: String(path.at(-1) ?? 'form'), what: message })),
    )
  await patientTransaction(world.db.pool, async (client) => {
    await holdOutbox(client)
    const before = await messageHours(client)
    if (before.version !== parsed.data.version)
      throw new AppError('conflict', 'Somebody changed the hours while you had them open. Nothing was saved: look at them again.')
    const after = { ...parsed.data, version: before.version + 1 }
    await keepUnder(client, hoursSetting, after)
    await record(client, { actor, act: 'messages.hours-changed', target: 'messages', before, after }, world.now, world.auditKey)
  })
}

/** Up to which day and instant digests went out; null before the first. */
export async function digestMark(client: PoolClient): Promise<z.infer<typeof DigestMark> | null> {
  return DigestMark.nullable()
    .catch(null)
    .parse(await keptSetting(client, digestSetting))
}

export async function keepDigestMark(client: PoolClient, { day, until }: z.infer<typeof DigestMark>): Promise<void> {
  await keepUnder(client, digestSetting, { day, until: until.toISOString() })
}
