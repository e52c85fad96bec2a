import { randomBytes } from 'node:crypto'
import { v7 as uuid } from 'uuid'
import { takeTry } from '../db/attempts.ts'
import { record } from '../db/audit.ts'
import { findInvitation, takeInvitation, writeInvitation, type Invited } from '../db/invitations.ts'
import { endSessionsOf } from '../db/sessions.ts'
import { findAccount, insertUser, readUser, setPassword } from '../db/users.ts'
import { AppError } from '../model/app-error.ts'
import { Role, type Actor } from '../model/viewer.ts'
import { requireEnd } from './account-end.ts'
import { NewAccount, readNewAccount } from './new-account.ts'
import { onceHash } from './one-time-code.ts'
import { hashPassword } from './password.ts'
import type { World } from './world.ts'

const daysOpen = 7
const limit = { tries: 20, waitSeconds: 300 }

export type PersonToInvite = {
  name: string
  email: string
  role: string
  ownerId?: string | null
  endsAt?: Date | null
  messageId?: string | null
}

/**
 * Makes an account that nobody can sign in to yet, and the code of the link by which its person sets the password: good once,
 * for seven days, and told here and nowhere else. Throws AppError 'bad-input' with the fields, 'conflict' for a known address.
 */
export async function inviteUser(
  world: World,
  actor: Actor,
  person: PersonToInvite,
): Promise<{ userId: string; code: string; endsAt: Date }> {
  const { name, email } = readPerson(person)
  const role = Role.safeParse(person.role)
  if (!role.success) throw badInput('role', person.role === '' ? 'Choose a role.' : `A role is one of ${Role.options.join(', ')}.`)
  const accountEndsAt = person.endsAt ?? null
  if (accountEndsAt !== null && accountEndsAt <= world.now) throw badInput('endsAt', 'An account ends in the future.')
  requireEnd({ role: role.data, endsAt: accountEndsAt })
  if (await findAccount(world.db, email)) throw taken()
  const userId = uuid()
  const ownerId = person.ownerId ?? null
  const made = newCode(world.now)
  await world.db.prisma
    .$transaction(async (tx) => {
      await insertUser(tx, {
        id: userId,
        email,
        name,
        role: role.data,
        passwordHash: null,
        ownerId,
        endsAt: accountEndsAt,
        createdAt: world.now,
      })
      const messageId = person.messageId ?? null
      await writeInvitation(tx, userId, { hash: onceHash(made.code), madeBy: actor.name, endsAt: made.endsAt, messageId })
      const after = {
        email,
        name,
        role: role.data,
        ownerId,
        endsAt: accountEndsAt?.toISOString() ?? null,
        linkUntil: made.endsAt.toISOString(),
      }
      await record(tx, { actor, act: 'user.invite', target: `user:${userId}`, after }, world.now, world.auditKey)
    })
    .catch((error: unknown) => {
      throw (error as { code?: unknown }).code === 'P2002' ? taken() : error
    })
  return { userId, ...made }
}

/**
 * A new link for somebody who lost theirs, or their password. The one before is worth nothing; their password stays until it is used.
 * @param messageId the message that carries it, if any does
 */
export async function inviteAgain(
  world: World,
  actor: Actor,
  userId: string,
  messageId: string | null = null,
): Promise<{ code: string; endsAt: Date }> {
  const made = newCode(world.now)
  await world.db.prisma.$transaction(async (tx) => {
    if (!(await readUser(tx, userId))) throw new AppError('not-found', 'That account is not there.')
    await writeInvitation(tx, userId, { hash: onceHash(made.code), madeBy: actor.name, endsAt: made.endsAt, messageId })
    const after = { linkUntil: made.endsAt.toISOString() }
    await record(tx, { actor, act: 'user.invite-again', target: `user:${userId}`, after }, world.now, world.auditKey)
  })
  return made
}

/**
 * Whose link this is, while it is good; reading it uses nothing up, as mail scanners follow links. Only wrong ones are counted: a link of
 * 160 random bits is not guessed, and whoever has a right one must not wait for what others of their network try.
 */
export async function openInvitation(world: World, code: string, from: string): Promise<Invited | null> {
  const invited = await findInvitation(world.db, onceHash(code), world.now)
  if (invited) return invited
  const { waitSeconds } = await takeTry(world.db, `invitation|${from}`, limit, world.now)
  if (waitSeconds > 0) throw new AppError('too-many', 'Too many tries. Wait 5 minutes, then open the link again.')
  return null
}

/** Sets the password that the link's person chose, uses the link up and ends what sessions there were. Gives back their e-mail. */
export async function answerInvitation(
  world: World,
  { code, password, from }: { code: string; password: string; from: string },
): Promise<{ email: string }> {
  const invited = await openInvitation(world, code, from)
  if (!invited) throw usedUp()
  const account = readNewAccount({ name: invited.name, email: invited.email, password })
  const passwordHash = await hashPassword(account.password, world.passwordCost)
  await world.db.prisma.$transaction(async (tx) => {
    if (!(await takeInvitation(tx, onceHash(code), world.now))) throw usedUp()
    await setPassword(tx, invited.userId, passwordHash)
    await endSessionsOf(tx, invited.userId, {}, world.now)
    const actor = { kind: 'user', id: invited.userId, name: invited.name } as const
    await record(tx, { actor, act: 'password.set', target: `user:${invited.userId}` }, world.now, world.auditKey)
  })
  return { email: invited.email }
}

function newCode(now: Date): { code: string; endsAt: Date } {
  return { code: randomBytes(20).toString('hex'), endsAt: new Date(now.getTime() + daysOpen * 86_400_000) }
}

function readPerson(person: PersonToInvite): { name: string; email: string } {
  const parsed = NewAccount.omit({ password: true }).safeParse(person)
  if (parsed.success) return parsed.data
  const issues = parsed.error.issues.map(({ path, message }) => ({ where: String(path[0] ?? 'form'), what: message }))
  throw new AppError('bad-input', 'Some of this cannot be used.', issues)
}

function badInput(where: string, what: string): AppError {
  return new AppError('bad-input', 'Some of this cannot be used.', [{ where, what }])
}

function taken(): AppError {
  const what = 'There is an account with this e-mail address already.'
  return new AppError('conflict', what, [{ where: 'email', what }])
}

function usedUp(): AppError {
  return new AppError('not-found', 'This link was used already, or its time is over. Ask an administrator for a new one.')
}
