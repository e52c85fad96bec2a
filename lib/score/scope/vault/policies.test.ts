import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { pathsOf } from '../../../connectors/vault/policy-text.ts'
import { cell } from '../../dimensions/scope.ts'
import { rate } from '../rate.ts'

const path = (at: string, capabilities: string) => ({ path: at, capabilities: capabilities.split(' '), limited: false })
type Policy = { name: string; paths: ReturnType<typeof path>[] | null }
const rated = (...policies: readonly Policy[]) => rate({ scheme: 'vault.policies', stated: { policies: [...policies] } }, () => undefined)
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
    ['writing alone', [of(path('secret/data/ledger', 'create update'))], { level: 4, reach: 1 }],
    ['credentials of a database', [of(path('database/creds/app', 'read'))], { level: 5, reach: 1 }],
    ['tokens', [of(path('auth/token/create', 'update'))], { level: 5, reach: 1 }],
    ['tokens, with sudo', [of(path('auth/token/create', 'update sudo'))], { level: 6, reach: 4 }],
    ['policies', [of(path('sys/policies/acl/*', 'create update'))], { level: 6, reach: 4 }],
    ['all of sys', [of(path('sys/*', 'update'))], { level: 6, reach: 4 }],
    ['what begins with s', [of(path('s*', 'update'))], { level: 6, reach: 4 }],
    ['users', [of(path('auth/userpass/users/ana', 'update'))], { level: 6, reach: 4 }],
    ['secret ids', [of(path('auth/approle/role/ledger/secret-id', 'update'))], { level: 5, reach: 1 }],
    ['itself', [of(path('auth/token/renew-self', 'update'), path('cubbyhole/*', 'create read update delete list'))], { level: 1, reach: 1 }],
    ['a copy of everything', [of(path('sys/storage/raft/snapshot', 'read'))], { level: 5, reach: 1 }],
    ['our own reading policy', [of(path('auth/token/accessors', 'list sudo'), path('auth/token/lookup-accessor', 'update'), path('sys/auth', 'read'))], { level: 2, reach: 1 }],
    ['what is denied', [of(path('secret/*', 'read')), of(path('secret/*', 'deny'))], { level: 1, reach: 1 }],
    ['a word that nobody knows', [of(path('secret/data/a', 'frobnicate'))], { level: 4, reach: 1 }],
    ['no policy', [], { level: 1, reach: 1 }],
  ])('%s', (_, policies, wanted) => expect(rated(...policies).breadth).toEqual(wanted)) // prettier-ignore

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
