import { expect, test } from 'vitest'
import { AppError } from './app-error.ts'
import { readReport, reportFileName } from './report.ts'

const now = new Date('2026-12-01T10:00:00Z')

test.each([
  ['now', 'inventory', {}, 'standdown-inventory-2026-12-01.csv'],
  ['as a day ended', 'inventory', { 'as-of': '2026-11-30' }, 'standdown-inventory-as-of-2026-11-30.csv'],
  ['narrowed', 'inventory', { verdict: 'revoke-now', owner: 'none' }, 'standdown-inventory-2026-12-01-verdict-revoke-now_owner-none.csv'],
  ['narrowed by a reason', 'inventory', { because: 'NO_OWNER' }, 'standdown-inventory-2026-12-01-because-no_owner.csv'],
  ['narrowed, as a day ended', 'ocsf-findings', { 'as-of': '2026-11-30', state: 'gone' }, 'standdown-ocsf-findings-as-of-2026-11-30-state-gone.jsonl'],
  ['of any state', 'inventory', { state: 'any' }, 'standdown-inventory-2026-12-01-state-any.csv'],
  ['a sample', 'inventory', { seed: '2026 Q4/../x', size: '5' }, 'standdown-inventory-2026-12-01-sample-5-2026-q4-x.csv'],
  ['of acts, which are of any state', 'plans', {}, 'standdown-plans-2026-12-01.csv'],
  ['of acts, of one state', 'plans', { state: 'live' }, 'standdown-plans-2026-12-01-state-live.csv'],
] as const)('a file’s name says what is in it: %s', (_, id, query, name) => expect(reportFileName(readReport(id, query, now), now)).toBe(name)) // prettier-ignore

const first = new Date('2026-11-20T08:00:00Z')
const early = '2026-11-19 is before the first sync: the first day that can be asked is 2026-11-20'

test.each([
  ['the day before the first sync', '2026-11-19', first, early],
  ['the day of the first sync', '2026-11-20', first, null],
  ['a day after it', '2026-11-21', first, null],
  ['the day before a first sync at midnight', '2026-11-19', new Date('2026-11-20T00:00:00Z'), early],
  ['a day before a sync of today', '2026-11-30', new Date('2026-12-01T09:00:00Z'), '2026-11-30 is before the first sync: the first day that can be asked is 2026-12-01, once it is over (UTC); leave it out for the present'], // prettier-ignore
  ['a day, where nothing was synced', '2026-11-30', null, '2026-11-30 cannot be asked: nothing was ever synced here'],
  ['a day that is not over', '2026-12-01', first, '2026-12-01 is not over yet (UTC); leave it out for the present'],
])('what can be asked: %s', (_, day, firstSync, says) => {
  const asked = () => readReport('inventory', { 'as-of': day }, now, firstSync)
  if (says === null) return expect(asked().asOf?.toISOString()).toBe(`${day}T23:59:59.999Z`)
  expect(issuesOf(asked)).toEqual([{ where: 'as-of', what: says }])
})

function issuesOf(asks: () => unknown): unknown {
  try {
    return asks()
  } catch (error) {
    return error instanceof AppError ? error.issues : error
  }
}
