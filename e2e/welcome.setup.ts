import { mkdirSync } from 'node:fs'
import path from 'node:path'
import { TOTP, Secret } from 'otpauth'
import { inviteUser } from '../lib/flows/invite-user.ts'
import { makeUser } from '../lib/flows/make-user.ts'
import { beginFactor, confirmFactorOf } from '../lib/flows/second-factor.ts'
import type { World } from '../lib/flows/world.ts'
import { chooseCast } from './cast.ts'
import { askDatabase } from './database.ts'
import { expect, people, signIn, test } from './fixtures.ts'
import { inWorld } from './in-world.ts'
import { factored, sessionFile } from './people.ts'

const actor = { kind: 'system', name: 'e2e' } as const

/** What every story needs first: the first administrator, made with the code from the terminal, an account a role, and the cast. */
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

test('an account a role signs in', async ({ another }) => {
  await inDemo(async (world) => {
    const nextYear = new Date(world.now.getTime() + 365 * 86_400_000)
    for (const role of ['analyst', 'owner', 'auditor'] as const)
      await makeUser(world, actor, { ...people[role], endsAt: role === 'auditor' ? nextYear : null })
    await makeFactored(world)
  })
  for (const role of ['analyst', 'owner', 'auditor'] as const) {
    const page = await another()
    await signIn(page, people[role])
    await page.context().storageState({ path: sessionFile(role) })
  }
})

test('the sources of the demo are read, and the stories have their cast', async () => {
  test.setTimeout(120_000)
  const unread = 'select name from source s where not exists (select from run r where r.source_id = s.id and r.finished_at is not null)'
  await expect.poll(() => askDatabase(unread), { timeout: 110_000 }).toEqual([])
  // Suggestions follow by a job of their own.
  await expect.poll(() => askDatabase('select 1 from owner_suggestion limit 1'), { timeout: 30_000 }).toHaveLength(1)
  await inDemo(async (world) => {
    const { code } = await inviteUser(world, actor, { name: 'Ola Brandt', email: 'ola.brandt@example.com', role: 'analyst' })
    await chooseCast(code)
  })
})

/** Somebody whose sign-in asks for a code, as the pages would have made it so. */
async function makeFactored(world: World): Promise<void> {
  const { userId } = await makeUser(world, actor, factored)
  const viewer = { ...factored, id: userId, sessionId: userId, scope: { all: true }, selfIds: [] } as const
  const { secret } = await beginFactor(world, viewer, factored.password)
  await confirmFactorOf(world, viewer, new TOTP({ secret: Secret.fromBase32(secret) }).generate())
}

function inDemo(act: (world: World) => Promise<void>): Promise<void> {
  return inWorld({ data: process.env.E2E_DATA ?? '', databaseUrl: process.env.E2E_DATABASE_URL ?? '' }, 'system', act)
}
