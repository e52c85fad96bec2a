import { parse } from 'csv-parse/sync'
import { openDb, type Db } from '../lib/db/db.ts'
import { record } from '../lib/db/audit.ts'
import { addressOf } from '../security/doors-there-are.ts'
import { doors } from '../security/doors.ts'
import { bareServer } from './bare-server.ts'
import { clonedDatabase } from './cloned-database.ts'
import { expect, test, type Page } from './fixtures.ts'
import { hostile, poison } from './hostile-words.ts'
import { ask } from './raw-request.ts'
import { insertAct, insertException, insertPlan, insertReview } from './retirement-rows.ts'
import { letIn, type Visitors } from './visitors.ts'

// A trace of thirty pages takes longer than the pages.
test.use({ trace: 'off' })

let clone: Awaited<ReturnType<typeof clonedDatabase>>
let server: Awaited<ReturnType<typeof bareServer>>
let db: Db
let visitors: Visitors
let rows: Readonly<Record<string, string>>

test.beforeAll(async () => {
  clone = await clonedDatabase(process.env.E2E_DATABASE_URL ?? '')
  db = openDb(clone.url)
  const one = async (query: string) => (await db.pool.query<{ id: string }>(`${query} limit 1`)).rows[0]?.id ?? 'none'
  const owner = await one('select o.id from owner o join token m on m.owner_id = o.id')
  visitors = await letIn(db, owner)
  await db.pool.query(`insert into control (id, type, token_id, evidence, evidenced_at, expires_at, stated_by)
    select gen_random_uuid(), 'vaulting', id, 'seen', now(), now() + interval '1 year', 'user:x' from token`)
  await db.pool.query(`insert into exposure (id, token_id, state, found_in, found_at, still_valid, matched_by, stated_by)
    select gen_random_uuid(), id, 'confirmed', 'a repository', now(), 'yes', 'hash', 'user:x' from token where not exists (select from exposure e where e.token_id = token.id)`)
  const owners = await one(`select id from token where owner_id = '${owner}'`)
  const [plan, exception] = [await insertPlan(db, owners), await insertException(db, owners)]
  const { campaign, review } = await insertReview(db, owners)
  await poison(db)
  for (const word of hostile) {
    const entry = { actor: { kind: 'user', id: visitors.accounts[0] ?? '', name: word }, act: 'owner.change', target: `owner:${word}`, before: { name: word }, after: { [word]: word } } as const
    await db.prisma.$transaction((tx) => record(tx, entry, new Date(), Buffer.alloc(32)))
  }
  rows = { token: owners, act: await insertAct(db, owners), plan, exception, campaign, review, source: await one('select id from source'), owner, workload: await one('select id from workload'), rule: await one('select id from rule') }
  server = await bareServer(clone.url)
}) // prettier-ignore
test.afterAll(async () => {
  await server?.stop()
  await db?.close()
  await clone?.drop()
})

/** A browser in which somebody is signed in at the spoiled product; what happens there that must not is written down. */
async function watched(page: Page, visitor: 'admin' | 'owner'): Promise<string[]> {
  const happened: string[] = []
  const [name = '', value = ''] = visitors.cookies[visitor].split(/=(.*)/s)
  await page.context().addCookies([{ name, value, url: server.url }])
  page.on('dialog', (dialog) => (happened.push(`a dialog: ${dialog.message()}`), void dialog.dismiss()))
  page.on('console', (message) => {
    if (/Content Security Policy|Refused to/i.test(message.text())) happened.push(message.text().slice(0, 200))
  })
  page.on('request', (request) => {
    if (!request.url().startsWith(server.url) && !request.url().startsWith('data:')) happened.push(`a request to ${request.url()}`)
  })
  return happened
}

