import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Directory, Rule } from '../model/rule.ts'
import { aSighting } from '../model/testing/sighting.ts'
import { holds, matches, matchOwner, matchWorkload } from './match.ts'

const rule = (said: Partial<Rule>): Rule => ({ id: 'r', position: 0, condition: { name: '*' }, ownerId: null, workloadId: null, ...said })
const directory: Directory = {
  rules: [rule({ condition: { name: 'billing-*' }, ownerId: 'by-rule' }), rule({ condition: { name: '*' }, workloadId: 'w-rule' })],
  ownerByHandle: new Map([['email:ana@acme.example', 'by-hint']]),
  workloadByKey: new Map([['billing', 'w-hint']]),
}
const hinted = aSighting({ ownerHints: [{ how: 'email', value: 'Ana@Acme.example', says: 'tag owner' }], workloadHint: 'Billing' })

describe('whose it is', () => {
  test('what a person stated stands', () =>
    expect(matchOwner(hinted, 's', { id: 'stated', how: 'stated' }, directory)).toEqual({ id: 'stated', how: 'stated' }))
  test('a rule comes before a hint', () => expect(matchOwner(hinted, 's', null, directory)).toEqual({ id: 'by-rule', how: 'rule' }))
  test('a hint where no rule speaks, case ignored', () =>
    expect(matchOwner({ ...hinted, name: 'other' }, 's', null, directory)).toEqual({ id: 'by-hint', how: 'hint' }))
  test('an assignment that nothing supports any more ends', () =>
    expect(matchOwner(aSighting({ name: 'other' }), 's', { id: 'old', how: 'hint' }, directory)).toBeNull())
  test('workloads by key, case ignored', () =>
    expect(matchWorkload(hinted, 's', null, { ...directory, rules: [] })).toEqual({ id: 'w-hint', how: 'hint' }))
})

describe('conditions', () => {
  const token = aSighting({
    name: 'ci-deploy-prod',
    tags: { Team: 'payments' },
    ownerHints: [{ how: 'handle', value: 'aws:ana', says: '' }],
  })
  test.each([
    [{ provider: 'aws' }, true],
    [{ provider: 'a' }, false],
    [{ kind: 'aws.*' }, true],
    [{ sourceId: 'other' }, false],
    [{ name: 'CI-*-prod' }, true],
    [{ name: 'ci' }, false],
    [{ tag: { key: 'team' } }, true],
    [{ tag: { key: 'team', value: 'pay*' } }, true],
    [{ tag: { key: 'team', value: 'web' } }, false],
    [{ handle: 'aws:*' }, true],
    [{ name: 'ci-*', tag: { key: 'none' } }, false],
  ])('%j', (condition, expected) => expect(holds(condition, token, 'this')).toBe(expected))
})

test('a star is any run of characters: the same answer as a plain search', () => {
  const text = fc.string({ unit: fc.constantFrom('a', 'b', '*', '.'), maxLength: 12 })
  const plain = (pattern: string, subject: string): boolean => {
    if (pattern === '') return subject === ''
    if (pattern[0] === '*') return plain(pattern.slice(1), subject) || (subject !== '' && plain(pattern, subject.slice(1)))
    return subject[0] === pattern[0] && plain(pattern.slice(1), subject.slice(1))
  }
  fc.assert(
    fc.property(text, text, (pattern, subject) => matches(pattern, subject) === plain(pattern, subject)),
    { numRuns: 5_000 },
  )
})
