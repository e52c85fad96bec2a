import { expect, test } from 'vitest'
import { AppError } from '../model/app-error.ts'
import { openLog } from './log.ts'

const canary = 'CNRY-log-5f1c0ffee5f1c0ffee'

/** What the log writes of some fields, as one text. */
function logged(fields: object, message = 'said'): string {
  const lines: string[] = []
  openLog({ to: { write: (line) => void lines.push(line) } }).warn(fields, message)
  return lines.join('')
}

test.each([
  'password', 'passphrase', 'newPassword', 'secret', 'clientSecret', 'client_secret', 'SecretAccessKey', 'NEXTAUTH_SECRET', 'credential', 'credentials',
  'authorization', 'Authorization', 'proxy-authorization', 'cookie', 'set-cookie', 'privateKey', 'private_key', 'apiKey', 'x-api-key', 'token',
  'accessToken', 'refresh_token', 'id_token', 'csrfToken', 'sessionToken', 'sealed', 'sessionId', 'code', 'signature', 'databaseUrl', 'connectionString',
])('a value under "%s" is not logged, at any depth', (name) => {
  expect(logged({ [name]: canary, a: { b: [{ [name]: { inside: canary } }] } })).not.toContain(canary)
}) // prettier-ignore

test.each([
  ['an address with a password', { url: `postgresql://u:${canary}@h/d` }],
  ['an error with an address in it', { err: new Error(`cannot reach https://u:${canary}@h`) }],
  ['a bearer header in a text', { said: `sent Authorization: Bearer ${canary}` }],
  [
    'what a driver hangs on its error',
    { err: Object.assign(new Error('no'), { config: { headers: canary }, detail: canary, parameters: [canary] }) },
  ],
  ['the cause of an error', { err: new Error('no', { cause: Object.assign(new Error('inner'), { request: canary }) }) }],
  ['bytes', { body: Buffer.from(canary) }],
])('%s: its secret is taken out', (_, fields) => {
  const line = logged(fields)
  expect(line).not.toContain(canary)
  expect(line).not.toContain(Buffer.from(canary).toString('base64').slice(0, 16))
})

test('what is no secret is there to read', () => {
  const line = logged({
    requestId: 'r1',
    tokens: 12,
    tokenId: 't1',
    err: new AppError('conflict', 'Changed by another.', [{ where: 'owner', what: 'old' }]),
  })
  for (const part of [
    '"requestId":"r1"',
    '"tokens":12',
    '"tokenId":"t1"',
    'Changed by another.',
    '"where":"owner"',
    '"level":"warn"',
    '"msg":"said"',
  ])
    expect(line).toContain(part)
})

test('the code of a refusal is its reason, and is there to read; any other code is not', () => {
  expect(logged({ code: 'too-many', inner: { code: 'forbidden' } })).toMatch(/"code":"too-many".*"code":"forbidden"/)
  expect(logged({ code: '492817' })).toContain('"code":"[redacted]"')
  expect(logged({ code: ['forbidden'], CODE: 'forbidden' })).not.toContain('forbidden')
})

test('positive control: a secret under a harmless name is seen, so the search is able to find one', () => {
  expect(logged({ harmless: canary })).toContain(canary)
})
