import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { pathsOf } from '../../../connectors/vault/policy-text.ts'
import { cell } from '../../dimensions/scope.ts'
import { rate } from '../rate.ts'

const path = (at: string, capabilities: string) => ({ path: at, capabilities: capabilities.split(' '), limited: false })
type Policy = { name: string; paths: ReturnType<typeof path>[] | null }
type Mounts = Readonly<Record<string, string>>
const ratedAt = (mounts: Mounts | undefined, ...policies: readonly Policy[]) =>
  rate({ scheme: 'vault.policies', stated: { policies: [...policies], ...(mounts && { mounts: { ...mounts } }) } }, () => undefined)
const rated = (...policies: readonly Policy[]) => ratedAt(undefined, ...policies)
const company = { 'secret/': 'kv-v2', 'old/': 'kv', 'team/kv/': 'kv-v2', 'transit/': 'transit', 'pki/': 'pki', 'ssh/': 'ssh', 'database/': 'database', 'aws/': 'aws', 'odd/': 'acme-plugin', 'auth/token/': 'token', 'auth/approle/': 'approle', 'auth/ldap/': 'ldap', 'auth/odd/': 'acme-plugin' } // prettier-ignore
const of = (...paths: readonly ReturnType<typeof path>[]): Policy => ({ name: 'p', paths: [...paths] })

