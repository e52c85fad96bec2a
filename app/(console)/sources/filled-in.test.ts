import { expect, it } from 'vitest'
import { filledIn, listOf, typedOf } from './filled-in.ts'

const connector = {
  credentialEnv: { key: 'KEY', pem: 'PEM' },
  fields: [
    { name: 'account', label: '', hint: '', kind: 'text', required: true },
    { name: 'regions', label: '', hint: '', kind: 'list', required: false },
    { name: 'key', label: '', hint: '', kind: 'secret', required: false },
    { name: 'pem', label: '', hint: '', kind: 'multiline-secret', required: false },
  ],
} as const

function form(values: Record<string, string>): FormData {
  const data = new FormData()
  for (const [name, value] of Object.entries(values)) data.set(name, value)
  return data
}

it('parts settings from credential, trims, and leaves blanks and foreign fields out', () => {
  const filled = filledIn(
    connector,
    form({ 'field.account': ' 123 ', 'field.regions': 'a, b\n\nc', 'field.key': '', 'field.pem': '-----BEGIN\nx\n', 'field.demo': 'true' }),
  )
  expect(filled).toEqual({ settings: { account: '123', regions: ['a', 'b', 'c'] }, credential: { pem: '-----BEGIN\nx\n' } })
})

it.each([
  [['actions', 'agents'], 'actions, agents'],
  [[], ''],
  ['acme', 'acme'],
  [true, 'true'],
])('shows %j so that it can be typed over', (value, shown) => {
  expect(typedOf(value)).toBe(shown)
  if (Array.isArray(value)) expect(listOf(shown)).toEqual(value)
})
