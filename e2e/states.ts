import { expect, type Page } from '@playwright/test'
import { openDb, type Db } from '../lib/db/db.ts'
import type { Role } from '../lib/model/viewer.ts'

/** Ids of what the demo holds. */
export type Known = {
  revoke: string
  standing: string
  unknown: string
  retired: string
  aws: string
  github: string
  owner: string
  person: string
  rule: string
  exception: string
}

/** A state of a page that a person can meet, in the demo: who sees it, where, and what they do to get there. */
export type State = {
  name: string
  who: Role | 'stranger'
  at: string | ((known: Known) => string)
  /** What the person does on the page. */
  does?(page: Page, width: number): Promise<void>
  /** Only at these widths, where the state does not exist at the other. */
  only?: readonly number[]
}

const wide = [1440] as const
const first = async (page: Page) => page.getByRole('row').nth(1)

/** Every page and state of the console over the demo; those of an empty or broken installation are in installation-states.spec.ts. */
export const states: readonly State[] = [
  { name: 'sign-in', who: 'stranger', at: '/sign-in' },
  { name: 'sign-in-wrong', who: 'stranger', at: '/sign-in', does: signInWrong },
  { name: 'tokens', who: 'analyst', at: '/tokens' },
  { name: 'tokens-retire-first', who: 'analyst', at: '/tokens?view=retire-first' },
  { name: 'tokens-find-out-first', who: 'analyst', at: '/tokens?view=find-out-first' },
  { name: 'tokens-grouped', who: 'analyst', at: '/tokens?group=reason' },
  { name: 'tokens-compact', who: 'analyst', at: '/tokens?density=compact' },
  { name: 'tokens-filtered', who: 'analyst', at: '/tokens?owner=none&verdict=standing-privilege' },
  { name: 'tokens-empty-by-filter', who: 'analyst', at: '/tokens?q=nothing-is-called-this&verdict=acceptable' },
  { name: 'tokens-error', who: 'analyst', at: '/tokens?sort=upwards&verdict=fine' },
  { name: 'tokens-facet-open', who: 'analyst', at: '/tokens', does: openFacet, only: wide },
  { name: 'tokens-selected', who: 'analyst', at: '/tokens', does: selectPage, only: wide },
  { name: 'tokens-drawer', who: 'analyst', at: (known) => `/tokens?token=${known.standing}`, only: wide },
  { name: 'tokens-mine', who: 'owner', at: '/tokens' },
  { name: 'issuers', who: 'analyst', at: '/tokens/issuers' },
  { name: 'token-revoke-now', who: 'analyst', at: (known) => `/tokens/${known.revoke}` },
  { name: 'token-standing', who: 'analyst', at: (known) => `/tokens/${known.standing}` },
  { name: 'token-unknowns', who: 'analyst', at: (known) => `/tokens/${known.unknown}` },
  { name: 'token-retired', who: 'analyst', at: (known) => `/tokens/${known.retired}` },
  { name: 'token-as-auditor', who: 'auditor', at: (known) => `/tokens/${known.standing}` },
  { name: 'not-found', who: 'owner', at: (known) => `/tokens/${known.standing}` },
  { name: 'palette', who: 'analyst', at: '/tokens', does: openPalette, only: wide },
  { name: 'keys', who: 'analyst', at: '/tokens', does: openKeys, only: wide },
  { name: 'help', who: 'analyst', at: '/help' },
  { name: 'tasks', who: 'owner', at: '/tasks' },
  { name: 'tasks-of-nobody', who: 'analyst', at: '/tasks' },
  { name: 'programme', who: 'analyst', at: '/plans' },
  { name: 'plans-new', who: 'analyst', at: (known) => `/plans/new?state=any&id=${known.standing}` },
  { name: 'plans-new-wrong', who: 'analyst', at: '/plans/new?sort=upwards' },
  { name: 'sources', who: 'admin', at: '/sources' },
  { name: 'source', who: 'admin', at: (known) => `/sources/${known.aws}` },
  { name: 'source-github', who: 'admin', at: (known) => `/sources/${known.github}` },
  { name: 'source-kinds', who: 'admin', at: '/sources/new' },
  { name: 'source-ways', who: 'admin', at: '/sources/new/aws' },
  { name: 'source-permissions', who: 'admin', at: '/sources/new/aws/assume-role' },
  { name: 'source-permissions-wrong', who: 'admin', at: '/sources/new/aws/assume-role', does: continueWithNothing },
  { name: 'source-tested-again', who: 'admin', at: (known) => `/sources/${known.github}`, does: testPermissions },
  { name: 'coverage', who: 'auditor', at: '/coverage' },
  { name: 'import', who: 'admin', at: '/sources/import' },
  { name: 'owners', who: 'analyst', at: '/directory' },
  { name: 'owner', who: 'analyst', at: (known) => `/directory/owners/${known.owner}` },
  { name: 'owner-new', who: 'analyst', at: '/directory/owners/new' },
  { name: 'workloads', who: 'analyst', at: '/directory/workloads' },
  { name: 'rules', who: 'analyst', at: '/directory/rules' },
  { name: 'rule-new', who: 'analyst', at: '/directory/rules/new' },
  { name: 'rule-preview', who: 'analyst', at: '/directory/rules/new', does: previewRule },
  { name: 'rule-removal', who: 'analyst', at: (known) => `/directory/rules?remove=${known.rule}` },
  { name: 'suggestions', who: 'analyst', at: '/directory/suggestions' },
  { name: 'gaps', who: 'analyst', at: '/directory/gaps' },
  { name: 'directory-import', who: 'analyst', at: '/directory/import' },
  { name: 'exceptions', who: 'analyst', at: '/exceptions' },
  { name: 'exceptions-none', who: 'auditor', at: '/exceptions?tab=stale' },
  { name: 'exception', who: 'analyst', at: (known) => `/exceptions/${known.exception}` },
  { name: 'exception-new', who: 'analyst', at: (known) => `/exceptions/new?token=${known.standing}` },
  { name: 'exception-new-wrong', who: 'analyst', at: (known) => `/exceptions/new?token=${known.standing}`, does: askWithoutControls },
  { name: 'exception-new-choice', who: 'analyst', at: '/exceptions/new' },
  { name: 'audit', who: 'auditor', at: '/audit' },
  { name: 'audit-empty-by-filter', who: 'auditor', at: '/audit?who=nobody-is-called-this' },
  { name: 'audit-error', who: 'auditor', at: '/audit?from=yesterday' },
  { name: 'settings', who: 'admin', at: '/settings' },
  { name: 'people', who: 'admin', at: '/settings/people' },
  { name: 'person', who: 'admin', at: (known) => `/settings/people?edit=${known.person}` },
  { name: 'invite', who: 'admin', at: '/settings/people/new' },
  { name: 'account', who: 'owner', at: '/account' },
  { name: 'demo-removal', who: 'admin', at: '/demo' },
]

