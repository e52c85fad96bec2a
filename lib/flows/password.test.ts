import { expect, test } from 'vitest'
import { checkPassword, hashPassword } from './password.ts'
import { quick } from './testing/world.ts'

test('a password is known again, and no other is', async () => {
  const kept = await hashPassword('correct horse battery')
  expect(await checkPassword('correct horse battery', kept)).toBe(true)
  expect(await checkPassword('correct horse batter', kept)).toBe(false)
})

test('so is one that was hashed at another cost, as its hash says', async () => {
  const kept = await hashPassword('correct horse battery', quick)
  expect(kept).toMatch(/^scrypt\$10\$8\$1\$/)
  expect(await checkPassword('correct horse battery', kept)).toBe(true)
  for (const wrong of ['correct horse batter', 'correct horse battery ', 'Correct horse battery', ''])
    expect(await checkPassword(wrong, kept)).toBe(false)
})

test('it is kept as scrypt at 2^17, 8, 1 with a salt of its own', async () => {
  const [left, right] = await Promise.all([hashPassword('same'), hashPassword('same')])
  expect(left).toMatch(/^scrypt\$17\$8\$1\$/)
  expect(left).not.toBe(right)
  expect(left).not.toContain('same')
})

test('the same letters typed on another keyboard are the same password', async () => {
  expect(await checkPassword('cafe\u0301 au lait noir', await hashPassword('caf\u00e9 au lait noir', quick))).toBe(true)
})

test.each([
  ['no account', null],
  ['an empty hash', ''],
  ['a plain password', 'correct horse battery'],
  ['another scheme', '$argon2id$v=19$m=19456,t=2,p=1$c2FsdHNhbHRzYWx0c2FsdA$aGFzaA'],
  ['a cost that would take the machine', `scrypt$31$8$1$${'a'.repeat(22)}$${'a'.repeat(43)}`],
])('%s is never matched', async (_, kept) => expect(await checkPassword('correct horse battery', kept, quick)).toBe(false))

test('an account that is not there takes as long as one that is', async () => {
  const kept = await hashPassword('correct horse battery')
  const spent = { known: Infinity, unknown: Infinity }
  // Taken in turns, and the least of each: what a busy machine adds to one round is no part of it.
  for (let round = 0; round < 4; round += 1) {
    spent.known = Math.min(spent.known, await processorTime(() => checkPassword('wrong', kept)))
    spent.unknown = Math.min(spent.unknown, await processorTime(() => checkPassword('wrong', null)))
  }
  expect(spent.unknown / spent.known).toBeGreaterThan(0.8)
  expect(spent.unknown / spent.known).toBeLessThan(1.25)
})

test('a storm of sign-ins is turned away rather than taking all memory', async () => {
  const all = await Promise.allSettled(Array.from({ length: 30 }, () => checkPassword('x', null, quick)))
  const refused = all.filter((one) => one.status === 'rejected')
  expect(refused.length).toBeGreaterThan(0)
  expect(refused.every((one) => (one.reason as { code?: string }).code === 'too-many')).toBe(true)
  expect(all.length - refused.length).toBeGreaterThanOrEqual(16)
})

async function processorTime(work: () => Promise<unknown>): Promise<number> {
  const before = process.cpuUsage()
  await work()
  const { user, system } = process.cpuUsage(before)
  return user + system
}
