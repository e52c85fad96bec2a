import { expect, type Page } from '@playwright/test'
import type { Role } from '../lib/model/viewer.ts'
import type { Cast } from './cast.ts'
import { githubApp } from './demo-credential.ts'
import { chooseFile } from './foreign-files.ts'
import { factored, people } from './people.ts'

/** A state of a page that a person can meet, in the demo: who sees it, where, and what they do to get there. */
export type State = {
  name: string
  who: Role | 'stranger'
  at: string | ((cast: Cast) => string)
  /** What the person does on the page. */
  does?(page: Page): Promise<void>
  /** Only at these widths, where the state does not exist at the other. */
  only?: readonly number[]
}

const wide = [1440] as const
const phone = [390] as const

/** Every page and state of the console over the demo; those of an empty or broken installation are in installation-states.spec.ts. */
export const states: readonly State[] = [
  { name: 'sign-in', who: 'stranger', at: '/sign-in' },
  { name: 'sign-in-wrong', who: 'stranger', at: '/sign-in', does: signInWrong },
  { name: 'sign-in-code', who: 'stranger', at: '/sign-in', does: signInWithoutCode },
  { name: 'invitation', who: 'stranger', at: ({ invitation }) => `/invitation/${invitation}` },
  { name: 'invitation-used', who: 'stranger', at: `/invitation/${'0'.repeat(40)}` },
  { name: 'posture', who: 'analyst', at: '/?charts=1' },
  { name: 'posture-as-auditor', who: 'auditor', at: '/' },
  { name: 'tokens', who: 'analyst', at: '/tokens' },
  { name: 'tokens-retire-first', who: 'analyst', at: '/tokens?view=retire-first' },
  { name: 'tokens-find-out-first', who: 'analyst', at: '/tokens?view=find-out-first' },
  { name: 'tokens-grouped', who: 'analyst', at: '/tokens?group=reason' },
  { name: 'tokens-compact', who: 'analyst', at: '/tokens?density=compact' },
  { name: 'tokens-filtered', who: 'analyst', at: '/tokens?owner=none&verdict=standing-privilege' },
  { name: 'tokens-empty-by-filter', who: 'analyst', at: '/tokens?q=nothing-is-called-this&verdict=acceptable' },
  { name: 'tokens-error', who: 'analyst', at: '/tokens?sort=upwards&verdict=fine' },
  { name: 'tokens-facet-open', who: 'analyst', at: '/tokens', does: openFacet, only: wide },
  { name: 'tokens-filter-sheet', who: 'analyst', at: '/tokens', does: openFilterSheet, only: phone },
  { name: 'tokens-columns', who: 'analyst', at: '/tokens', does: openColumns, only: wide },
  { name: 'tokens-save-view', who: 'analyst', at: '/tokens?owner=none', does: openSaveView, only: wide },
  { name: 'tokens-selected', who: 'analyst', at: '/tokens', does: selectPage, only: wide },
  { name: 'tokens-act', who: 'analyst', at: '/tokens', does: openAct, only: wide },
  { name: 'tokens-act-confirm', who: 'analyst', at: '/tokens?limit=12', does: confirmAct, only: wide },
  { name: 'tokens-drawer', who: 'analyst', at: ({ standing }) => `/tokens?token=${standing.id}`, only: wide },
  { name: 'tokens-mine', who: 'owner', at: '/tokens' },
  { name: 'issuers', who: 'analyst', at: '/tokens/issuers' },
  { name: 'token-revoke-now', who: 'analyst', at: ({ revoke }) => `/tokens/${revoke.id}` },
  { name: 'token-standing', who: 'analyst', at: ({ standing }) => `/tokens/${standing.id}` },
  { name: 'token-what-if', who: 'analyst', at: ({ standing }) => `/tokens/${standing.id}?if-life=1h` },
  { name: 'token-unknowns', who: 'analyst', at: ({ unknown }) => `/tokens/${unknown.id}` },
  { name: 'token-retired', who: 'analyst', at: ({ retired }) => `/tokens/${retired.id}` },
  { name: 'token-as-auditor', who: 'auditor', at: ({ standing }) => `/tokens/${standing.id}` },
  { name: 'not-found', who: 'owner', at: ({ standing }) => `/tokens/${standing.id}` },
  { name: 'not-found-anywhere', who: 'analyst', at: '/no/such/page' },
  { name: 'palette', who: 'analyst', at: '/help', does: openPalette, only: wide },
  { name: 'keys', who: 'analyst', at: '/help', does: openKeys, only: wide },
  { name: 'viewer-menu', who: 'analyst', at: '/help', does: openViewerMenu },
  { name: 'more', who: 'analyst', at: '/help', does: openMore, only: phone },
  { name: 'help', who: 'analyst', at: '/help' },
  { name: 'tasks', who: 'owner', at: '/tasks' },
  { name: 'tasks-of-nobody', who: 'analyst', at: '/tasks' },
  { name: 'programme', who: 'analyst', at: '/plans' },
  { name: 'reviews', who: 'auditor', at: '/campaigns' },
  { name: 'review-new', who: 'analyst', at: '/campaigns/new' },
  { name: 'review-new-asked', who: 'analyst', at: '/campaigns/new?view=unused' },
  { name: 'review-new-wrong', who: 'analyst', at: '/campaigns/new?colour=red' },
  { name: 'review', who: 'analyst', at: ({ review }) => `/campaigns/${review.id}` },
  { name: 'review-tokens', who: 'auditor', at: ({ review }) => `/campaigns/${review.id}?by=token` },
  { name: 'review-task', who: 'analyst', at: ({ review }) => `/tasks/review/${review.task}` },
  { name: 'review-task-answering', who: 'analyst', at: ({ review }) => `/tasks/review/${review.task}`, does: openAnswer },
  { name: 'programme-beginning', who: 'owner', at: '/plans/progress' },
  { name: 'retirements-empty', who: 'auditor', at: '/plans/retirements?show=off&provider=none.such' },
  { name: 'time-to-revoke-beginning', who: 'owner', at: '/plans/time-to-revoke' },
  { name: 'plans-new', who: 'analyst', at: ({ standing }) => `/plans/new?state=any&id=${standing.id}` },
  { name: 'plans-new-wrong', who: 'analyst', at: '/plans/new?sort=upwards' },
  { name: 'sources', who: 'admin', at: '/sources' },
  { name: 'source', who: 'admin', at: ({ aws }) => `/sources/${aws.id}` },
  { name: 'source-github', who: 'admin', at: ({ github }) => `/sources/${github.id}` },
  { name: 'source-start', who: 'admin', at: ({ aws }) => `/sources/${aws.id}/start` },
  { name: 'source-kinds', who: 'admin', at: '/sources/new' },
  { name: 'source-ways', who: 'admin', at: '/sources/new/aws' },
  { name: 'source-permissions', who: 'admin', at: '/sources/new/aws/assume-role' },
  { name: 'source-permissions-wrong', who: 'admin', at: '/sources/new/aws/assume-role', does: continueWithNothing },
  { name: 'source-tested', who: 'admin', at: wizardTest, does: testConnection },
  { name: 'source-tested-again', who: 'admin', at: ({ github }) => `/sources/${github.id}`, does: testPermissions },
  { name: 'coverage', who: 'auditor', at: '/coverage' },
  { name: 'import', who: 'admin', at: '/sources/import' },
  { name: 'import-map', who: 'admin', at: '/sources/import', does: mapAndTry },
  { name: 'import-map-known', who: 'admin', at: '/sources/import', does: (page) => chooseFile(page, 'known') },
  { name: 'import-map-none', who: 'admin', at: '/sources/import', does: (page) => chooseFile(page, 'none') },
  { name: 'import-fits', who: 'admin', at: '/sources/import', does: (page) => chooseFile(page, 'ours') },
  { name: 'import-wrong-file', who: 'admin', at: '/sources/import', does: (page) => chooseFile(page, 'wrong') },
  { name: 'owners', who: 'analyst', at: '/directory' },
  { name: 'owner', who: 'analyst', at: ({ owner }) => `/directory/owners/${owner.id}` },
  { name: 'owner-new', who: 'analyst', at: '/directory/owners/new' },
  { name: 'workloads', who: 'analyst', at: '/directory/workloads' },
  { name: 'workload', who: 'analyst', at: ({ workload }) => `/directory/workloads/${workload.id}` },
  { name: 'workload-new', who: 'analyst', at: '/directory/workloads/new' },
  { name: 'rules', who: 'analyst', at: '/directory/rules' },
  { name: 'rule', who: 'analyst', at: ({ rule }) => `/directory/rules/${rule.id}` },
  { name: 'rule-new', who: 'analyst', at: '/directory/rules/new' },
  { name: 'rule-preview', who: 'analyst', at: '/directory/rules/new', does: previewRule },
  { name: 'rule-removal', who: 'analyst', at: ({ rule }) => `/directory/rules?remove=${rule.id}` },
  { name: 'suggestions', who: 'analyst', at: '/directory/suggestions' },
  { name: 'gaps', who: 'analyst', at: '/directory/gaps' },
  { name: 'directory-import', who: 'analyst', at: '/directory/import' },
  { name: 'directory-import-refused', who: 'analyst', at: '/directory/import?rows=owners', does: importWrongOwners },
  { name: 'exceptions', who: 'analyst', at: '/exceptions' },
  { name: 'exceptions-none', who: 'auditor', at: '/exceptions?tab=stale' },
  { name: 'exception', who: 'analyst', at: ({ exception }) => `/exceptions/${exception.id}` },
  { name: 'exception-new', who: 'analyst', at: ({ standing }) => `/exceptions/new?token=${standing.id}` },
  { name: 'exception-new-wrong', who: 'analyst', at: ({ standing }) => `/exceptions/new?token=${standing.id}`, does: askWithoutControls },
  { name: 'exception-new-choice', who: 'analyst', at: '/exceptions/new' },
  { name: 'acts', who: 'analyst', at: '/acts' },
  { name: 'acts-open', who: 'auditor', at: '/acts?tab=open' },
  { name: 'act', who: 'analyst', at: ({ act }) => `/acts/${act.id}` },
  { name: 'act-new', who: 'analyst', at: ({ standing }) => `/acts/new?token=${standing.id}` },
  { name: 'act-new-nothing', who: 'analyst', at: '/acts/new' },
  { name: 'exposures', who: 'analyst', at: '/exposures' },
  { name: 'exposures-none', who: 'auditor', at: '/exposures?show=not-ours' },
  { name: 'exposures-mine', who: 'owner', at: '/exposures' },
  { name: 'exposure', who: 'analyst', at: ({ leak }) => `/exposures/${leak.id}` },
  { name: 'exposure-unmatched', who: 'analyst', at: ({ unmatched }) => `/exposures/${unmatched.id}` },
  { name: 'exposure-step', who: 'analyst', at: ({ leak }) => `/exposures/${leak.id}`, does: openStep },
  { name: 'exposure-as-auditor', who: 'auditor', at: ({ leak }) => `/exposures/${leak.id}` },
  { name: 'exposure-new', who: 'analyst', at: '/exposures/new' },
  { name: 'exposure-new-wrong', who: 'analyst', at: '/exposures/new', does: recordNothing },
  { name: 'exposure-import', who: 'analyst', at: '/exposures/import' },
  { name: 'exposure-import-refused', who: 'analyst', at: '/exposures/import', does: uploadNoReport },
  { name: 'what-if', who: 'auditor', at: '/reports/what-if' },
  { name: 'what-if-changed', who: 'analyst', at: '/reports/what-if?change=life-24h' },
  { name: 'what-if-nothing', who: 'analyst', at: '/reports/what-if?change=bound' },
  { name: 'agents', who: 'analyst', at: '/reports/agents' },
  { name: 'agents-of-row', who: 'auditor', at: '/reports/agents?rmf=MANAGE-2.4&is=fails' },
  { name: 'agents-none-of-row', who: 'auditor', at: '/reports/agents?rmf=GOVERN-1.6&is=unknown' },
  { name: 'reports', who: 'auditor', at: '/reports' },
  { name: 'framework', who: 'auditor', at: '/reports/owasp-nhi-2025' },
  { name: 'framework-mapped', who: 'auditor', at: '/reports/nist-csf-2.0' },
  { name: 'report-take', who: 'auditor', at: '/reports/take?report=owasp-nhi-2025' },
  { name: 'report-take-empty', who: 'auditor', at: '/reports/take?report=exposures&verdict=acceptable' },
  { name: 'sample', who: 'auditor', at: '/reports/sample?seed=2026-q4&size=25' },
  { name: 'report-too-early', who: 'auditor', at: '/reports/take?report=plans&as-of=2026-01-01' },
  { name: 'report-error', who: 'auditor', at: '/reports/take?report=exposures&as-of=2026-01-01' },
  { name: 'audit', who: 'auditor', at: '/audit' },
  { name: 'audit-empty-by-filter', who: 'auditor', at: '/audit?who=nobody-is-called-this' },
  { name: 'audit-error', who: 'auditor', at: '/audit?from=yesterday' },
  { name: 'settings', who: 'admin', at: '/settings' },
  { name: 'people', who: 'admin', at: '/settings/people' },
  { name: 'person', who: 'admin', at: ({ auditor }) => `/settings/people?edit=${auditor.id}` },
  { name: 'invite', who: 'admin', at: '/settings/people/new' },
  { name: 'policy', who: 'auditor', at: '/settings/policy' },
  { name: 'policy-change', who: 'admin', at: '/settings/policy/change' },
  { name: 'policy-preview', who: 'admin', at: '/settings/policy/change?standingHighDays=14&exceptionDays=60' },
  { name: 'policy-change-wrong', who: 'admin', at: '/settings/policy/change?standingHighDays=120&exceptionDays=91' },
  { name: 'messages', who: 'admin', at: '/settings/messages' },
  { name: 'messages-wrong', who: 'admin', at: '/settings/messages', does: saveWrongReceiver },
  { name: 'messages-log-empty', who: 'admin', at: '/settings/messages/log' },
  { name: 'messages-templates', who: 'admin', at: '/settings/messages/templates' },
  { name: 'messages-words', who: 'admin', at: '/settings/messages/templates/overdue' },
  { name: 'messages-words-wrong', who: 'admin', at: '/settings/messages/templates/overdue', does: saveWrongWords },
  { name: 'jira', who: 'admin', at: '/settings/tickets' },
  { name: 'jira-as-auditor', who: 'auditor', at: '/settings/tickets' },
  { name: 'account', who: 'owner', at: '/account' },
  { name: 'account-second-factor', who: 'owner', at: '/account', does: beginSecondFactor },
  { name: 'demo-removal', who: 'admin', at: '/demo' },
]