/** What of the words became more than words on the page as it is now. */
const planted = (page: Page) =>
  page.evaluate(() => {
    const found: string[] = []
    if ('__pwned' in window) found.push('a script ran')
    const handlers = ['onerror', 'onload', 'onclick', 'srcdoc'].flatMap((name) => [...document.querySelectorAll(`[${name}]`)])
    const strange = [...document.querySelectorAll('base, iframe, object, embed, img[src="x"], a[href^="javascript:" i]')]
    const away = [...document.querySelectorAll('a[href], form[action]')].filter((element) => {
      const to = element instanceof HTMLAnchorElement ? element.href : element.getAttribute('action')
      // React's own, on a form that its script made: it throws, and the page's policy would not run it.
      if (to?.startsWith("javascript:throw new Error('A React form")) return false
      return new URL(to ?? '', location.href).origin !== location.origin
    })
    for (const element of [...handlers, ...strange, ...away]) found.push(element.outerHTML.slice(0, 200))
    for (const script of document.querySelectorAll('script:not([src])')) if (script.textContent === 'window.__pwned=1') found.push('a script stands in the page')
    return found
  }) // prettier-ignore

const pages = Object.entries(doors).flatMap(([door, line]) => {
  if (!/page\.tsx$/.test(door)) return []
  const { row, at = {} } = typeof line === 'string' ? {} : line
  return [{ door, row, at }]
})

test('on every page, what others wrote stays words', async ({ page }) => {
  test.setTimeout(180_000)
  const happened = await watched(page, 'admin')
  const wrong: string[] = []
  let shown = 0
  for (const { door, row, at } of pages) {
    const answer = await page.goto(`${server.url}${addressOf(door, { ...(row && { id: rows[row] ?? 'none' }), ...at })}`)
    if ((answer?.status() ?? 500) >= 500) wrong.push(`${door}: ${answer?.status()}`)
    for (const what of await planted(page)) wrong.push(`${door}: ${what}`)
    if ((await page.content()).includes('__pwned=1')) shown += 1
  }
  expect(wrong).toEqual([])
  expect(happened).toEqual([])
  // They were there to be seen.
  expect(shown).toBeGreaterThan(8)

  // And whoever took words for more than words would be seen.
  await page.evaluate(() =>
    document.body.insertAdjacentHTML('beforeend', '<a href="javascript:window.__pwned=1">x</a><img src="x" onerror="window.__pwned=1">'),
  )
  expect((await planted(page)).length).toBeGreaterThanOrEqual(2)
  await expect.poll(() => happened.length).toBeGreaterThanOrEqual(1)
  expect(await page.evaluate(() => '__pwned' in window)).toBe(false)
})

test('in lists, menus, the drawer and the search, as an administrator and as an owner', async ({ browser }) => {
  for (const visitor of ['admin', 'owner'] as const) {
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 } })
    const page = await context.newPage()
    const happened = await watched(page, visitor)
    const places = ['/tokens?state=any', '/tokens?group=owner', '/tokens?group=workload', '/tokens?columns=owner,workload,source,third-party', `/tokens?token=${rows.token}`, `/tokens/${rows.token}`,
      `/tokens?q=${encodeURIComponent(hostile[1])}`, `/sign-in?to=${encodeURIComponent('javascript:window.__pwned=1')}`, `/tokens?owner=${encodeURIComponent(hostile[2])}`] // prettier-ignore
    for (const place of places) {
      await page.goto(`${server.url}${place}`)
      await page.evaluate(() => document.querySelectorAll('details').forEach((one) => (one.open = true)))
      expect(await planted(page), `${visitor} ${place}`).toEqual([])
    }
    await page.goto(`${server.url}/tokens`)
    await page.keyboard.press('Control+k')
    await page.keyboard.type('pwned')
    await page.waitForLoadState('networkidle')
    expect(await planted(page), `${visitor}, the search`).toEqual([])
    expect(happened, visitor).toEqual([])
    await context.close()
  }
})

test('no cell of an export begins like a formula', async () => {
  const files = Object.entries(doors).filter(([door]) => /\.csv\/route\.ts GET$/.test(door))
  expect(files.length).toBeGreaterThan(0)
  for (const [door, line] of files) {
    const row = typeof line === 'string' ? undefined : line.row
    const answer = await ask(server.url, {
      path: addressOf(door, row ? { id: rows[row] ?? 'none' } : {}),
      headers: { cookie: visitors.cookies.admin },
    })
    expect(answer.status, door).toBe(200)
    const cells = (parse(answer.body, { relax_column_count: true }) as string[][]).flat()
    expect(cells.filter((cell) => /^[=+\-@\t\r＝＋－＠]/.test(cell) && !/^-?\d+(?:\.\d+)?$/.test(cell)).slice(0, 3), door).toEqual([])
  }
})
