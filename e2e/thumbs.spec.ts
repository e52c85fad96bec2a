import { randomUUID } from 'node:crypto'
import { openDb, type Db } from '../lib/db/db.ts'
import { cast } from './cast.ts'
import { askDatabase, oneRow } from './database.ts'
import { expect, test, type Page } from './fixtures.ts'
import { tooSmall } from './targets.ts'
import { cookieFor } from './visitors.ts'

/** Somebody who answers for tokens from a phone: their account, and two keys that no plan has, for which an exception may be asked. */
let db: Db
let cookie: string
let keys: readonly string[]
const userId = randomUUID()

test.beforeAll(async () => {
  db = openDb(process.env.E2E_DATABASE_URL ?? '')
  // Nothing of a leak, an exception or the workload whose tokens change hands in another story: any of these takes a task's ways away.
  const theirs = `t.state = 'live' and t.verdict = 'standing-privilege' and t.workload_id is distinct from $1
    and not exists (select from exposure x where x.token_id = t.id or x.proposed_id = t.id) and not exists (select from exception_token e where e.token_id = t.id)`
  const elsewhere = cast().changed.together.id
  const owner = await oneRow<{ id: string; name: string }>(
    'person with two live standing privileges that no plan has',
    `select o.id, o.name from owner o join token t on t.owner_id = o.id and ${theirs} where o.kind = 'person' and o.status = 'active'
       and not exists (select from plan_token m join token p on p.id = m.token_id where p.owner_id = o.id and m.open)
     group by o.id having count(*) >= 2 order by count(*) desc, o.name, o.id limit 1`,
    [elsewhere],
  )
  const found = await askDatabase<{ id: string }>(
    `select t.id from token t where t.owner_id = $2 and ${theirs} order by t.queue_key desc, t.id limit 2`,
    [elsewhere, owner.id],
  )
  keys = found.map(({ id }) => id)
  const account = { id: userId, email: `thumbs.${userId}@example.com`, name: owner.name, role: 'owner', ownerId: owner.id }
  await db.prisma.user.create({ data: { ...account, createdAt: new Date() } })
  cookie = (await cookieFor(db, userId)).cookie
})

test.afterAll(async () => {
  await db.pool.query('delete from plan where id in (select plan_id from plan_token where token_id = any($1::uuid[]))', [keys])
  await db.prisma.user.delete({ where: { id: userId } })
  await db.close()
})

async function phoneOf(another: (options: object) => Promise<Page>): Promise<Page> {
  const phone = await another({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true })
  const [name = '', value = ''] = cookie.split('=')
  await phone.context().addCookies([{ name, value, url: process.env.E2E_URL ?? '' }])
  return phone
}

test('every task of an owner can be done with a thumb', async ({ analyst, another }) => {
  test.setTimeout(180_000)
  for (const id of keys) {
    await analyst.goto(`/plans/new?state=any&id=${id}`)
    await analyst.getByRole('button', { name: 'Open the plan' }).click()
    await expect(analyst.getByText('The plan is open.', { exact: false })).toBeVisible()
  }
  const task = new URL(analyst.url()).pathname.replace('/plans/', '/tasks/')
  const phone = await phoneOf(another)
  const found: string[] = []
  const look = async (name: string, address?: string) => {
    if (address) await phone.goto(address)
    await expect(phone.getByRole('heading', { level: 1 })).toBeVisible()
    if (process.env.E2E_PICTURES) await phone.screenshot({ path: `${process.env.E2E_PICTURES}/thumbs-${name}.png`, fullPage: true })
    found.push(...(await tooSmall(phone, name)))
  }
  await look('tasks', '/tasks')
  await look('tasks-done', '/tasks?tab=done')
  await look('task', task)
  await expect(phone.getByRole('button', { name: 'Acknowledge' })).toBeVisible()
  for (const act of ['propose-date', 'offer', 'disown']) await look(`task-${act}`, `${task}?act=${act}`)
  await phone.goto(task)
  await phone.getByRole('button', { name: 'Acknowledge' }).click()
  await expect(phone.getByText('Acknowledged. The next step is below.')).toBeVisible()
  await look('task-acknowledged')
  await look('task-more-time', `${task}?act=propose-date`)
  await phone.goto(task)
  await expect(phone.getByRole('link', { name: 'Ask for an exception' })).toBeVisible()
  await phone.getByRole('link', { name: 'Ask for an exception' }).click()
  await expect(phone.getByRole('heading', { level: 1, name: /exception/i })).toBeVisible()
  await look('task-exception')
  expect(found).toEqual([])
})
