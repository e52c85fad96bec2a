import { expect, test } from 'vitest'
import { targetHref, targetKind } from './target-words.ts'

test.each([
  ['token:018f', 'token', '/tokens/018f'],
  ['source:018f', 'source', '/sources/018f'],
  ['owner:018f', 'owner', '/directory/owners/018f'],
  ['workload:018f', 'workload', '/directory/workloads/018f'],
  ['rule:018f', 'rule', '/directory/rules/018f'],
  ['exposure:018f', 'leak', '/exposures/018f'],
  ['user:018f', 'account', null],
  ['demo', 'demo', null],
  ['constructor:x', 'constructor', null],
] as const)('%s is a %s', (target, kind, href) => {
  expect(targetKind(target)).toBe(kind)
  expect(targetHref(target)).toBe(href)
})
