import type { PoolClient } from 'pg'
import { z } from 'zod'
import { record } from '../db/audit.ts'
import { holdOutbox } from '../db/outbox.ts'
import { keepUnder, keptSetting } from '../db/settings.ts'
import { patientTransaction } from '../db/transaction.ts'
import { checkTemplate } from '../messages/check-template.ts'
import { AppError } from '../model/app-error.ts'
import { noticeKinds, type NoticeKind } from '../model/message.ts'
import type { Template, Words } from '../model/message-template.ts'
import type { Actor } from '../model/viewer.ts'
import type { World } from './world.ts'

const setting = 'message-words'
const Written = z.object({ version: z.int(), template: z.object({ subject: z.string(), text: z.string() }).nullable() })
/** By kind, as it rests: an entry that cannot be read belongs to another release, and stays as it is beside the others. */
const Rests = z.record(z.string(), z.json())
const isKind = (name: string): name is NoticeKind => noticeKinds.some((kind) => kind === name)
type Kept = { rests: z.infer<typeof Rests>; read: Partial<Record<NoticeKind, WrittenWords>> }

/** What was written for one kind; null where it says what it is shipped with. The version counts every change. */
export type WrittenWords = { version: number; template: Template | null }

/** What administrators wrote, by kind; a kind that nobody changed is at version 0. */
export async function writtenWords(client: Pick<PoolClient, 'query'>): Promise<(kind: NoticeKind) => WrittenWords> {
  const { read } = await keptWords(client)
  return (kind) => read[kind] ?? { version: 0, template: null }
}

/**
 * What messages say now. What was written by an earlier release and names what stands for nothing any more is left out: the message says
 * what it is shipped with, and never an empty brace.
 */
export async function messageWords(client: Pick<PoolClient, 'query'>): Promise<Words> {
  const kept = Object.entries((await keptWords(client)).read) as [NoticeKind, WrittenWords][]
  return Object.fromEntries(kept.flatMap(([kind, { template }]) => (template && checkTemplate(kind, template).length === 0 ? [[kind, template]] : [])))
} // prettier-ignore

/** Changes what a kind says. Throws AppError 'bad-input' with the lines, 'conflict' where somebody was faster. */
export async function changeWords(world: World, actor: Actor, { kind, version, ...asked }: Template & { kind: NoticeKind; version: number }): Promise<void> {
  const template = { subject: asked.subject.trim(), text: asked.text.replace(/\r\n?/g, '\n').trim() }
  const issues = checkTemplate(kind, template)
  if (issues.length > 0) throw new AppError('bad-input', 'Nothing was saved: some of this cannot be used.', issues)
  await write(world, actor, { kind, version, template })
} // prettier-ignore

/** Has a kind say what it is shipped with again. Throws AppError 'conflict' where somebody was faster. */
export async function resetWords(world: World, actor: Actor, { kind, version }: { kind: NoticeKind; version: number }): Promise<void> {
  await write(world, actor, { kind, version, template: null })
}

type Change = { kind: NoticeKind; version: number; template: Template | null }

async function write(world: World, actor: Actor, { kind, version, template }: Change): Promise<void> {
  await patientTransaction(world.db.pool, async (client) => {
    await holdOutbox(client)
    const { rests, read } = await keptWords(client)
    const before = read[kind] ?? { version: 0, template: null }
    if (before.version !== version)
      throw new AppError('conflict', 'Somebody changed this message while you had it open. Nothing was saved: look at it again.')
    if (same(before.template, template)) return
    await keepUnder(client, setting, { ...rests, [kind]: { version: version + 1, template } })
    const act = template ? 'messages.words-changed' : 'messages.words-reset'
    const entry = { actor, act, target: `words:${kind}`, before: before.template, after: template }
    await record(client, entry, world.now, world.auditKey)
  })
}

function same(one: Template | null, other: Template | null): boolean {
  return one?.subject === other?.subject && one?.text === other?.text
}

async function keptWords(client: Pick<PoolClient, 'query'>): Promise<Kept> {
  const rests = Rests.catch({}).parse((await keptSetting(client, setting)) ?? {})
  const read = Object.entries(rests).flatMap(([kind, value]) => {
    const { success, data } = Written.safeParse(value)
    return success && isKind(kind) ? [[kind, data] as const] : []
  })
  return { rests, read: Object.fromEntries(read) }
}
