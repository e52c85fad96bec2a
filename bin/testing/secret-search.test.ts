import { expect, test } from 'vitest'
import { canary } from '../../lib/estate/canary.ts'
import { canariesIn, secretSearch } from './secret-search.ts'

const secret = canary(3, 'aws-secret', 'one')
const random = secret.slice(-32)
const search = secretSearch(canariesIn(`before ${secret} after`))
const reversed = (text: string) => [...text].reverse().join('')
const percent = (text: string) => [...Buffer.from(text)].map((byte) => `%${byte.toString(16)}`).join('')
const json = (text: string) => [...text].map((one) => `\\u00${one.charCodeAt(0).toString(16)}`).join('')

test.each<[form: string, text: string]>([
  ['plain', secret],
  ['its random part', random],
  ['its first 12 characters', random.slice(0, 12)],
  ['12 from its middle', `x${random.slice(9, 21)}y`],
  ['reversed', reversed(secret)],
  ['base64', Buffer.from(secret).toString('base64')],
  ['base64, one byte on', Buffer.from(`:${random}`).toString('base64')],
  ['base64, two bytes on', Buffer.from(`::${random}`).toString('base64')],
  ['base64 of a part', Buffer.from(`::${random.slice(5, 25)}`).toString('base64url')],
  ['base64 of it reversed', Buffer.from(reversed(random)).toString('base64')],
  ['hex', Buffer.from(secret).toString('hex')],
  ['hex in capitals', Buffer.from(random.slice(3, 20)).toString('hex').toUpperCase()],
  ['URL-encoded', encodeURIComponent(secret)],
  ['URL-encoded to the last letter', percent(random)],
  ['escaped for JSON', json(random)],
  ['inside bytes that are no text', Buffer.concat([Buffer.from([0, 255, 1]), Buffer.from(random), Buffer.from([128])]).toString('latin1')],
])('a secret is found: %s', (_, text) => {
  expect([...search(`{"a": "${text}"}`)]).toContain('CNRY-aws-secret')
  expect([...search(Buffer.from(`\0\x01${text}\0`, 'latin1'))]).toContain('CNRY-aws-secret')
})

test.each<[what: string, text: string]>([
  ['11 characters of it', random.slice(0, 11)],
  ['another canary’s random part', canary(3, 'aws-secret', 'two').slice(-32)],
  ['nothing', ''],
])('not found: %s', (_, text) => {
  expect([...search(`/${text}/`)]).toEqual([])
})

test('the prefix alone shows a canary that nobody had noted', () => {
  expect([...search(canary(3, 'unknown', 'x'))]).toEqual(['CNRY'])
})