describe('what a token may do', () => {
  test.each<[string, Policy[], object]>([
    ['root', [{ name: 'root', paths: [] }], { level: 6, reach: 4 }],
    ['default, not read', [{ name: 'default', paths: null }], { level: 1, reach: 1 }],
    ['a policy that could not be read', [{ name: 'x', paths: null }], { level: 6, reach: 4 }],
    ['one that is not there', [{ name: 'x', paths: [] }], { level: 1, reach: 1 }],
    ['everything', [of(path('*', 'create read update delete list sudo'))], { level: 6, reach: 4 }],
    ['everything without sudo', [of(path('*', 'create read update delete list'))], { level: 6, reach: 4 }],
    ['reading everything', [of(path('*', 'read list'))], { level: 5, reach: 4 }],
    ['one secret', [of(path('secret/data/ledger', 'read'))], { level: 5, reach: 1 }],
    ['a folder of secrets', [of(path('secret/data/ledger/*', 'read'))], { level: 5, reach: 2 }],
    ['a mount', [of(path('secret/*', 'read'))], { level: 5, reach: 3 }],
    ['a mount of version 2', [of(path('secret/data/*', 'read'))], { level: 5, reach: 3 }],
    ['a segment of any name', [of(path('secret/+/ledger', 'read'))], { level: 5, reach: 2 }],
    ['names alone', [of(path('secret/metadata/ledger/*', 'list'))], { level: 1, reach: 2 }],
    ['writing alone', [of(path('secret/data/ledger', 'create update'))], { level: 5, reach: 1 }],
    ['credentials of a database', [of(path('database/creds/app', 'read'))], { level: 5, reach: 1 }],
    ['tokens', [of(path('auth/token/create', 'update'))], { level: 5, reach: 1 }],
    ['tokens, with sudo', [of(path('auth/token/create', 'update sudo'))], { level: 6, reach: 4 }],
    ['tokens that it holds, as Nomad and the operators do', [of(path('auth/token/lookup', 'update'), path('auth/token/renew', 'update'))], { level: 2, reach: 1 }],
    ['ending tokens', [of(path('auth/token/revoke', 'update'))], { level: 4, reach: 1 }],
    ['roles that tokens are made by', [of(path('auth/token/roles/ci', 'update'))], { level: 6, reach: 4 }],
    ['policies', [of(path('sys/policies/acl/*', 'create update'))], { level: 6, reach: 4 }],
    ['all of sys', [of(path('sys/*', 'update'))], { level: 6, reach: 4 }],
    ['what begins with s', [of(path('s*', 'update'))], { level: 6, reach: 4 }],
    ['users', [of(path('auth/userpass/users/ana', 'update'))], { level: 6, reach: 4 }],
    ['secret ids, of AppRole or whatever', [of(path('auth/approle/role/ledger/secret-id', 'update'))], { level: 6, reach: 4 }],
    ['signing in, wherever that is', [of(path('auth/ldap/login/ana', 'update'))], { level: 6, reach: 4 }],
    ['statements about itself that others take', [of(path('identity/oidc/token/deploy', 'read'))], { level: 5, reach: 1 }],
    ['the secrets of those who sign people in', [of(path('identity/oidc/client/*', 'read'))], { level: 5, reach: 2 }],
    ['another Vault with all of it', [of(path('sys/replication/performance/primary/secondary-token', 'update'))], { level: 6, reach: 4 }],
    ['itself', [of(path('auth/token/renew-self', 'update'), path('cubbyhole/*', 'create read update delete list'))], { level: 1, reach: 1 }],
    ['a copy of everything', [of(path('sys/storage/raft/snapshot', 'read'))], { level: 5, reach: 1 }],
    ['our own reading policy', [of(path('auth/token/accessors', 'list sudo'), path('auth/token/lookup-accessor', 'update'), path('sys/auth', 'read'))], { level: 2, reach: 1 }],
    ['what is denied', [of(path('secret/*', 'read')), of(path('secret/*', 'deny'))], { level: 1, reach: 1 }],
    ['a word that nobody knows', [of(path('secret/data/a', 'frobnicate'))], { level: 5, reach: 1 }],
    ['no policy', [], { level: 1, reach: 1 }],
  ])('%s', (_, policies, wanted) => expect(rated(...policies).breadth).toEqual(wanted)) // prettier-ignore

  /** The same paths, where nothing is known of mounts, and where the company's are. */
  test.each<[string, string, string, object, object]>([
    ['secrets', 'secret/data/ledger', 'read', { level: 5, reach: 1 }, { level: 5, reach: 1 }],
    ['writing secrets', 'secret/data/ledger', 'create update', { level: 5, reach: 1 }, { level: 4, reach: 1 }],
    ['what secrets are called', 'secret/metadata/ledger', 'read', { level: 5, reach: 1 }, { level: 1, reach: 1 }],
    ['what is called metadata, and is a secret', 'old/metadata/ledger', 'read', { level: 5, reach: 1 }, { level: 5, reach: 1 }],
    ['a mount with two names', 'team/kv/metadata/ledger', 'read', { level: 5, reach: 1 }, { level: 1, reach: 1 }],
    ['all of such a mount', 'team/kv/*', 'read', { level: 5, reach: 2 }, { level: 5, reach: 3 }],
    ['all that it holds', 'team/kv/data/*', 'read', { level: 5, reach: 2 }, { level: 5, reach: 3 }],
    ['metadata of any mount', '+/metadata/*', 'read', { level: 5, reach: 4 }, { level: 5, reach: 4 }],
    ['encrypting', 'transit/encrypt/ledger', 'update', { level: 5, reach: 1 }, { level: 2, reach: 1 }],
    ['decrypting', 'transit/decrypt/ledger', 'update', { level: 5, reach: 1 }, { level: 3, reach: 1 }],
    ['signing', 'transit/sign/ledger', 'update', { level: 5, reach: 1 }, { level: 5, reach: 1 }],
    ['taking keys out', 'transit/export/signing-key/ledger', 'read', { level: 5, reach: 1 }, { level: 5, reach: 1 }],
    ['what is called encrypt, and is a secret', 'old/encrypt/ledger', 'read', { level: 5, reach: 1 }, { level: 5, reach: 1 }],
    ['encrypting with what nobody here knows', 'odd/encrypt/ledger', 'update', { level: 5, reach: 1 }, { level: 5, reach: 1 }],
    ['reading certificates', 'pki/cert/ca', 'read', { level: 5, reach: 1 }, { level: 2, reach: 1 }],
    ['certificates', 'pki/issue/web', 'update', { level: 5, reach: 1 }, { level: 5, reach: 1 }],
    ['certificates in any name', 'pki/sign-verbatim/web', 'update', { level: 5, reach: 1 }, { level: 5, reach: 1 }],
    ['certificates of a mount that is not there', 'team/pki/issue/web', 'update', { level: 5, reach: 1 }, { level: 5, reach: 1 }],
    ['keys for machines', 'ssh/sign/ops', 'update', { level: 5, reach: 1 }, { level: 5, reach: 1 }],
    ['credentials of a database', 'database/creds/app', 'read', { level: 5, reach: 1 }, { level: 5, reach: 1 }],
    ['what a database’s credentials may', 'database/roles/app', 'read', { level: 5, reach: 1 }, { level: 2, reach: 1 }],
    ['changing that', 'database/roles/app', 'update', { level: 5, reach: 1 }, { level: 5, reach: 1 }],
    ['credentials of AWS', 'aws/sts/deploy', 'update', { level: 5, reach: 1 }, { level: 5, reach: 1 }],
    ['secret ids', 'auth/approle/role/ledger/secret-id', 'update', { level: 6, reach: 4 }, { level: 5, reach: 1 }],
    ['looking secret ids up, wherever they are', 'auth/+/role/+/secret-id-accessor/lookup', 'update', { level: 6, reach: 4 }, { level: 6, reach: 4 }],
    ['signing in', 'auth/ldap/login/ana', 'update', { level: 6, reach: 4 }, { level: 1, reach: 1 }],
    ['a user who is called login', 'auth/ldap/users/login', 'update', { level: 6, reach: 4 }, { level: 6, reach: 4 }],
    ['signing in by what nobody here knows', 'auth/odd/login', 'update', { level: 6, reach: 4 }, { level: 6, reach: 4 }],
    ['roles', 'auth/approle/role/ledger', 'update', { level: 6, reach: 4 }, { level: 6, reach: 4 }],
    ['itself', 'auth/token/renew-self', 'update', { level: 1, reach: 1 }, { level: 1, reach: 1 }],
    ['a beginning of names', 'sec*', 'read', { level: 5, reach: 4 }, { level: 5, reach: 4 }],
    ['a template', 'secret/{{identity.entity.name}}/x', 'read', { level: 5, reach: 1 }, { level: 5, reach: 1 }],
  ])('%s: %s', (_, at, capabilities, unknown, known) => {
    expect(rated(of(path(at, capabilities))).breadth).toEqual(unknown)
    expect(ratedAt(company, of(path(at, capabilities))).breadth).toEqual(known)
  }) // prettier-ignore

  test('a path that leads into many mounts is what the worst of them is', () => {
    const encrypts = of(path('+/encrypt/ledger', 'read'))
    expect(ratedAt({ 'transit/': 'transit' }, encrypts).breadth).toEqual({ level: 2, reach: 4 })
    expect(ratedAt({ 'transit/': 'transit', 'odd/': 'acme-plugin' }, encrypts).breadth).toEqual({ level: 5, reach: 4 })
    expect(ratedAt({ 'auth/transit/': 'transit' }, encrypts).breadth).toEqual({ level: 5, reach: 4 })
  })

  test('our own reading policy lets nobody in, where the ways to sign in are known', () => {
    const own = of(path('auth/token/accessors', 'list sudo'), path('auth/+/role/+/secret-id-accessor/lookup', 'update'), path('auth/+/role/+', 'read'), path('sys/mounts', 'read'))
    const ours = { 'auth/token/': 'token', 'auth/approle/': 'approle', 'auth/jwt/': 'jwt' }
    expect(ratedAt(ours, own).breadth).toEqual({ level: 2, reach: 2 })
  }) // prettier-ignore

  test('a mount whose type is known never makes it more, and one of a type that nobody here knows never less', () => {
    const segment = fc.constantFrom('secret', 'transit', 'data', 'metadata', 'encrypt', 'auth', 'approle', 'role', 'login', 'creds', '+', 'a', '*') // prettier-ignore
    const at = fc.array(segment, { minLength: 1, maxLength: 5 }).map((parts) => parts.join('/'))
    const type = fc.constantFrom('kv', 'kv-v2', 'transit', 'pki', 'approle', 'ldap')
    fc.assert(
      fc.property(at, fc.subarray(['read', 'list', 'update'], { minLength: 1 }), type, (where, words, of_) => {
        const policy = of({ path: where, capabilities: words, limited: false })
        const [none, strange] = [rated(policy), ratedAt({ 'secret/': 'odd', 'transit/': 'odd', 'auth/approle/': 'odd' }, policy)]
        const told = ratedAt({ 'secret/': of_, 'transit/': of_, 'auth/approle/': of_ }, policy)
        const levels = [none, strange, told].map(({ breadth }) => (breadth === 'not-reported' ? 7 : breadth.level))
        expect(levels[1]).toBe(levels[0])
        expect(levels[2]).toBeLessThanOrEqual(levels[0] ?? 0)
      }),
    )
  })

  test('what cannot be read is not reported', () => {
    expect(rate({ scheme: 'vault.policies', stated: {} }, () => undefined).breadth).toBe('not-reported')
  })

  test('one path more never lessens it, unless it denies', () => {
    const segment = fc.constantFrom('secret', 'data', 'sys', 'auth', '+', 'token', 'creds', 'a', '*')
    const any = fc.record({
      path: fc.array(segment, { minLength: 1, maxLength: 4 }).map((parts) => parts.join('/')),
      capabilities: fc.subarray(['read', 'list', 'create', 'update', 'delete', 'sudo'], { minLength: 1 }),
      limited: fc.boolean(),
    })
    fc.assert(
      fc.property(fc.array(any, { minLength: 1, maxLength: 4 }), any, (paths, more) => {
        const [before, after] = [rated(of(...paths)).breadth, rated(of(...paths, more)).breadth]
        if (before === 'not-reported' || after === 'not-reported') throw new Error('It was told.')
        expect(cell(after)).toBeGreaterThanOrEqual(cell(before))
      }),
    )
  })
})

test('the text of a policy is rated as it is written', () => {
  const paths = pathsOf('path "sys/policies/*" { capabilities = ["create", "update"] }')
  expect(rated({ name: 'p', paths }).breadth).toEqual({ level: 6, reach: 4 })
})
