import { describe, expect, test } from 'vitest'
import type { Facts } from '../model/facts.ts'
import { standingKey, token } from './testing/token.ts'
import { factsFromVector, vectorOf } from './vector.ts'

const plain = 'nps-1.0.0/B:bearer/T:never/A:30d/I:45d/S:1.1/D:0/O:assigned'

describe('a vector names the steps that the facts fall in', () => {
  test.each([
    ['as it stands', {}, plain],
    ['a day short of the next step', { ageDays: 8 }, plain],
    ['the next step', { ageDays: 31 }, plain.replace('30d', '45d')],
    ['the day at which CIS draws its line', { ageDays: 45, idleDays: 45 }, plain.replace('30d', '=45d').replace('I:45d', 'I:=45d')],
    ['the day before it', { ageDays: 44, idleDays: 44 }, plain.replace('30d', '45d')],
    ['the day after it', { ageDays: 46, idleDays: 46 }, plain.replace('30d', '90d').replace('I:45d', 'I:90d')],
    ['past the last', { ageDays: 731, idleDays: 91 }, plain.replace('30d', 'over').replace('45d', 'over')],
    ['minutes and hours', { ttlSeconds: 301 }, plain.replace('never', '1h')],
    ['a life of 0 is never', { ttlSeconds: 0 }, plain],
    ['no check is shown of what claims no key', { popVerified: true }, plain],
    ['a check', { binding: 'pop-app', popVerified: 'not-reported' }, plain.replace('bearer', 'pop-app/P:?')],
    ['enforced rotation', { rotationEnforcedSeconds: 86_400 }, plain.replace('never', 'never/R:24h')],
    ['grants that others include are left out', { scope: [{ level: 3, reach: 4 }, { level: 6, reach: 1 }, { level: 2, reach: 3 }, { level: 6, reach: 1 }] }, plain.replace('1.1', '6.1+3.4')],
    ['one consumer that is reported', { consumers: 1 }, plain],
    ['consumers that nobody reports', { consumers: 'not-reported' }, `${plain}/C:?`],
    ['everything else, where it says something', {
      exposure: 'abuse', revoked: true, replaced: true, lifecycle: 'disabled', workload: 'vendor-ended', consumers: 3, thirdParty: true, agent: 'autonomous',
      storage: 'plaintext', prohibited: true, controls: { networkConfined: true, revocationMinutes: 16, monitored: true, secretScanning: true },
    }, `${plain}/L:disabled/X:abuse/G:revoked/Y:replaced/W:vendor-ended/C:shared/H:third-party/N:autonomous/K:plaintext/Z:prohibited/M:network+revocation60+monitoring+scanning`],
  ] as [string, Partial<Facts>, string][])('%s', (_, about, vector) => expect(vectorOf(standingKey(about))).toBe(vector)) // prettier-ignore
})

test.each([
  ['', 'it is of model ""'],
  ['nps-2.0.0/B:bearer', 'it is of model "nps-2.0.0"'],
  [`${plain}/Q:1`, '"Q:1" is not a metric'],
  [`${plain}/`, '"" is not a metric'],
  [`${plain}/__proto__:1`, '"__proto__:1" is not a metric'],
  [`${plain}/B:bearer`, 'B is given twice'],
  [plain.replace('/D:0', ''), 'D is missing'],
  [plain.replace('D:0', 'D:5'), 'D:5 is not a value'],
  [plain.replace('A:30d', 'A:31d'), 'A:31d is not a step'],
  [plain.replace('T:never', 'T:constructor'), 'T:constructor is not a step'],
  [plain.replace('S:1.1', 'S:7.1'), 'S:7.1 is not a level and a reach'],
  [`${plain}/C:2`, 'C:2 is not a value'],
  [`${plain}/M:prayer`, 'M:prayer is not a control'],
])('%s is refused', (vector, why) => expect(() => factsFromVector(vector)).toThrow(why))

test('facts read from a vector stand at the far end of their steps', () => {
  expect(factsFromVector(plain)).toEqual({
    ...token({ ttlSeconds: 'never', ageDays: 30, idleDays: 44, popVerified: 'not-reported' }),
    id: 'vector',
  })
})
