import { randomUUID } from 'node:crypto'
import { encode } from 'next-auth/jwt'
import { secrets } from '../bin/secrets.ts'
import type { Db } from '../lib/db/db.ts'
import { openSession, sessionHash } from '../lib/db/sessions.ts'
import type { Role } from '../lib/model/viewer.ts'

/** Everybody who may knock: nobody, those whose way in has ended, and a role each. */
export const signedOut = ['nobody', 'expired', 'idle', 'ended here', 'disabled', 'ended account'] as const
export const roles = ['owner', 'analyst', 'auditor', 'admin'] as const satisfies readonly Role[]
export type Visitor = (typeof signedOut)[number] | (typeof roles)[number]

export type Visitors = { cookies: Readonly<Record<Visitor, string>>; accounts: readonly string[]; leave(): Promise<void> }

const minutes = 60_000

/** The cookie of a new session of an account, as signing in would have set it. */
export async function cookieFor(db: Db, userId: string): Promise<{ cookie: string; hash: string }> {
  const id = await db.prisma.$transaction((tx) => openSession(tx, userId, 'browser tests', new Date()))
  const { NEXTAUTH_SECRET } = secrets(process.env.E2E_DATA ?? '', {} as NodeJS.ProcessEnv)
  return {
    cookie: `standdown-session=${await encode({ token: { sid: id }, secret: NEXTAUTH_SECRET, maxAge: 3_600 })}`,
    hash: sessionHash(id),
  }
}

/**
 * Makes an account and a session for each visitor, straight in the database of the product under test. Those who are out were in
 * as administrator until now, so that nothing but their end keeps them out. `leave` removes them all.
 * @param ownerId who the owner is in the directory, if anybody
 */
export async function letIn(db: Db, ownerId: string | null): Promise<Visitors> {
  const now = Date.now()
  const accounts: string[] = []
  const cookies: Partial<Record<Visitor, string>> = { nobody: '' }
  const account = async (name: Visitor, role: Role) => {
    const id = randomUUID()
    accounts.push(id)
    await db.prisma.user.create({
      data: {
        id,
        email: `doors.${id}@example.com`,
        name: `Doors ${name}`,
        role,
        createdAt: new Date(now),
        ...(role === 'owner' && { ownerId }),
      },
    })
    const { cookie, hash } = await cookieFor(db, id)
    cookies[name] = cookie
    return { id, hash }
  }
  for (const role of roles) await account(role, role)
  const session = async (name: Visitor, data: object) =>
    db.prisma.session.update({ where: { hash: (await account(name, 'admin')).hash }, data })
  await session('expired', { startedAt: new Date(now - 13 * 60 * minutes), endsAt: new Date(now - minutes) })
  await session('idle', { startedAt: new Date(now - 60 * minutes), seenAt: new Date(now - 30 * minutes) })
  await session('ended here', { revokedAt: new Date(now) })
  await db.prisma.user.update({ where: { id: (await account('disabled', 'admin')).id }, data: { disabledAt: new Date(now) } })
  await db.prisma.user.update({ where: { id: (await account('ended account', 'auditor')).id }, data: { endsAt: new Date(now - minutes) } })
  return {
    cookies: cookies as Record<Visitor, string>,
    accounts,
    leave: async () => void (await db.prisma.user.deleteMany({ where: { id: { in: accounts } } })),
  }
}