function wizardTest({ github: { org, baseUrl } }: Cast): string {
  return `/sources/new/github/app/test?${new URLSearchParams({ name: 'Another organisation', org, baseUrl })}`
}

async function saveWrongWords(page: Page): Promise<void> {
  await page.getByLabel('Text', { exact: true }).fill('{what} is late.\n{nobody} knows why.')
  await page.getByRole('button', { name: 'Save what it says' }).click()
  await expect(page.getByRole('alert').filter({ hasText: 'Line 2' })).toContainText('Line 2 has {nobody}, which stands for nothing here.')
}

async function saveWrongReceiver(page: Page): Promise<void> {
  const form = page.getByRole('form', { name: 'Set up: Signed webhook' })
  await form.getByLabel('Address of the receiver').fill('ftp://receiver.example.com/standdown')
  await form.getByRole('button', { name: 'Save the address' }).click()
  await expect(form.getByRole('alert')).toContainText('is not an address such as')
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

async function openAnswer(page: Page): Promise<void> {
  await page.getByText('Answer', { exact: false }).locator('xpath=ancestor-or-self::summary').first().click()
  await page.getByRole('radio', { name: /^Keep/ }).first().check()
  await expect(page.getByLabel('Why is it still needed?').first()).toBeVisible()
}

async function signInWrong(page: Page): Promise<void> {
  await page.getByLabel('E-mail').fill('somebody@example.com')
  await page.getByLabel('Password', { exact: true }).fill('not the password')
  await page.getByRole('button', { name: 'Sign in' }).click()
  await expect(page.getByRole('alert').filter({ hasText: 'do not match' })).toBeVisible()
}

async function signInWithoutCode(page: Page): Promise<void> {
  await page.getByLabel('E-mail').fill(factored.email)
  await page.getByLabel('Password', { exact: true }).fill(factored.password)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await expect(page.getByLabel('Code', { exact: true })).toBeFocused()
}

async function openStep(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Say that the logs are read…' }).click()
  await expect(page.getByRole('dialog', { name: 'Say that the logs are read?' })).toBeVisible()
}

async function recordNothing(page: Page): Promise<void> {
  await page.getByLabel('Found in').fill('a chat')
  await page.getByRole('button', { name: 'Record the leak' }).click()
  await expect(page.getByRole('alert').or(page.getByText('Some of this cannot be used.')).first()).toBeVisible()
}

async function uploadNoReport(page: Page): Promise<void> {
  await page
    .getByLabel('Report', { exact: true })
    .setInputFiles({ name: 'notes.json', mimeType: 'application/json', buffer: Buffer.from('["no finds"]') })
  await page.getByRole('button', { name: 'Look what would match' }).click()
  await expect(page.getByText('This is not a report of Gitleaks as we know it.').first()).toBeVisible()
}

async function openFacet(page: Page): Promise<void> {
  await page.getByRole('search').locator('summary', { hasText: 'Owner' }).click()
}

async function openFilterSheet(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Filters' }).click()
  await page.getByRole('search').locator('summary', { hasText: 'Verdict' }).click()
  await expect(page.getByRole('checkbox', { name: /^Revoke now/ })).toBeVisible()
}

async function openColumns(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Columns' }).click()
  await expect(page.getByRole('group', { name: 'Columns' })).toBeVisible()
}

async function openSaveView(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Save as…' }).click()
  await expect(page.getByRole('heading', { name: 'Save as a view' })).toBeVisible()
}

async function selectPage(page: Page): Promise<void> {
  await page.getByRole('columnheader').first().getByRole('checkbox').check()
  await expect(page.getByText(/\d+ selected/).first()).toBeVisible()
}

async function openAct(page: Page): Promise<void> {
  await selectPage(page)
  await page.getByRole('button', { name: 'Assign owner' }).click()
  await expect(page.getByRole('dialog').getByLabel('Owner')).toBeVisible()
}

/** More than ten, so that their number has to be typed. */
async function confirmAct(page: Page): Promise<void> {
  await openAct(page)
  await page.getByRole('button', { name: 'Show what it changes' }).click()
  await expect(page.getByLabel('Type 12 to confirm')).toBeVisible()
}

async function openPalette(page: Page): Promise<void> {
  await page.keyboard.press('ControlOrMeta+k')
  await page.getByRole('combobox', { name: 'Search everything' }).fill('deploy')
  await expect(page.getByRole('option').first()).toBeVisible()
}

async function openKeys(page: Page): Promise<void> {
  await page.keyboard.press('?')
  await expect(page.getByRole('dialog')).toBeVisible()
}

async function openViewerMenu(page: Page): Promise<void> {
  await page.getByRole('banner').locator('summary').click()
  await expect(page.getByRole('button', { name: 'Sign out' })).toBeVisible()
}

async function openMore(page: Page): Promise<void> {
  const bar = page.getByRole('navigation', { name: 'Main' })
  await bar.getByText('More').click()
  await expect(bar.getByRole('link', { name: 'Audit' })).toBeVisible()
}

async function continueWithNothing(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Continue to the test' }).click()
  await expect(page.getByText('These settings cannot be used yet.').first()).toBeVisible()
}

async function testConnection(page: Page): Promise<void> {
  const { appId, installationId, privateKey } = await githubApp()
  await page.getByLabel(/^App ID/).fill(appId)
  await page.getByLabel(/^Installation ID/).fill(installationId)
  await page.getByLabel(/^App private key/).fill(privateKey)
  await page.getByRole('button', { name: 'Test connection' }).click()
  await expect(page.getByRole('table', { name: 'Permissions' })).toBeVisible()
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

async function mapAndTry(page: Page): Promise<void> {
  await chooseFile(page, 'some')
  await page.getByLabel('For every row: kind').fill('flags.api-token')
  await page.getByRole('button', { name: 'Try it: nothing is saved' }).click()
  await expect(page.getByRole('table', { name: 'The first rows as they would be kept' })).toBeVisible()
}

async function importWrongOwners(page: Page): Promise<void> {
  const buffer = Buffer.from('key,kind,name,email,team\nana,robot,Ana,ana@example.com,\n')
  await page.getByLabel('File').setInputFiles({ name: 'people.csv', mimeType: 'text/csv', buffer })
  await page.getByRole('button', { name: 'Try it: nothing is saved' }).click()
  await expect(page.getByText('line 2, column kind')).toBeVisible()
}

async function beginSecondFactor(page: Page): Promise<void> {
  const form = page.getByRole('form', { name: 'Add a second factor' })
  await form.getByLabel('Your password').fill(people.owner.password)
  await form.getByRole('button', { name: 'Add an authenticator app' }).click()
  await expect(page.getByRole('img', { name: 'Picture for the authenticator app' })).toBeVisible()
}
