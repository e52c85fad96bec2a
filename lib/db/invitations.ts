import type { Db, Tx } from './db.ts'

/** Whom a link is for. */
export type Invited = { userId: string; name: string; email: string; madeBy: string; endsAt: Date }

/** `messageId`: the message that carries the link, if any does. */
type Kept = { hash: string; madeBy: string; endsAt: Date; messageId: string | null }

/** Keeps a link's hash, in the place of any earlier one of the same account. */
export async function writeInvitation(tx: Tx, userId: string, kept: Kept): Promise<void> {
  await tx.invitation.upsert({ where: { userId }, create: { userId, ...kept }, update: kept })
}

/** The link with this hash while it is good and its account may be used. */
export async function findInvitation(db: Db, hash: string, now: Date): Promise<Invited | null> {
  const row = await db.prisma.invitation.findUnique({ where: { hash }, include: { user: true } })
  if (!row || row.endsAt <= now || row.user.disabledAt !== null || (row.user.endsAt !== null && row.user.endsAt <= now)) return null
  return { userId: row.userId, name: row.user.name, email: row.user.email, madeBy: row.madeBy, endsAt: row.endsAt }
}

/** Makes an account's link worth nothing; gives back whether there was one. */
export async function deleteInvitation(tx: Tx, userId: string): Promise<boolean> {
  return (await tx.invitation.deleteMany({ where: { userId } })).count > 0
}

/** Uses a link up: of two who follow it at once, one gets true. */
export async function takeInvitation(tx: Tx, hash: string, now: Date): Promise<boolean> {
  return (await tx.invitation.deleteMany({ where: { hash, endsAt: { gt: now } } })).count > 0
}
