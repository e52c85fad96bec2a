import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { exampleOf, headingSays, holdsSecret } from './secret-value.ts'

const unleash = '*:development.ab12cd-unleash-00112233445566778899aabbccddee22'
const hex = '3f2a9c0d4b5e6f708192a3b4c5d6e7f8'

describe('what holds the secret itself', () => {
  test.each<[string, unknown, boolean]>([
    ['secret', unleash, true],
    ['auth.clientSecret', unleash, true],
    ['Secret access key', hex, true],
    ['secret', 'web-deploy-key', false], // the name of one
    ['secret_name', hex, false],
    ['password', 'correcthorse', true],
    ['user.passwd', 'hunter2hunter2', true],
    ['token', hex, true],
    ['API key', hex, true],
    ['token', 'billing-export', false],
    ['token', 'YjRmN...2ZDM=', false], // masked, as npm registries show it
    ['token', '***************1f9c', false],
    ['token', '2026-11-27T19:27:12.364Z', false],
    ['key', hex, false], // an id as often as not
    ['id', hex, false],
    ['id', `ghp_${'a'.repeat(36)}`, true], // by its shape, wherever it stands
    ['notes', `hvs.${'a'.repeat(24)}`, true],
    ['tokens', [`glpat-${'a'.repeat(20)}`], true],
    ['secret', 'short', false],
    ['secret', null, false],
    ['secret', 7, false],
    ['password', 'hunter2', true], // whatever its length
    ['password', 12_345_678, true],
    ['password', '12345678', true],
    ['password', 'No', false],
    ['has_password', 1, false], // yes
    ['has_password', true, false],
    ['password', '**', false],
    ['password', '', false],
    ['password_last_changed', 'N/A', false], // of the password, not itself
    ['password_changed_at', 1_767_225_600, false],
    ['password_age', 'correcthorse4battery', true],
    ['secret', 'abcdefghijklmnop', true], // as Google makes them
    ['secret', 'KXPQZRTWMVBNHJLD', true],
    ['token', 'KXPQZRTWMVBNHJLD', true],
    ['token', 'billing-KXPQZRTWMVBNHJLD', true],
    ['token', 'KXPQZRTWMVBNHJL', false],
    ['id', 'KXPQZRTWMVBNHJLD', false],
  ])('%s: %j is %s', (heading, value, expected) => expect(holdsSecret(headingSays(heading), value)).toBe(expected))
})

describe('what may be shown as an example', () => {
  test.each<[unknown, string | null]>([
    ['storefront', 'storefront'],
    ['billing export (EU)', 'billing export (EU)'],
    ['admin:all', 'admin:all'],
    ['crm-12', 'crm-12'],
    ['Größe', 'Größe'],
    ['2026-11-27T19:27:12.364Z', '2026-11-27T19:27:12.364Z'],
    ['ana.brandt@acme.example', 'ana.brandt@acme.example'],
    [1_767_225_600, '1767225600'],
    [true, 'true'],
    [['a', 'b'], 'a, b'],
    [hex, null],
    [unleash, null],
    ['a1b2c3d4', null],
    [`${hex}@acme.example`, null],
    [['a', hex], null],
    [`ghp_${'a'.repeat(36)}`, null],
    [{ a: 1 }, null],
  ])('%j: %j', (value, expected) => expect(exampleOf(value)).toBe(expected))
  test('nothing that was made by chance', () => {
    const chance = fc.uint8Array({ minLength: 24, maxLength: 48 }).map((bytes) => Buffer.from(bytes).toString('base64url'))
    fc.assert(
      fc.property(
        chance.filter((text) => /\d[A-Za-z]/.test(text)),
        (text) => exampleOf(text) === null,
      ),
    )
  })
})
