import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { score } from '../../score/score.ts'
import { anyFacts } from '../../score/testing/any-facts.ts'
import { Facts } from '../facts.ts'
import { outcomeOf, type Condition, type Fact } from '../requirement.ts'
import { frameworkOf, frameworks, requirementOf } from './all.ts'

const key = {
  id: 'x', kind: 'aws.access-key', ttlSeconds: 'never', ageDays: 200, idleDays: 1, binding: 'keyed-hmac', scope: { level: 3, reach: 2 },
  sensitivity: 3, owner: 'assigned', storage: 'vault', controls: { secretScanning: true },
} as const // prettier-ignore

/** What a token with these facts makes of a requirement. */
function makes(framework: string, id: string, changed: object, { kind = 'aws.access-key', excepted = false } = {}) {
  const rule = requirementOf(framework, id)?.rule
  if (!rule) throw new Error(`${framework} has no rule for ${id}`)
  const { vector, verdict } = score(Facts.parse({ ...key, ...changed }))
  return outcomeOf(rule, { vector, kind, retired: verdict === 'retired', excepted })
}

describe('ids', () => {
  test.each([
    ['owasp-nhi-2025', Array.from({ length: 10 }, (_, n) => `NHI${n + 1}:2025`)],
    ['nist-csf-2.0', ['PR.AA-01', 'PR.AA-03', 'PR.AA-04', 'PR.AA-05', 'GV.RR-02', 'RS.MI-01', 'DE.CM-09', 'ID.AM-08', 'GV.SC-07']],
    ['nist-ai-rmf-1.0', ['GOVERN 1.6', 'GOVERN 2.1', 'GOVERN 3.2', 'MAP 3.5', 'MANAGE 2.4', 'MANAGE 4.1']],
    ['nist-800-53-r5', ['AC-6', 'AC-6(5)', 'IA-5(7)', 'IA-13(3)', 'SC-23', 'SI-4', 'AC-2(3)']],
    ['owasp-asvs-5.0', ['V10.3.5', 'V13.2.1', 'V13.2.2', 'V13.3.1', 'V13.3.4']],
    ['pci-dss-4.0.1', ['7.2.5', '7.2.5.1', '8.2.6', '8.6.1', '8.6.2', '8.6.3']],
    ['cis', ['AWS 7.0.0 2.4', 'AWS 7.0.0 2.11', 'AWS 7.0.0 2.12', 'Controls 8.1 5.3', 'Controls 8.1 5.5']],
  ])('%s has those it is known for', (id, known) => {
    const ids = frameworkOf(id)?.requirements.map((requirement) => requirement.id)
    expect(ids).toEqual(expect.arrayContaining(known))
  })

  test('are said once within a framework, and need no second reading in an address', () => {
    for (const { id, requirements } of frameworks) {
      expect(id).toMatch(/^[a-z0-9.-]+$/)
      expect(new Set(requirements.map((requirement) => requirement.id)).size).toBe(requirements.length)
      for (const requirement of requirements) expect(requirement.id).not.toContain('/')
    }
  })

  test('of older editions are not among them, nor what is no control of tokens', () => {
    const all = frameworks.flatMap(({ requirements }) => requirements.map(({ id }) => id))
    expect(all.filter((id) => /^PR\.AC|^ID\.AM-\d$|^8\.3\.9$/.test(id))).toEqual([])
    expect(requirementOf('owasp-nhi-2025', 'NHI7:2025')?.article).toBe('NHI-03')
    expect(requirementOf('nist-csf-2.0', 'PR.AA-05')?.article).toBe('PR.AC-4')
  })
})

test('every step and word that a rule asks about is one that a vector can have', () => {
  const seen = new Map<string, Set<string>>()
  fc.assert(
    fc.property(anyFacts, (facts) => {
      for (const metric of score(facts).vector.split('/').slice(1)) {
        const labels = seen.get(metric[0] ?? '') ?? new Set()
        seen.set(metric[0] ?? '', labels.add(metric.slice(2)))
      }
    }),
    { numRuns: 20_000 },
  )
  const metric: Record<Fact, string> = { binding: 'B', checked: 'P', life: 'T', rotation: 'R', age: 'A', idle: 'I', rights: 'S', owner: 'O', exposure: 'X', revoked: 'G', replaced: 'Y', workload: 'W', consumers: 'C', thirdParty: 'H', agent: 'N', storage: 'K', prohibited: 'Z' } // prettier-ignore
  const strange = (condition: Condition): string[] => {
    if ('all' in condition) return condition.all.flatMap(strange)
    if ('any' in condition) return condition.any.flatMap(strange)
    if ('not' in condition) return strange(condition.not)
    if (!('fact' in condition)) return []
    return condition.is.filter((label) => !seen.get(metric[condition.fact])?.has(label)).map((label) => `${condition.fact}:${label}`)
  }
  const rules = frameworks.flatMap(({ requirements }) => requirements.flatMap(({ rule }) => (rule ? [rule] : [])))
  expect(rules.flatMap(({ applies, fails, unknown }) => [applies, fails, unknown].flatMap(strange))).toEqual([])
})

