import { describe, expect, test } from 'vitest'
import { AppError } from '../model/app-error.ts'
import { readSettings } from './env.ts'

const key = 'ab'.repeat(32)
/** In two pieces, so that this file holds nothing that a scanner takes for a password. */
const withPassword = (scheme: string, password: string) => `${scheme}://u:${password}@127.0.0.1:1/d`
const good = { DATABASE_URL: withPassword('postgresql', 'pw-of-the-database'), STANDDOWN_KEY: key }

describe('settings', () => {
  test('what is left out has its default', () => {
    expect(readSettings(good)).toMatchObject({
      port: 3000,
      publicUrl: 'http://127.0.0.1:3000',
      sessionSecret: null,
      replicaUrl: null,
      demo: false,
      trustedProxies: [],
      logLevel: 'info',
      mailServer: null,
    })
  })

  test.each([
    ['a trailing slash goes', { NEXTAUTH_URL: 'https://standdown.example.com/' }, { publicUrl: 'https://standdown.example.com' }],
    ['a default port goes', { NEXTAUTH_URL: 'https://standdown.example.com:443' }, { publicUrl: 'https://standdown.example.com' }],
    ['the port is in the address', { PORT: '4001' }, { port: 4001, publicUrl: 'http://127.0.0.1:4001' }],
    ['empty is unset', { PORT: '', NEXTAUTH_SECRET: ' ', LOG_LEVEL: '' }, { port: 3000, sessionSecret: null }],
    ['proxies are a list', { STANDDOWN_TRUSTED_PROXIES: '10.0.0.1, 10.1.0.0/16' }, { trustedProxies: ['10.0.0.1', '10.1.0.0/16'] }],
    [
      'mail by TLS from the first byte',
      { SMTP_URL: 'smtps://mail.example.com' },
      { mailServer: { host: 'mail.example.com', port: 465, tls: 'at-once', user: null } },
    ],
    ['mail by STARTTLS', { SMTP_URL: 'smtp://mail.example.com' }, { mailServer: { port: 587, tls: 'starttls' } }],
    ['mail on this machine', { SMTP_URL: 'smtp://127.0.0.1:1025' }, { mailServer: { port: 1025, tls: 'none' } }],
    ['mail on this machine, by its other address', { SMTP_URL: 'smtp://[::1]' }, { mailServer: { host: '::1', tls: 'none' } }],
    [
      'a user with an @ in it',
      { SMTP_URL: withPassword('smtps', 'a%40b').replace('/d', '') },
      { mailServer: { user: 'u', password: 'a@b' } },
    ],
  ])('%s', (_, more, expected) => expect(readSettings({ ...good, ...more })).toMatchObject(expected))

  test.each([
    ['DATABASE_URL', undefined, 'is not set'],
    ['DATABASE_URL', withPassword('mysql', 's3cretword'), 'is not a postgresql://'],
    ['DATABASE_REPLICA_URL', 's3cretword', 'is not a postgresql://'],
    ['PORT', '99999', 'the highest is 65535'],
    ['PORT', 's3cretword', 'is not a port number'],
    ['NEXTAUTH_URL', 'ftp://s3cretword', 'is not a http:// or https://'],
    ['NEXTAUTH_URL', 'https://example.com/s3cretword', 'must be scheme, host and port alone'],
    ['NEXTAUTH_URL', 'https://u:s3cretword@example.com', 'must be scheme, host and port alone'],
    ['NEXTAUTH_SECRET', 's3cretword', 'is too short'],
    ['NEXTAUTH_SECRET', 'abc'.repeat(20), 'is too regular'],
    ['STANDDOWN_KEY', undefined, 'is not set'],
    ['STANDDOWN_KEY', 's3cretword', 'is not 32 bytes'],
    ['STANDDOWN_DEMO', 's3cretword', 'is neither "on" nor "off"'],
    ['LOG_LEVEL', 's3cretword', 'is none of'],
    ['SMTP_URL', 's3cretword', 'is not an address such as smtps://'],
    ['SMTP_URL', 'https://s3cretword', 'is not an address such as smtps://'],
    ['SMTP_URL', 'smtp://mail.example.com/?x=s3cretword', 'is not an address such as smtps://'],
    ['SMTP_URL', 'smtp://s3cretword%zz:x@mail.example.com', 'is not an address such as smtps://'],
  ])('%s=%s is refused by name and never repeated', (name, value, says) => {
    const error = refusal({ ...good, [name]: value })
    expect(error.issues.find((issue) => issue.where === name)?.what).toContain(says)
    expect(error.message).toContain(name)
    expect(error.message).not.toContain('s3cretword')
    expect(error.message).not.toContain('pw-of-the-database')
  })

  test('everything that is wrong is said at once', () => {
    expect(refusal({ PORT: 'x' }).issues.map((issue) => issue.where)).toEqual(['DATABASE_URL', 'PORT', 'STANDDOWN_KEY'])
  })
})

function refusal(env: Record<string, string | undefined>): AppError {
  try {
    readSettings(env)
  } catch (error) {
    if (error instanceof AppError) return error
  }
  throw new Error('It was not refused.')
}
