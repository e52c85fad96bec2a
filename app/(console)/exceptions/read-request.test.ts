import { describe, expect, it } from 'vitest'
import { AppError } from '@/lib/model/app-error.ts'
import { asDelivered } from '@/lib/model/policy.ts'
import { readRequest } from './read-request.ts'

const now = new Date('2026-11-30T12:00:00Z')
const token = '018f0000-0000-7000-8000-000000000001'
const filled = {
  kind: 'ordinary',
  token,
  reason: 'The vendor has no other way',
  need: 'Invoices go out by it',
  endsAt: '2027-01-03',
  retirementAt: '2027-03-01',
  'control-network': 'allow-list 7',
  'control-network-on': '2026-11-30',
  'control-monitoring': 'alert 12',
  'control-monitoring-on': '2026-11-29',
  'control-revocation': 'drill of Thursday',
  'control-revocation-on': '2026-11-26',
}

function formOf(values: Record<string, string>): FormData {
  const form = new FormData()
  for (const [name, value] of Object.entries(values)) form.append(name, value)
  return form
}

function refused(values: Record<string, string>): Record<string, string> {
  try {
    readRequest(formOf({ ...filled, ...values }), now, asDelivered)
    return {}
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    return Object.fromEntries(error.issues.map(({ where, what }) => [where, what]))
  }
}

describe('a request for an exception', () => {
  it('is read with the controls that its kind asks for, and no others', () => {
    expect(readRequest(formOf(filled), now, asDelivered)).toEqual({
      kind: 'ordinary',
      tokenIds: [token],
      reason: filled.reason,
      need: filled.need,
      endsAt: new Date('2027-01-03T00:00:00Z'),
      retirementAt: new Date('2027-03-01T00:00:00Z'),
      renewalOf: null,
      controls: [
        { type: 'network', evidence: 'allow-list 7', evidencedAt: new Date('2026-11-30T00:00:00Z') },
        { type: 'monitoring', evidence: 'alert 12', evidencedAt: new Date('2026-11-29T00:00:00Z') },
        { type: 'revocation', evidence: 'drill of Thursday', evidencedAt: new Date('2026-11-26T00:00:00Z') },
      ],
    })
    const sealed = { kind: 'break-glass', 'control-vaulting': 'safe 3', 'control-vaulting-on': '2026-11-01' }
    expect(readRequest(formOf({ ...filled, ...sealed }), now, asDelivered).controls.map(({ type }) => type)).toEqual(['vaulting', 'monitoring', 'revocation'])
  }) // prettier-ignore

  it.each([
    ['no reason', { reason: ' ' }, ['reason']],
    ['no day to end on', { endsAt: '' }, ['endsAt']],
    ['a day that is none', { retirementAt: '2026-02-30' }, ['retirementAt']],
    ['an end too far off, beside a missing need', { need: '', endsAt: '2027-06-01' }, ['need', 'endsAt']],
    ['a missing need beside a missing control', { need: '', 'control-network': '' }, ['need', 'control-network']],
    ['evidence of no day', { 'control-monitoring-on': '' }, ['control-monitoring']],
    ['a token that is no id', { token: 'x' }, ['tokens']],
    ['a renewal of nothing that there is', { renewalOf: 'x' }, ['renewal']],
  ])('%s is refused at its field', (_, values, where) => {
    expect(Object.keys(refused(values)).toSorted()).toEqual(where.toSorted())
  })

  it('everything that is wrong is said at once', () => {
    const empty = Object.fromEntries(Object.keys(filled).map((name) => [name, name === 'token' ? token : '']))
    expect(Object.keys(refused(empty)).toSorted()).toEqual(
      ['control-monitoring', 'control-network', 'control-revocation', 'endsAt', 'need', 'reason', 'retirementAt'], // prettier-ignore
    )
  })
})
