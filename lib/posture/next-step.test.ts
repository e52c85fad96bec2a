import { describe, expect, it } from 'vitest'
import type { Facts } from '../model/facts.ts'
import { score } from '../score/score.ts'
import { standingKey, token } from '../score/testing/token.ts'
import { nextStep } from './next-step.ts'

function stepFor(facts: Facts, edits = true) {
  const { verdict, verdictFloor, controlsMissing, reasons } = score(facts)
  return nextStep(facts, { verdict, verdictFloor, controlsMissing, reason: reasons[0] }, edits)
}

const wide = { level: 4, reach: 3 } as const

describe('the next step', () => {
  it.each<[string, Facts, boolean, object]>([
    ['retired', standingKey({ lifecycle: 'revoked' }), true, { do: 'see-proof' }],
    ['leaked', standingKey({ exposure: 'confirmed', owner: 'none' }), true, { do: 'contain' }],
    ['leaked and cut off', standingKey({ exposure: 'confirmed', revoked: true }), true, { do: 'await-replacement' }],
    ['dormant, whoever owns it', standingKey({ idleDays: 120, owner: 'none' }), true, { do: 'switch-off' }],
    ['standing without an owner', standingKey({ scope: wide, owner: 'none' }), true, { do: 'assign-owner', departed: false }],
    ['standing, its owner left', standingKey({ scope: wide, owner: 'departed' }), true, { do: 'assign-owner', departed: true }],
    ['the same to somebody who may not assign', standingKey({ scope: wide, sensitivity: 3, owner: 'none' }), false, { do: 'replace', change: 'ttlSeconds <= 3600' }],
    ['standing and known', standingKey({ scope: wide, sensitivity: 3 }), true, { do: 'replace', change: 'ttlSeconds <= 3600' }],
    ['could be harmless', token({ scope: 'not-reported', ttlSeconds: 600 }), true, { do: 'find-out', unknown: ['UNKNOWN_SCOPE'] }],
    ['short, a control missing', token({ scope: wide, sensitivity: 3 }), true, { do: 'add-control', missing: 'revocation-60m' }],
    ['as it should be', token(), true, { do: 'nothing' }],
  ])('%s', (_, facts, edits, step) => expect(stepFor(facts, edits)).toEqual(step)) // prettier-ignore
})
