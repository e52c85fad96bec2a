import { randomBytes } from 'node:crypto'
import { expect, test } from 'vitest'
import { sayNames } from './said-names.ts'

test.each(['owner', 'issued_at', 'Issued At', 'issuedAtUtc', 'LAST-USED', 'address.line2', 'externalID'])(
  '%s is a name and repeated',
  (name) => {
    expect(sayNames([{ name, place: 1 }])).toBe(`“${name}”`)
  },
)

test.each([
  ['', ''],
  ['a known secret', `ghp_${'a'.repeat(36)}`],
  ['an AWS secret key', 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYzEXAMPLEKEY'],
  ['digits within', 'hunter2hunter2'],
  ['a long word', 'a'.repeat(41)],
  ['an id', '018f0000-0000-7000-8000-000000000001'],
])('%s is not', (_, name) => {
  expect(sayNames([{ name, place: 4 }])).toBe('number 4 (its name is not repeated here: it may be a secret)')
})

test('what was made by chance is hardly ever taken for a name', () => {
  const made = Array.from({ length: 2_000 }, () => randomBytes(20).toString('base64url'))
  expect(made.filter((name) => sayNames([{ name, place: 1 }]).includes(name)).length).toBeLessThan(10)
})

test('the first five, and how many more', () => {
  expect(sayNames(['a', 'b', 'c', 'd', 'e', 'f', 'g'].map((name, i) => ({ name, place: i + 1 })))).toBe(
    '“a”, “b”, “c”, “d”, “e”, and 2 more',
  )
})