describe('a token', () => {
  test.each([
    ['owasp-nhi-2025', 'NHI7:2025', {}, 'fails'],
    ['owasp-nhi-2025', 'NHI7:2025', { ttlSeconds: 86_400 }, 'meets'],
    ['owasp-nhi-2025', 'NHI7:2025', { ttlSeconds: 86_401 }, 'fails'],
    ['owasp-nhi-2025', 'NHI7:2025', { rotationEnforcedSeconds: 3_600 }, 'meets'],
    ['owasp-nhi-2025', 'NHI7:2025', { ttlSeconds: 'not-reported' }, 'unknown'],
    ['owasp-nhi-2025', 'NHI7:2025', { ttlSeconds: 'not-reported', rotationEnforcedSeconds: 3_600 }, 'meets'],
    ['owasp-nhi-2025', 'NHI7:2025', { lifecycle: 'revoked' }, 'not-applicable'],
    ['owasp-nhi-2025', 'NHI1:2025', { idleDays: 91 }, 'fails'],
    ['owasp-nhi-2025', 'NHI1:2025', { idleDays: 90 }, 'meets'],
    ['owasp-nhi-2025', 'NHI1:2025', { idleDays: 'not-reported' }, 'unknown'],
    ['owasp-nhi-2025', 'NHI1:2025', { idleDays: 'never-used' }, 'fails'],
    ['owasp-nhi-2025', 'NHI1:2025', { idleDays: 'never-used', ageDays: 'not-reported' }, 'unknown'],
    ['owasp-nhi-2025', 'NHI1:2025', { owner: 'departed' }, 'fails'],
    ['owasp-nhi-2025', 'NHI2:2025', { exposure: 'confirmed' }, 'fails'],
    ['owasp-nhi-2025', 'NHI2:2025', { storage: 'not-reported', controls: {} }, 'unknown'],
    ['owasp-nhi-2025', 'NHI3:2025', {}, 'not-applicable'],
    ['owasp-nhi-2025', 'NHI3:2025', { thirdParty: true }, 'fails'],
    ['owasp-nhi-2025', 'NHI3:2025', { thirdParty: true, controls: { networkConfined: true } }, 'meets'],
    ['owasp-nhi-2025', 'NHI5:2025', { scope: { level: 6, reach: 1 } }, 'fails'],
    ['owasp-nhi-2025', 'NHI5:2025', { scope: [{ level: 1, reach: 4 }, { level: 6, reach: 1 }] }, 'fails'],
    ['owasp-nhi-2025', 'NHI5:2025', { scope: 'not-reported' }, 'unknown'],
    ['owasp-nhi-2025', 'NHI9:2025', { consumers: 2 }, 'fails'],
    ['owasp-nhi-2025', 'NHI9:2025', { consumers: 1 }, 'meets'],
    ['owasp-nhi-2025', 'NHI9:2025', { consumers: 'not-reported' }, 'unknown'],
    ['nist-ai-rmf-1.0', 'MANAGE 2.4', {}, 'not-applicable'],
    ['nist-ai-rmf-1.0', 'MANAGE 2.4', { agent: 'supervised' }, 'fails'],
    ['nist-ai-rmf-1.0', 'MANAGE 2.4', { agent: 'supervised', controls: { revocationMinutes: 500 } }, 'unknown'],
    ['nist-ai-rmf-1.0', 'GOVERN 2.1', { agent: 'supervised' }, 'unknown'],
    ['nist-ai-rmf-1.0', 'GOVERN 2.1', { agent: 'supervised', owner: 'none' }, 'fails'],
    ['nist-ai-rmf-1.0', 'MANAGE 4.1', { agent: 'autonomous', controls: { networkConfined: true, monitored: true } }, 'meets'],
    ['nist-csf-2.0', 'RS.MI-01', { exposure: 'confirmed', revoked: true }, 'meets'],
    ['nist-800-53-r5', 'IA-13(3)', { ttlSeconds: 3_600 }, 'unknown'],
    ['nist-800-53-r5', 'IA-13(3)', { ttlSeconds: 3_600, controls: { revocationMinutes: 5 } }, 'unknown'],
    ['nist-800-53-r5', 'IA-13(3)', { ttlSeconds: 366 * 86_400 }, 'unknown'],
    ['nist-800-53-r5', 'IA-13(3)', { ttlSeconds: 400 * 86_400 }, 'fails'],
    ['nist-800-53-r5', 'IA-13(3)', {}, 'fails'],
    ['nist-800-53-r5', 'IA-13(3)', { rotationEnforcedSeconds: 86_400 }, 'unknown'],
    ['nist-800-53-r5', 'IA-13(3)', { ttlSeconds: 'not-reported' }, 'unknown'],
    ...[['csa-ccm-4', 'IAM-07'], ['cis', 'Controls 8.1 6.2'], ['iso-27001-2022', 'A.5.18'], ['owasp-nhi-2025', 'NHI1:2025'], ['nist-800-53-r5', 'AC-2(3)'], ['nist-csf-2.0', 'ID.AM-08']].flatMap(([framework, id]) => [
      [framework!, id!, {}, 'meets'],
      [framework!, id!, { owner: 'none' }, 'unknown'],
      [framework!, id!, { owner: 'none', workload: 'decommissioned' }, 'fails'],
      [framework!, id!, { owner: 'departed' }, 'fails'],
    ] as const),
    ['nist-800-53-r5', 'AC-2(3)', { owner: 'none', idleDays: 91 }, 'fails'],
    ['nist-800-53-r5', 'AC-6(5)', {}, 'not-applicable'],
    ['nist-800-53-r5', 'AC-6(5)', { scope: { level: 6, reach: 1 } }, 'meets'],
    ['nist-800-53-r5', 'AC-6(5)', { scope: { level: 6, reach: 1 }, owner: 'none' }, 'fails'],
    ['nist-800-53-r5', 'AC-6(5)', { scope: 'not-reported' }, 'unknown'],
    ['nist-800-53-r5', 'AC-6(5)', { scope: 'not-reported', owner: 'none' }, 'unknown'],
    ['nist-800-53-r5', 'AC-6(5)', { scope: 'not-reported', prohibited: true }, 'fails'],
    ['csa-ccm-4', 'IAM-10', {}, 'not-applicable'],
    ['csa-ccm-4', 'IAM-10', { scope: { level: 6, reach: 1 } }, 'fails'],
    ['csa-ccm-4', 'IAM-10', { scope: { level: 6, reach: 1 }, ttlSeconds: 3_600 }, 'meets'],
    ['csa-ccm-4', 'IAM-10', { scope: 'not-reported' }, 'unknown'],
    ['csa-ccm-4', 'IAM-10', { scope: 'not-reported', ttlSeconds: 3_600 }, 'unknown'],
    ['owasp-asvs-5.0', 'V10.3.5', {}, 'not-applicable'],
    ['pci-dss-4.0.1', '8.6.3', { ageDays: 90 }, 'meets'],
    ['pci-dss-4.0.1', '8.6.3', { ageDays: 91 }, 'unknown'],
    ['cis', 'AWS 7.0.0 2.12', { ageDays: 91 }, 'fails'],
    ...['AWS 7.0.0 2.11', 'Controls 8.1 5.3'].flatMap((id) => [
      ['cis', id, { idleDays: 44 }, 'meets'],
      ['cis', id, { idleDays: 45 }, 'fails'],
      ['cis', id, { idleDays: 46 }, 'fails'],
      ['cis', id, { idleDays: 'never-used', ageDays: 44 }, 'meets'],
      ['cis', id, { idleDays: 'never-used', ageDays: 45 }, 'fails'],
      ['cis', id, { idleDays: 'never-used', ageDays: 46 }, 'fails'],
      ['cis', id, { idleDays: 'never-used', ageDays: 'not-reported' }, 'unknown'],
    ] as const),
    ['cis', 'AWS 7.0.0 2.4', {}, 'not-applicable'],
  ] as const)('%s %s of %o: %s', (framework, id, changed, outcome) => {
    expect(makes(framework, id, changed)).toBe(outcome)
  }) // prettier-ignore

  test('whose facts the history does not have is unknown, whatever is asked', () => {
    const rules = frameworks.flatMap(({ requirements }) => requirements.flatMap(({ rule }) => (rule ? [rule] : [])))
    const made = rules.map((rule) => outcomeOf(rule, { vector: '', kind: 'vault.token', retired: false, excepted: true }))
    expect(new Set(made)).toEqual(new Set(['unknown']))
  })

  test.each([
    ['oauth.access-token', 'fails'],
    ['github.oauth-token', 'fails'],
    ['github.app-user-token', 'fails'],
    ['salesforce.refresh-token', 'fails'],
    ['snowflake.programmatic-access-token', 'not-applicable'],
    ['aws.access-key', 'not-applicable'],
    ['github.pat.classic', 'not-applicable'],
  ])('a resource server is asked of OAuth alone: %s %s', (kind, outcome) => {
    expect(makes('owasp-asvs-5.0', 'V10.3.5', { binding: 'bearer' }, { kind })).toBe(outcome)
    const bound = (popVerified: true | 'not-reported') => makes('owasp-asvs-5.0', 'V10.3.5', { binding: 'pop-app', popVerified }, { kind })
    if (outcome === 'fails') expect([bound(true), bound('not-reported')]).toEqual(['meets', 'fails'])
  })

  test('of another kind is not asked, and one under an exception is excepted and not fine', () => {
    expect(makes('cis', 'AWS 7.0.0 2.12', { ageDays: 91 }, { kind: 'vault.token' })).toBe('not-applicable')
    expect(makes('cis', 'AWS 7.0.0 2.4', {}, { kind: 'aws.root-access-key' })).toBe('fails')
    expect(makes('owasp-nhi-2025', 'NHI7:2025', {}, { excepted: true })).toBe('excepted')
    expect(makes('owasp-nhi-2025', 'NHI9:2025', {}, { excepted: true })).toBe('meets')
  })
})
