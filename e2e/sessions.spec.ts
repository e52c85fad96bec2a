import { randomUUID } from 'node:crypto'
import { openDb } from '../lib/db/db.ts'
import { addressOf } from '../security/doors-there-are.ts'
import { doors } from '../security/doors.ts'
import { actionsOf, callOf } from './action-request.ts'
import { newestBuild } from './bare-server.ts'
import { expect, people, signIn, test } from './fixtures.ts'
import { ask } from './raw-request.ts'
import { letIn, roles } from './visitors.ts'

const base = process.env.E2E_URL ?? ''
const cookieName = 'standdown-session'
const { email, password } = people.auditor

/** The sign-in form as a browser without scripts would send it. */
async function formOf(path: string): Promise<Record<string, string>> {
  const { body } = await ask(base, { path })
  const hidden = [...body.matchAll(/<input type="hidden"[^>]*>/g)].map(([tag]) => {
    const plain = (text = '') => text.replaceAll('&quot;', '"').replaceAll('&amp;', '&')
    return [plain(/name="([^"]*)"/.exec(tag)?.[1]), plain(/value="([^"]*)"/.exec(tag)?.[1])]
  })
  return Object.fromEntries(hidden) as Record<string, string>
}

function multipart(fields: Record<string, string>): { headers: Record<string, string>; body: string } {
  const boundary = 'standdown-test-boundary'
  const parts = Object.entries(fields).map(
    ([name, value]) => `--${boundary}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`,
  )
  return { headers: { 'content-type': `multipart/form-data; boundary=${boundary}` }, body: `${parts.join('')}--${boundary}--\r\n` }
}

const foreign: Record<string, Record<string, string>> = {
  'no origin': {},
  'origin null': { origin: 'null' },
  'a foreign origin': { origin: 'https://evil.example' },
  'a foreign origin with a forged host': { origin: 'https://evil.example', 'x-forwarded-host': 'evil.example' },
  'a sub-domain': { origin: base.replace('//', '//x.') },
  'another port': { origin: base.replace(/\d+$/, '1') },
  'a browser that says cross-site': { origin: base, 'sec-fetch-site': 'cross-site' },
  'a browser that says same-site': { origin: base, 'sec-fetch-site': 'same-site' },
}

test.describe('a request from elsewhere changes nothing', () => {
  test('signing in by the form, without scripts: from our page only', async () => {
    const form = multipart({ ...(await formOf('/sign-in')), email, password, to: '/tokens' })
    for (const [name, headers] of Object.entries(foreign)) {
      const answer = await ask(base, { method: 'POST', path: '/sign-in', ...form, headers: { ...form.headers, ...headers } })
      expect(answer.cookies.join(), name).not.toContain(cookieName)
      expect(answer.headers.location, name).toBeUndefined()
    }
    const ours = await ask(base, { method: 'POST', path: '/sign-in', ...form, headers: { ...form.headers, origin: base } })
    expect(ours.cookies.join()).toContain(cookieName)
    expect(ours.headers.location).toBe('/tokens')
  })

  test('no action runs, whoever is signed in', async () => {
    const db = openDb(process.env.E2E_DATABASE_URL ?? '')
    // A role that may do next to nothing: were one of them to run all the same, it would say so and not do it.
    const visitors = await letIn(db, null)
    try {
      const cookie = visitors.cookies.owner
      const wrong: string[] = []
      for (const { id, door } of actionsOf(newestBuild())) {
        for (const [name, headers] of Object.entries(foreign)) {
          // An action that takes the form alone is called so as well, by those that a browser would be made to send.
          for (const takes of name === 'no origin' || name === 'a foreign origin'
            ? (['state and form', 'form'] as const)
            : (['state and form'] as const)) {
            const call = callOf(id, '/tokens', {}, takes)
            const answer = await ask(base, { ...call, headers: { ...call.headers, ...headers, cookie } })
            const refused = answer.status >= 400 || answer.body.includes('not sent by a page of this site')
            if (!refused || answer.cookies.length > 0) wrong.push(`${door}, ${name}: ${answer.status} ${answer.body.slice(0, 200)}`)
          }
        }
      }
      expect(wrong).toEqual([])
      expect(await isOpen(cookie)).toBe(true)
    } finally {
      await visitors.leave()
      await db.close()
    }
  })

  test('no handler that changes something does, by any type of content or a method in disguise', async () => {
    const db = openDb(process.env.E2E_DATABASE_URL ?? '')
    const visitors = await letIn(db, null)
    const kinds: Record<string, string>[] = [
      {},
      ...['application/json', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x', 'text/plain'].map((type) => ({
        'content-type': type,
      })),
      { 'x-http-method-override': 'DELETE' },
      { 'x-method-override': 'PUT', 'x-http-method': 'PATCH' },
    ]
    try {
      const wrong: string[] = []
      for (const [door, line] of Object.entries(doors).filter(([name]) => / (?:POST|PUT|PATCH|DELETE)$/.test(name))) {
        const at = typeof line === 'string' ? {} : (line.at ?? {})
        for (const [name, headers] of Object.entries(foreign)) {
          for (const kind of kinds) {
            const method = door.split(' ')[1] ?? 'POST'
            const path = addressOf(door, { id: randomUUID(), ...at })
            const answer = await ask(base, {
              method,
              path,
              headers: { ...headers, ...kind, cookie: visitors.cookies.admin, 'content-length': '14' },
              body: '_method=DELETE',
            })
            if (answer.status !== 403) wrong.push(`${door}, ${name}, ${JSON.stringify(kind)}: ${answer.status}`)
          }
        }
      }
      expect(wrong).toEqual([])
      for (const headers of kinds.slice(-2)) {
        const answer = await ask(base, { path: '/api/v1/tokens?limit=1', headers: { ...headers, cookie: visitors.cookies.admin } })
        expect(answer.status).toBe(200)
      }
    } finally {
      await visitors.leave()
      await db.close()
    }
  })

  test('a form of ours does arrive, from a browser that runs no scripts', async ({ browser }) => {
    const context = await browser.newContext({ javaScriptEnabled: false })
    const page = await context.newPage()
    await page.goto('/sign-in')
    await page.getByLabel('E-mail').fill(email)
    await page.getByLabel('Password', { exact: true }).fill(password)
    await page.getByRole('button', { name: 'Sign in' }).click()
    await expect(page).not.toHaveURL(/sign-in/)
    await context.close()
  })

  test('signing out by the library’s path: from our page only', async ({ stranger }) => {
    await signIn(stranger, people.auditor)
    const cookie = await cookieOf(stranger)
    for (const [name, headers] of Object.entries(foreign)) {
      const answer = await ask(base, { method: 'POST', path: '/api/auth/signout', headers: { cookie, ...headers } })
      expect(answer.status, name).toBe(403)
      expect(answer.headers['content-type'], name).toBe('application/problem+json')
    }
    expect(await isOpen(cookie)).toBe(true)
    expect(
      (await ask(base, { method: 'POST', path: '/api/auth/signout', headers: { cookie, origin: base, 'content-length': '0' } })).status,
    ).toBe(204)
    expect(await isOpen(cookie)).toBe(false)
  })
})

