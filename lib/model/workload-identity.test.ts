import { describe, expect, test } from 'vitest'
import { fitOf, identityKeysOf, wantedKeys, type Wanting } from './workload-identity.ts'

const identity = (tags: Record<string, string>, kind = 'spiffe.x509-svid') => identityKeysOf({ kind, tags })
const wanting = (said: Partial<Wanting>) => wantedKeys({ workload: null, tags: {}, hint: null, ...said })
const web = identity({
  'spiffe id': 'spiffe://acme.test/ns/shop/sa/web-shop',
  'kubernetes namespace': 'shop',
  'kubernetes service account': 'web-shop',
})

describe('an identity is found', () => {
  test.each<[string, Partial<Wanting>, string | null, string?]>([
    ['by the service account that both tell', { tags: { namespace: 'shop', 'service account': 'web-shop' } }, 'same-account', 'service account shop/web-shop'],
    ['by the account as Kubernetes calls it', { hint: 'system:serviceaccount:shop:web-shop' }, 'same-account'],
    ['by the key of the workload', { workload: { key: 'web-shop', name: 'x' } }, 'same-name', 'the name web-shop'],
    ['by its name, however its words are parted', { workload: { key: 'w1', name: 'Web Shop' } }, 'same-name'],
    ['by the account before the name', { workload: { key: 'web-shop', name: 'x' }, tags: { namespace: 'shop', 'service account': 'web-shop' } }, 'same-account'],
    ['not by an account of another namespace', { tags: { namespace: 'other', 'service account': 'web-shop' } }, null],
    ['not by a namespace alone', { tags: { namespace: 'shop' } }, null],
    ['not by a part of a name', { workload: { key: 'web', name: 'shop' } }, null],
    ['not by another environment', { workload: { key: 'web-shop-staging', name: 'web shop (staging)' } }, null],
    ['not where nothing is known of the workload', {}, null],
    ['not by a hint of another form', { hint: 'shop/web-shop' }, null],
  ])('%s', (_, said, fit, by) => {
    expect(fitOf(web, wanting(said))?.fit ?? null).toBe(fit)
    if (by) expect(fitOf(web, wanting(said))?.by).toBe(by)
  })
}) // prettier-ignore

test.each<[string, string[], string[]]>([
  ['a name that says nothing of whose it is', identity({ 'spiffe id': 'spiffe://acme.test/ns/shop/sa/default' }), []],
  ['the trust domain itself', identity({ 'spiffe id': 'spiffe://acme.test' }), []],
  ['the end of a path', identity({ 'spiffe id': 'spiffe://acme.test/vm/Backup_Runner' }), ['name:backup-runner']],
  ['an issuer that mints for whoever comes', identity({ 'spiffe id': 'spiffe://acme.test/x/web' }, 'aws.role'), []],
  ['nothing told', identity({}), []],
])('%s', (_, keys, expected) => expect(keys).toEqual(expected))
