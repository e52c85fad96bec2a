import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto'
import pLimit from 'p-limit'
import { AppError } from '../model/app-error.ts'

/** What one hash takes: memory of 128 · 2^logN · r bytes for a moment, and time in proportion to it and to p. */
export type Cost = { logN: number; r: number; p: number }

/** OWASP Password Storage Cheat Sheet: scrypt with at least N = 2^17, r = 8 (1024 bytes), p = 1: 128 MB. */
const usual: Cost = { logN: 17, r: 8, p: 1 }
const saltBytes = 16
const hashBytes = 32
/** A kept hash that asks for more than this was not written by us. */
const highestLogN = 20

/** So many hashes at once, and so many waiting: a storm of sign-ins takes neither all memory nor all threads. */
const atOnce = 2
const mostWaiting = 16
const pool = pLimit(atOnce)

/** A hash to keep: 'scrypt$17$8$1$salt$hash'. */
export async function hashPassword(password: string, cost: Cost = usual): Promise<string> {
  const salt = randomBytes(saltBytes)
  const hash = await derive(password, salt, cost)
  return ['scrypt', cost.logN, cost.r, cost.p, salt.toString('base64url'), hash.toString('base64url')].join('$')
}

/**
 * Whether a password is the one that was hashed. With null, as for an account that is not there, it takes the same time
 * and says no. Throws AppError('too-many') when too many are being checked already.
 * @param cost what accounts are hashed at here
 */
export async function checkPassword(password: string, kept: string | null, cost: Cost = usual): Promise<boolean> {
  const parts = kept === null ? null : parse(kept)
  const { salt, hash } = parts ?? { salt: Buffer.alloc(saltBytes), hash: Buffer.alloc(hashBytes) }
  const given = await derive(password, salt, parts?.cost ?? cost)
  return timingSafeEqual(given, hash) && parts !== null
}

function derive(password: string, salt: Buffer, cost: Cost): Promise<Buffer> {
  if (pool.pendingCount >= mostWaiting) {
    throw new AppError('too-many', 'Many people are signing in at this moment. Try again in a minute.')
  }
  const N = 2 ** cost.logN
  const options = { N, r: cost.r, p: cost.p, maxmem: 128 * N * cost.r + 32 * 1024 * 1024 }
  return pool(
    () =>
      new Promise<Buffer>((resolve, reject) => {
        scrypt(password.normalize('NFKC'), salt, hashBytes, options, (error, key) => (error ? reject(error) : resolve(key)))
      }),
  )
}

function parse(kept: string): { cost: Cost; salt: Buffer; hash: Buffer } | null {
  const match = /^scrypt\$(\d{1,2})\$(\d{1,2})\$(\d{1,2})\$([A-Za-z0-9_-]{16,64})\$([A-Za-z0-9_-]{43})$/.exec(kept)
  if (!match) return null
  const cost = { logN: Number(match[1]), r: Number(match[2]), p: Number(match[3]) }
  if (cost.logN > highestLogN || cost.r > 16 || cost.p > 4) return null
  return { cost, salt: Buffer.from(match[4] ?? '', 'base64url'), hash: Buffer.from(match[5] ?? '', 'base64url') }
}
