import { describe, expect, it } from 'vitest'
import type { ExceptionLine } from '@/lib/model/exception-search.ts'
import type { ExceptedToken } from '@/lib/model/exception.ts'
import { refusalsByKind, startOf } from './request-start.ts'

const now = new Date('2026-11-30T12:00:00Z')
const on = (day: string) => new Date(`${day}T00:00:00Z`)
const standing: ExceptedToken = { id: 's', name: 'old-key', verdict: 'standing-privilege', reason: 'STANDING_HIGH', isExposed: false, ownerId: null } // prettier-ignore
const dormant: ExceptedToken = { ...standing, id: 'd', name: 'sealed', verdict: 'revoke-now', reason: 'DORMANT' }
const control = (id: string, day: string, until = '2026-12-31') =>
  ({ id, type: 'network', evidence: `list ${id}`, evidencedAt: on(day), expiresAt: on(until) }) as const
const none = refusalsByKind([])

describe('what a request begins with', () => {
  it('the first kind that all of its tokens can have', () => {
    const refusals = refusalsByKind([standing, dormant])
    expect(refusals.ordinary).toEqual(['sealed: it is unused. Only a registered break-glass or seasonal token may lie unused.'])
    expect(startOf(null, refusals, [], now).kind).toBe('break-glass')
    expect(startOf(null, refusalsByKind([standing]), [], now).kind).toBe('ordinary')
    expect(startOf(null, refusalsByKind([{ ...standing, isExposed: true }]), [], now).kind).toBe('ordinary')
  })

  it.each([
    ['the newest evidence that counts', [[control('a', '2026-10-01'), control('b', '2026-11-01')]], 'list b'],
    ['none that is out of date', [[control('a', '2026-08-01', '2026-11-01')]], undefined],
    ['none that is of a day ahead', [[control('a', '2026-12-10')]], undefined],
    ['what reaches every one of the tokens', [[control('a', '2026-10-01'), control('b', '2026-11-01')], [control('a', '2026-10-01')]], 'list a'],
    ['nothing where each has its own', [[control('a', '2026-10-01')], [control('b', '2026-10-01')]], undefined],
    ['nothing where nothing is on record', [[]], undefined],
  ] as const)('on record: %s', (_, records, evidence) => expect(startOf(null, none, records, now).controls.network?.evidence).toBe(evidence)) // prettier-ignore

  it('what it renews said, except for evidence that is out of date', () => {
    const renews = {
      kind: 'seasonal',
      reason: 'once a year',
      need: 'the audit',
      retirementAt: on('2027-03-01'),
      controls: [control('a', '2026-10-01'), { ...control('v', '2026-08-01', '2026-11-01'), type: 'vaulting' }],
    } as unknown as ExceptionLine
    expect(startOf(renews, none, [], now)).toEqual({
      kind: 'seasonal',
      reason: 'once a year',
      need: 'the audit',
      retirementAt: '2027-03-01',
      controls: { network: { evidence: 'list a', on: '2026-10-01' } },
    })
  })
})
