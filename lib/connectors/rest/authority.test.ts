import { expect, test } from 'vitest'
import { selfSigned } from '../testing/self-signed.ts'
import { Authority } from './authority.ts'

const { certificate, privateKey } = selfSigned()
const pem = /-----BEGIN CERTIFICATE-----[^]+-----END CERTIFICATE-----/
const body = certificate.replace(/-----[A-Z ]+-----|\n/g, '')

test.each([
  ['as it is', certificate],
  ['with its lines run together, as a form makes of them', certificate.replaceAll('\n', ' ')],
  ['with line breaks written out, as JSON in an environment variable has them', certificate.replaceAll('\n', '\\n')],
  ['as a kubeconfig has it', Buffer.from(certificate).toString('base64')],
  ['with what somebody wrote before it', `# ours\n${certificate}`],
])('a certificate %s', (_, text) => {
  const read = Authority.parse(text)
  expect(read).toMatch(pem)
  expect(read.replace(/-----[A-Z ]+-----|\n/g, '')).toBe(body)
})

test('several stay several', () => expect(Authority.parse(certificate + certificate).match(/BEGIN/g)).toHaveLength(2))

test.each([
  ['a private key', privateKey],
  ['nothing', ''],
  ['something else', 'hello'],
  ['a certificate that is none', certificate.replace(/[A-Za-z0-9+/]{64}/, 'A'.repeat(64))],
])('%s is refused', (_, text) => expect(Authority.safeParse(text).success).toBe(false))
