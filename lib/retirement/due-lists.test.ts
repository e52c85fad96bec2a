import { expect, it, test } from 'vitest'
import { ExposureState } from '../model/facts.ts'
import { dueNames } from '../model/policy-fields.ts'
import { DecidingReason, Verdict } from '../model/score.ts'
import { dueName } from './act-by.ts'
import { dueList, unlisted } from './due-lists.ts'

test.each([
  ['containLeakHours', { verdict: ['revoke-now'], reason: ['LEAK_ACTIVE'], exposure: ['none', 'confirmed', 'abuse'] }],
  ['replaceLeakHours', { verdict: ['revoke-now'], reason: ['LEAK_NOT_REPLACED'], exposure: [] }],
  ['dormantDays', { verdict: ['revoke-now'], reason: ['DORMANT'], exposure: [] }],
  ['standingHighDays', { verdict: ['standing-privilege'], reason: ['STANDING_HIGH'], exposure: [] }],
  ['standingLowDays', { verdict: ['standing-privilege'], reason: ['STANDING_LOW'], exposure: [] }],
  ['revokeNowHours', null],
  ['missingControlsDays', null],
] as const)('%s', (name, list) => expect(dueList(name)).toEqual(list))

it('names those that no list can be asked for', () => expect(unlisted).toEqual(['revokeNowHours', 'missingControlsDays']))

it('lists a token if and only if the time is for it', () => {
  for (const verdict of Verdict.options)
    for (const reason of DecidingReason.options)
      for (const exposure of ExposureState.options)
        for (const controlsMissing of [0, 1]) {
          const own = dueName({ verdict, reason, exposure, controlsMissing })
          const found = dueNames.filter((name) => {
            const list = dueList(name)
            return list?.verdict.includes(verdict) && list.reason.includes(reason) && (list.exposure.length === 0 || list.exposure.includes(exposure))
          })
          expect(found).toEqual(own && !unlisted.includes(own) ? [own] : [])
        }
}) // prettier-ignore