test.describe('the session', () => {
  test('is named by one cookie that scripts cannot read', async ({ stranger }) => {
    await signIn(stranger, people.auditor)
    const cookies = await stranger.context().cookies()
    expect(cookies).toMatchObject([{ name: cookieName, httpOnly: true, sameSite: 'Lax', path: '/' }])
    expect(await stranger.evaluate(() => document.cookie)).toBe('')
  })

  test('signing out ends a copy of the cookie as well', async ({ stranger }) => {
    await signIn(stranger, people.auditor)
    const copy = await cookieOf(stranger)
    expect(await isOpen(copy)).toBe(true)
    await stranger.getByText(people.auditor.name).first().click()
    await stranger.getByRole('button', { name: 'Sign out' }).click()
    await expect(stranger).toHaveURL(/\/sign-in/)
    expect(await isOpen(copy)).toBe(false)
    expect(await cookieOf(stranger)).toBe('')
  })

  test('gets a new id at each sign-in, whatever the browser brought along, and the one before ends', async ({ stranger }) => {
    await stranger.context().addCookies([{ name: cookieName, value: 'chosen-by-somebody-else', url: base }])
    await signIn(stranger, people.auditor)
    const first = await cookieOf(stranger)
    expect(first).not.toContain('chosen')
    const form = multipart({ ...(await formOf('/sign-in')), email, password, to: '/' })
    const again = await ask(base, { method: 'POST', path: '/sign-in', ...form, headers: { ...form.headers, origin: base, cookie: first } })
    expect(again.cookies.join()).toContain(cookieName)
    expect(await isOpen(first)).toBe(false)
  })

  test('is not used by what a browser fetches ahead for its links: only a page that somebody opens puts its end off', async () => {
    const db = openDb(process.env.E2E_DATABASE_URL ?? '')
    const visitors = await letIn(db, null)
    try {
      const cookie = visitors.cookies.analyst
      const where = { userId: visitors.accounts[roles.indexOf('analyst')] ?? '' }
      const idle = new Date(Date.now() - 20 * 60_000)
      await db.prisma.session.updateMany({ where, data: { startedAt: idle, seenAt: idle } })
      const seen = async () => (await db.prisma.session.findFirstOrThrow({ where })).seenAt.getTime()
      // Next first leads a router's fetch to an address of its own.
      const fetched = async (path: string, headers: Record<string, string>) => {
        const first = await ask(base, { path, headers: { ...headers, cookie } })
        const to = new URL(first.headers.location ?? path, base)
        return to.searchParams.has('_rsc') ? ask(base, { path: `${to.pathname}${to.search}`, headers: { ...headers, cookie } }) : first
      }
      const fetches: Record<string, string>[] = [
        { rsc: '1', 'next-router-prefetch': '1' },
        { rsc: '1', 'next-router-prefetch': '1', 'next-router-segment-prefetch': '/_tree' },
        { 'sec-purpose': 'prefetch' },
        { 'sec-purpose': 'prefetch;prerender', 'x-standdown-fetched-ahead': 'no' },
      ]
      for (const path of ['/help', '/tokens?limit=4']) {
        for (const headers of fetches) {
          expect((await fetched(path, headers)).status, path).toBe(200)
          expect(await seen(), `${path} ${JSON.stringify(headers)}`).toBe(idle.getTime())
        }
      }
      // Nobody can say of a page that it was fetched ahead by the name of our own header, nor that it was not.
      expect((await fetched('/help', { rsc: '1', 'x-standdown-fetched-ahead': 'yes' })).status).toBe(200)
      expect(Date.now() - (await seen())).toBeLessThan(60_000)
    } finally {
      await visitors.leave()
      await db.close()
    }
  })

  test('leads back to the page that was asked for, and to no other site', async ({ stranger }) => {
    for (const to of ['//evil.example', 'https://evil.example', '/\\evil.example', 'javascript:alert(1)']) {
      const onThisSite = /^\/(?![/\\])/
      expect((await formOf(`/sign-in?${new URLSearchParams({ to })}`)).to, to).toMatch(onThisSite)
      const forged = multipart({ ...(await formOf('/sign-in')), email, password, to })
      const answer = await ask(base, { method: 'POST', path: '/sign-in', ...forged, headers: { ...forged.headers, origin: base } })
      expect(answer.cookies.join(), to).toContain(cookieName)
      expect(answer.headers.location, to).toMatch(onThisSite)
    }
    await stranger.goto('/tokens?sort=risk')
    await expect(stranger).toHaveURL(/\/sign-in\?to=/)
    await stranger.getByLabel('E-mail').fill(email)
    await stranger.getByLabel('Password', { exact: true }).fill(password)
    await stranger.getByRole('button', { name: 'Sign in' }).click()
    await expect(stranger).toHaveURL(`${base}/tokens?sort=risk`)
  })

  test('a wrong password keeps the address, and says how many tries are left', async ({ stranger }) => {
    await stranger.goto('/sign-in')
    await stranger.getByLabel('E-mail').fill('nobody.at.all@example.com')
    await stranger.getByLabel('Password', { exact: true }).fill('not the password')
    await stranger.getByRole('button', { name: 'Show password' }).click()
    await expect(stranger.getByLabel('Password', { exact: true })).toHaveAttribute('type', 'text')
    await stranger.getByRole('button', { name: 'Sign in' }).click()
    await expect(stranger.getByText('That e-mail and password do not match. 4 tries left, then wait 5 minutes.')).toBeVisible()
    await expect(stranger.getByLabel('E-mail')).toHaveValue('nobody.at.all@example.com')
  })
})