/** Waits until the demo's first syncs have brought something, and says what is there. */
export async function knownOfTheDemo(): Promise<Known> {
  const db = openDb(process.env.E2E_DATABASE_URL ?? '')
  const one = async (query: string) => (await db.pool.query<{ id: string }>(query)).rows[0]?.id ?? ''
  try {
    await expect
      .poll(() => one(`select id from token where provider = 'github' and state = 'live' limit 1`), { timeout: 60_000 })
      .not.toBe('')
    const worst = (where: string) => one(`select id from token where ${where} order by queue_key desc, id limit 1`)
    return {
      revoke: await worst(`state = 'live' and verdict = 'revoke-now'`),
      standing: await worst(`state = 'live' and verdict = 'standing-privilege' and owner_id is not null`),
      unknown: await worst(`state = 'live' and confidence < 1 and issued_how <> 'exact'`),
      retired: await worst(`state <> 'live'`),
      aws: await one(`select id from source where kind = 'aws' and removed_at is null`),
      github: await one(`select id from source where kind = 'github' and removed_at is null`),
      owner: await one(
        `select owner_id as id from token where owner_id is not null group by owner_id order by count(*) desc, owner_id limit 1`,
      ),
      person: await one(`select id from "user" where role = 'auditor' order by created_at limit 1`),
      rule: await one(`select id from rule order by id limit 1`),
      exception: await anException(db, await worst(`state = 'live' and verdict = 'standing-privilege'`)),
    }
  } finally {
    await db.close()
  }
}

