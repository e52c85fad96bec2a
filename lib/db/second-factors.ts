import type { Db, Tx } from './db.ts'

/** A second factor as it rests: sealed, and the newest step that a code was taken for. */
export type KeptFactor = { keyId: string; sealed: string; confirmedAt: Date | null; lastStep: number }

/** Somebody's second factor, confirmed or not yet. */
export async function readFactor(db: Db | Tx, userId: string): Promise<KeptFactor | null> {
  return client(db).secondFactor.findUnique({
    where: { userId },
    select: { keyId: true, sealed: true, confirmedAt: true, lastStep: true },
  })
}

/** Keeps a factor that still has to be seen to work, in the place of one that never was. False where a confirmed one is there. */
export async function writeFactor(tx: Tx, userId: string, { keyId, sealed }: { keyId: string; sealed: string }): Promise<boolean> {
  await tx.secondFactor.deleteMany({ where: { userId, confirmedAt: null } })
  const { count } = await tx.secondFactor.createMany({ data: { userId, keyId, sealed }, skipDuplicates: true })
  return count > 0
}

/** Takes a step's code as used. False where this or a later step was taken already: of two who show one code, one comes in. */
export async function takeStep(tx: Tx, userId: string, step: number): Promise<boolean> {
  const { count } = await tx.secondFactor.updateMany({ where: { userId, lastStep: { lt: step } }, data: { lastStep: step } })
  return count > 0
}

/** The factor was seen to work: from now on it is asked for, and these recovery codes replace any earlier ones. */
export async function confirmFactor(tx: Tx, userId: string, recoveryHashes: readonly string[], now: Date): Promise<void> {
  await tx.secondFactor.update({ where: { userId }, data: { confirmedAt: now } })
  await tx.recoveryCode.deleteMany({ where: { userId } })
  await tx.recoveryCode.createMany({ data: recoveryHashes.map((hash) => ({ userId, hash })) })
}

/** Takes a recovery code as used. False where it is none of theirs or was used before. */
export async function takeRecoveryCode(tx: Tx, userId: string, hash: string, now: Date): Promise<boolean> {
  const { count } = await tx.recoveryCode.updateMany({ where: { userId, hash, usedAt: null }, data: { usedAt: now } })
  return count > 0
}

export async function countRecoveryCodes(db: Db | Tx, userId: string): Promise<number> {
  return client(db).recoveryCode.count({ where: { userId, usedAt: null } })
}

/** Takes the factor and its recovery codes away. False where there was none. */
export async function deleteFactor(tx: Tx, userId: string): Promise<boolean> {
  await tx.recoveryCode.deleteMany({ where: { userId } })
  return (await tx.secondFactor.deleteMany({ where: { userId } })).count > 0
}

function client(db: Db | Tx): Tx {
  return 'prisma' in db ? db.prisma : db
}