test.describe('the policy of a page', () => {
  test.use({ mayBreakPolicy: true })
  test('no page breaks its own policy, and the policy does stop what it should', async ({ admin }) => {
    const broken: string[] = []
    await admin.exposeFunction('reportBroken', (what: string) => void broken.push(what))
    await admin.addInitScript(() => {
      document.addEventListener('securitypolicyviolation', (event) => {
        const report = (window as unknown as { reportBroken(what: string): void }).reportBroken
        report(`${location.pathname} ${event.effectiveDirective} ${event.blockedURI}`)
      })
    })
    for (const path of ['/', '/tokens', '/tokens?verdict=revoke-now', '/sources/new', '/no-such-page']) await admin.goto(path)
    await admin.goto('/tokens')
    await admin.getByRole('row').nth(1).getByRole('link').first().click()
    await admin.waitForLoadState('networkidle')
    expect(broken).toEqual([])

    await admin.evaluate(() => {
      const planted = document.createElement('div')
      planted.innerHTML = '<img src="/none.png" onerror="document.title = \'ran\'"><p style="color: red">x</p>'
      document.body.append(planted)
    })
    await expect.poll(() => broken.length).toBeGreaterThanOrEqual(1)
    expect(await admin.title()).not.toBe('ran')
  })
})

async function cookieOf(page: { context(): { cookies(): Promise<{ name: string; value: string }[]> } }): Promise<string> {
  const cookies = await page.context().cookies()
  return cookies
    .filter(({ name }) => name === cookieName)
    .map(({ name, value }) => `${name}=${value}`)
    .join('; ')
}

async function isOpen(cookie: string): Promise<boolean> {
  return (await ask(base, { path: '/api/v1/tokens', headers: { cookie } })).status === 200
}
