import { mkdirSync } from 'node:fs'
import path from 'node:path'
import { groundFrom } from '../bin/ground.ts'
import { secrets } from '../bin/secrets.ts'
import { openDb } from '../lib/db/db.ts'
import { makeUser } from '../lib/flows/make-user.ts'
import { worldFrom } from '../lib/server/world.ts'
import { expect, people, signIn, test } from './fixtures.ts'
import { sessionFile } from './people.ts'

/** What every story needs first: the first administrator, made with the code from the terminal, and an account a role. */
test('the code from the terminal makes the first administrator, once', async ({ stranger }) => {
  const { name, email, password } = people.admin
  await stranger.goto('/')
  await expect(stranger).toHaveURL(/\/welcome/)
  await stranger.getByLabel('One-time code').fill('0000-0000-0000-0000-0000')
  await stranger.getByLabel('Your name').fill(name)
  await stranger.getByLabel('E-mail').fill(email)
  await stranger.getByLabel('Password').fill(password)
  await stranger.getByRole('button', { name: 'Make the administrator' }).click()
  await expect(stranger.getByText('This is not the code.').first()).toBeVisible()

  await stranger.getByLabel('One-time code').fill(process.env.E2E_WELCOME_CODE ?? '')
  await stranger.getByLabel('Password').fill(password)
  await stranger.getByRole('button', { name: 'Make the administrator' }).click()
  await expect(stranger).not.toHaveURL(/\/welcome/)
  mkdirSync(path.dirname(sessionFile('admin')), { recursive: true })
  await stranger.context().storageState({ path: sessionFile('admin') })

  await stranger.goto('/welcome')
  await expect(stranger).not.toHaveURL(/\/welcome/)
})

test('an account a role signs in', async ({ browser }) => {
  await makeAccounts()
  for (const role of ['analyst', 'owner', 'auditor'] as const) {
    const context = await browser.newContext()
    const page = await context.newPage()
    await signIn(page, people[role])
    await context.storageState({ path: sessionFile(role) })
    await context.close()
  }
})

test('the sources of the demo are read', async () => {
  test.setTimeout(120_000)
  const db = openDb(process.env.E2E_DATABASE_URL ?? '')
  const unread = 'select name from source s where not exists (select from run r where r.source_id = s.id and r.finished_at is not null)'
  try {
    await expect.poll(async () => (await db.pool.query(unread)).rows, { timeout: 110_000 }).toEqual([])
  } finally {
    await db.close()
  }
})

/** By the same flow as the page for people uses, in the database of the product under test. */
async function makeAccounts(): Promise<void> {
  const env = {
    ...process.env,
    DATABASE_URL: process.env.E2E_DATABASE_URL,
    ...secrets(process.env.E2E_DATA ?? '', {} as NodeJS.ProcessEnv),
  }
  const ground = await groundFrom(env, 'standdown e2e', new AbortController().signal)
  try {
    const world = await worldFrom(ground, { clock: 'system' })
    const nextYear = new Date(world.now.getTime() + 365 * 86_400_000)
    for (const role of ['analyst', 'owner', 'auditor'] as const)
      await makeUser(world, { kind: 'system', name: 'e2e' }, { ...people[role], endsAt: role === 'auditor' ? nextYear : null })
  } finally {
    await ground.close()
  }
}
