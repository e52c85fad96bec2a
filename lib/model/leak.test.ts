import { expect, test } from 'vitest'
import { validityOf } from './leak.ts'

test.each([
  ['its provider shows it live, whatever its finder says', { state: 'live', absentRuns: 0 }, 'no', { works: 'yes', by: 'provider' }],
  ['its provider shows it live, and nobody checked', { state: 'live', absentRuns: 0 }, 'not-reported', { works: 'yes', by: 'provider' }],
  ['its provider shows it off', { state: 'disabled', absentRuns: 0 }, 'yes', { works: 'no', by: 'provider' }],
  ['its provider did not list it once', { state: 'gone', absentRuns: 1 }, 'yes', { works: 'not-reported', by: null }],
  ['its provider does not list it', { state: 'gone', absentRuns: 2 }, 'not-reported', { works: 'no', by: 'provider' }],
  ['nobody’s, found to work', null, 'yes', { works: 'yes', by: 'finder' }],
  ['nobody’s, found not to work', null, 'no', { works: 'no', by: 'finder' }],
  ['nobody’s, not checked', null, 'not-reported', { works: 'not-reported', by: null }],
] as const)('whether it works: %s', (_, token, stillValid, expected) => expect(validityOf({ token, stillValid })).toEqual(expected))
