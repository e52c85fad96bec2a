import { afterAll, expect, test } from 'vitest'
import { readItems } from '../db/outbox.ts'
import type { Viewer } from '../model/viewer.ts'
import { askForActs, askForActsAsSystem } from './ask-acts.ts'
import { carryOutAct } from './carry-out-act.ts'
import { decideOnActs, resumeActs, reviewActs } from './decide-acts.ts'
import { queueMessages } from './fill-outbox.ts'
import { actingEstate } from './testing/acting-estate.ts'

const { db, estate, world, keys } = await actingEstate()
afterAll(() => estate.close())

const person = (n: number, name: string, role: Viewer['role']): Viewer => ({
  id: `018f0000-0000-7000-8000-00000000000${n}`,
  sessionId: 's',
  name,
  email: `${name.toLowerCase()}@acme.example`,
  role,
  scope: { all: true },
  selfIds: [],
})
const [ana, eva, ida, aud] = [
  person(1, 'Ana', 'analyst'),
  person(2, 'Eva', 'analyst'),
  person(3, 'Ida', 'admin'),
  person(4, 'Aud', 'auditor'),
]
await db.prisma.user.deleteMany({})
await db.prisma.user.createMany({
  data: [ana, eva, ida, aud].map(({ id, name, email, role }) => ({ id, name, email, role, createdAt: new Date() })),
})
await db.pool.query(`insert into channel (kind, address, on_since, changed_at) values ('email', 's@acme.example', now(), now())`)

const id = (place: number) => keys[place]?.id ?? ''
const asked = async (verb: 'disable' | 'enable', ids: string[], typed = '') =>
  askForActs(await world(), ana, { verb, ids, reason: 'Not used.', typed })
const carry = async (acts: readonly string[]) => {
  for (const act of acts) await carryOutAct(await world(), act, { lookAgain: [] })
}

/** What is told of acts by now, once more looked for than there is something new, and how much of each message is still so. */
async function told(): Promise<string[]> {
  for (const _ of [1, 2]) await queueMessages(await world(), new Date())
  const rows = await db.prisma.message.findMany({ where: { kind: { startsWith: 'act-' } }, orderBy: { id: 'asc' } })
  const lines = rows.map(async ({ id: of, kind, recipient }) => `${kind} ${recipient} ${(await readItems(db.pool, of, 9)).total}`)
  return (await Promise.all(lines)).toSorted()
}
const forget = () => db.prisma.message.deleteMany({})

test('what waits for a second person is told to those who may be it, once, and is nothing to say when it was decided', async () => {
  const many = await asked('disable', [id(0), id(1)], '2')
  expect(await told()).toEqual(['act-waiting eva@acme.example 1', 'act-waiting ida@acme.example 1'])
  const [message] = await db.prisma.message.findMany({ where: { kind: 'act-waiting' }, include: { items: true } })
  expect(message?.items[0]?.facts).toMatchObject({ kind: 'act-waiting', requestId: many.requestId, verb: 'disable', tokens: 2, by: 'Ana' })
  await decideOnActs(await world(), eva, { requestId: many.requestId, approve: true, note: '' })
  expect(await told()).toEqual(['act-waiting eva@acme.example 0', 'act-waiting ida@acme.example 0'])
  await carry(many.acts)
  expect(await told()).toHaveLength(2)
})

test('what one person did alone is told when it is over; what went on again waits again', async () => {
  await forget()
  await db.pool.query(`update token set exposure = 'confirmed' where id = $1`, [id(2)])
  const off = await asked('disable', [id(2)])
  expect(await told()).toEqual([])
  estate.control.fault({ name: 'forbidden', on: 'iam:UpdateAccessKey' })
  await carry(off.acts)
  estate.control.clearFaults()
  expect(await told()).toEqual(['act-review eva@acme.example 1', 'act-review ida@acme.example 1'])
  await reviewActs(await world(), eva, off.requestId, '')
  expect(await told()).toEqual(['act-review eva@acme.example 0', 'act-review ida@acme.example 0'])
  await forget()
  await resumeActs(await world(), eva, { actId: off.acts[0] ?? '', typed: '' })
  expect(await told()).toEqual([])
  await carry(off.acts)
  expect(await told()).toEqual(['act-review ida@acme.example 1'])
})

test('what the system asked for by an agreement is told by whose agreement it was, and of what kind the token is', async () => {
  await db.pool.query(`update provider_act set reviewed_at = now() where review_because is not null`)
  await forget()
  const agreed = { actor: { kind: 'system', name: 'ends on completion' }, agreedBy: { id: ana.id, name: 'Ana' } } as const
  const off = await askForActsAsSystem(
    await world(),
    { ...agreed, stillAgreed: async () => undefined },
    { verb: 'disable', ids: [id(3)], reason: 'Its job has ended.' },
  )
  await carry(off.acts)
  expect(await told()).toEqual(['act-review eva@acme.example 1', 'act-review ida@acme.example 1'])
  const [message] = await db.prisma.message.findMany({ where: { kind: 'act-review' }, include: { items: true } })
  expect(message?.items[0]?.facts).toMatchObject({ by: 'Ana', tokenKinds: ['aws.access-key'] })
})
