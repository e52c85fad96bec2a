import { expect, test } from 'vitest'
import { validityOf } from './leak.ts'

const told = { by: 'provider' } as const
const file = { by: 'file' } as const

test.each([
  ['its provider shows it live, whatever its finder says', { state: 'live', absentRuns: 0, told }, 'no', { works: 'yes', by: 'provider' }],
  [
    'its provider shows it live, and nobody checked',
    { state: 'live', absentRuns: 0, told },
    'not-reported',
    { works: 'yes', by: 'provider' },
  ],
  ['its provider shows it off', { state: 'disabled', absentRuns: 0, told }, 'yes', { works: 'no', by: 'provider' }],
  ['its provider did not list it once', { state: 'gone', absentRuns: 1, told }, 'yes', { works: 'not-reported', by: null }],
  ['its provider does not list it', { state: 'gone', absentRuns: 2, told }, 'not-reported', { works: 'no', by: 'provider' }],
  ['a file lists it live', { state: 'live', absentRuns: 0, told: file }, 'no', { works: 'yes', by: 'file' }],
  ['a file lists it as switched off', { state: 'disabled', absentRuns: 0, told: file }, 'yes', { works: 'no', by: 'file' }],
  ['no file lists it', { state: 'gone', absentRuns: 2, told: file }, 'yes', { works: 'no', by: 'file' }],
  ['nobody’s, found to work', null, 'yes', { works: 'yes', by: 'finder' }],
  ['nobody’s, found not to work', null, 'no', { works: 'no', by: 'finder' }],
  ['nobody’s, not checked', null, 'not-reported', { works: 'not-reported', by: null }],
] as const)('whether it works: %s', (_, token, stillValid, expected) => expect(validityOf({ token, stillValid })).toEqual(expected))
