import { randomUUID } from 'node:crypto'
import { openDb } from '../lib/db/db.ts'
import { cast } from './cast.ts'
import { expect, test } from './fixtures.ts'
import { lookOver } from './look-over.ts'
import { states } from './states.ts'
import { cookieFor } from './visitors.ts'

// Two workers share the list, so that none waits for the other's half.
test.describe.configure({ mode: 'parallel' })

/**
 * Every state is minutes of looking: a whole run takes every fifth, and `npm run test:e2e -- states.spec` takes all of them, as `npm run screens`
 * does.
 */
const looked = process.env.E2E_SOME || process.env.E2E_PICTURES ? states : states.filter((_, index) => index % 5 === 0)

for (const { name, who, at, does, only } of looked) {
  test(`${name} can be used by everybody`, async ({ looking }) => {
    const page = await looking(who)
    const address = typeof at === 'string' ? at : at(cast())
    const show = async () => {
      await page.goto(process.env.E2E_PICTURES ? address : withFewRows(address))
      await does?.(page)
    }
    await lookOver(page, name, show, only)
  })
}

const asItStands = async () => undefined

test('the end of a session is said two minutes ahead, can be put off, and is said when it came', async ({ stranger }) => {
  const db = openDb(process.env.E2E_DATABASE_URL ?? '')
  const id = randomUUID()
  try {
    await db.prisma.user.create({ data: { id, email: `idle.${id}@example.com`, name: 'Idle', role: 'analyst', createdAt: new Date() } })
    const { cookie, hash } = await cookieFor(db, id)
    const [name = '', value = ''] = cookie.split('=')
    await stranger.context().addCookies([{ name, value, url: process.env.E2E_URL ?? '' }])
    const seen = async () => (await db.prisma.session.findUnique({ where: { hash } }))?.seenAt.getTime() ?? 0
    const idle = (minutes: number) =>
      db.prisma.session.update({
        where: { hash },
        data: { startedAt: new Date(Date.now() - 60 * 60_000), seenAt: new Date(Date.now() - minutes * 60_000) },
      })

    await stranger.clock.install()
    await stranger.goto('/help')
    const warning = stranger.getByRole('dialog', { name: /You will be signed out in/ })
    // What the page fetches ahead for its links, now or later, is nobody's use of the session.
    await idle(28.5)
    await stranger.clock.runFor('28:30')
    await expect(warning.getByRole('button', { name: 'Stay signed in' })).toBeFocused()
    await lookOver(stranger, 'session-ends', asItStands)
    await stranger.keyboard.press('Enter')
    await expect(warning).toBeHidden()
    expect(Date.now() - (await seen())).toBeLessThan(60_000)

    await idle(31)
    await stranger.clock.runFor('28:30')
    await expect(stranger.getByRole('dialog', { name: 'You are signed out' })).toBeVisible()
    await lookOver(stranger, 'session-ended', asItStands)
  } finally {
    await db.prisma.user.deleteMany({ where: { id } })
    await db.close()
  }
})

/** Four rows break whatever fifty would, and are looked over in a fraction of the time; pictures show all. */
function withFewRows(address: string): string {
  if (!/^\/tokens(?:\?|$)/.test(address) || /sort=upwards|limit=/.test(address)) return address
  return `${address}${address.includes('?') ? '&' : '?'}limit=4`
}