/** A request that waits for a decision and holds no token, so that it is in nobody's way. */
async function anException(db: Db, token: string): Promise<string> {
  const id = '018f0000-0000-7000-8000-00000000e2e0'
  await db.pool.query(
    `insert into exception (id, kind, state, reason, need, requested_by, requested_by_id, requested_at, ends_at, retirement_at)
     values ($1, 'ordinary', 'requested', 'The vendor has no other way yet.', 'Invoices go out by it.', 'Somebody', $1, now(), now() + interval '60 days', now() + interval '90 days')
     on conflict do nothing`,
    [id],
  )
  await db.pool.query(
    `insert into exception_token (exception_id, token_id, open, verdict, reason) select $1, id, false, verdict, reason from token where id = $2 on conflict do nothing`,
    [id, token],
  )
  await db.pool.query(
    `insert into exception_control (exception_id, type, evidence, evidenced_at, expires_at)
     select $1, type, 'A ticket says so', now(), now() + interval '90 days' from unnest('{network,monitoring,revocation}'::text[]) type on conflict do nothing`,
    [id],
  )
  return id
}

async function askWithoutControls(page: Page): Promise<void> {
  await page.getByLabel('Reason').fill('The vendor has no other way yet.')
  await page.getByLabel('Business need').fill('Invoices go out by it.')
  await page.getByLabel('Ends on').fill(
    await page
      .getByLabel('Ends on')
      .getAttribute('max')
      .then((max) => max ?? ''),
  )
  await page.getByLabel('Retired by').fill(
    await page
      .getByLabel('Retired by')
      .getAttribute('max')
      .then((max) => max ?? ''),
  )
  await page.getByRole('button', { name: 'Ask for the exception' }).click()
  await expect(page.getByText('It rests on this control.').first()).toBeVisible()
}

async function signInWrong(page: Page): Promise<void> {
  await page.getByLabel('E-mail').fill('somebody@example.com')
  await page.getByLabel('Password', { exact: true }).fill('not the password')
  await page.getByRole('button', { name: 'Sign in' }).click()
  await expect(page.getByRole('alert').filter({ hasText: 'do not match' })).toBeVisible()
}

async function openFacet(page: Page): Promise<void> {
  await page.getByRole('search').locator('summary', { hasText: 'Owner' }).click()
}

async function selectPage(page: Page): Promise<void> {
  await page.getByRole('columnheader').first().getByRole('checkbox').check()
  await expect(page.getByText(/\d+ selected/).first()).toBeVisible()
}

async function openPalette(page: Page): Promise<void> {
  await expect(await first(page)).toBeVisible()
  await page.keyboard.press('ControlOrMeta+k')
  await page.getByRole('combobox', { name: 'Search everything' }).fill('deploy')
  await expect(page.getByRole('option').first()).toBeVisible()
}

async function openKeys(page: Page): Promise<void> {
  await expect(await first(page)).toBeVisible()
  await page.keyboard.press('?')
  await expect(page.getByRole('dialog')).toBeVisible()
}

async function continueWithNothing(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Continue to the test' }).click()
  await expect(page.getByText('These settings cannot be used yet.').first()).toBeVisible()
}

async function testPermissions(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Test permissions' }).click()
  await expect(page.getByRole('form', { name: 'Test permissions' }).getByRole('row').nth(1)).toBeVisible()
}

async function previewRule(page: Page): Promise<void> {
  await page.getByLabel('Name of the rule').fill('What deploys belongs to the platform')
  await page.getByLabel('Name is like').fill('*deploy*')
  await page.getByLabel('Owner', { exact: true }).selectOption({ index: 1 })
  await page.getByRole('button', { name: 'Preview the rule' }).click()
  await expect(page.getByText(/It would match/)).toBeVisible()
}
