import { expect, test } from 'vitest'
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
