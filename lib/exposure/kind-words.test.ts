import { expect, test } from 'vitest'
import { kindChoices } from './kind-words.ts'
import { toldKinds } from './secret-kind.ts'

const offered = new Set(kindChoices.map(({ value }) => value))

test.each([...toldKinds])('%s, which a secret or its finder tells, can be chosen', (kind) => {
  expect(offered).toContain(kind)
})

test('each in words of its own, sorted', () => {
  const words = kindChoices.map(({ label }) => label)
  expect(words).toEqual(words.toSorted((one, other) => one.localeCompare(other, 'en')))
  expect(new Set(words).size).toBe(words.length)
  for (const { value, label } of kindChoices) expect(label).not.toBe(value)
})
