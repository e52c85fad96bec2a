import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { KubernetesRule } from '../../../model/permission-statement.ts'
import { cell } from '../../dimensions/scope.ts'
import { rate } from '../rate.ts'

const rule = (verbs: string, resources: string, more: Partial<KubernetesRule> = {}): KubernetesRule => ({
  namespace: null,
  groups: [''],
  resources: resources ? resources.split(' ') : [],
  verbs: verbs.split(' '),
  names: [],
  urls: [],
  from: 'ClusterRoleBinding a → ClusterRole b',
  ...more,
})
const breadthOf = (...rules: readonly KubernetesRule[]) =>
  rate({ scheme: 'kubernetes.rbac', stated: { rules: [...rules] } }, () => undefined).breadth
const shop = { namespace: 'shop' }
const rbac = { groups: ['rbac.authorization.k8s.io'] }

describe('what a service account may do', () => {
  test.each<[string, KubernetesRule[], object]>([
    ['cluster-admin', [rule('*', '*', { groups: ['*'] })], { level: 6, reach: 4 }],
    ['everything in a namespace', [rule('*', '*', { groups: ['*'], ...shop })], { level: 6, reach: 2 }],
    ['everything in kube-system is everything', [rule('*', '*', { groups: ['*'], namespace: 'kube-system' })], { level: 6, reach: 4 }],
    ['Secrets of the cluster', [rule('list', 'secrets')], { level: 5, reach: 4 }],
    ['Secrets of a namespace', [rule('get', 'secrets', shop)], { level: 5, reach: 2 }],
    ['one Secret', [rule('get', 'secrets', { ...shop, names: ['tls'] })], { level: 5, reach: 1 }],
    ['tokens of one service account', [rule('create', 'serviceaccounts/token', { ...shop, names: ['ci'] })], { level: 5, reach: 1 }],
    ['everything of one Secret', [rule('*', 'secrets', { ...shop, names: ['ci'] })], { level: 5, reach: 1 }],
    ['commands in pods', [rule('create', 'pods/exec', shop)], { level: 5, reach: 2 }],
    ['a part of every resource', [rule('create', '*/exec', shop)], { level: 5, reach: 2 }],
    ['deployments', [rule('patch', 'deployments', { groups: ['apps'], ...shop })], { level: 5, reach: 2 }],
    ['one deployment, which runs as any service account of the namespace', [rule('patch', 'deployments', { groups: ['apps'], ...shop, names: ['web'] })], { level: 5, reach: 2 }],
    ['one deployment of a name that every namespace may have', [rule('patch', 'deployments', { groups: ['apps'], names: ['web'] })], { level: 5, reach: 4 }],
    ['one pod and one job', [rule('patch', 'pods', { ...shop, names: ['web'] }), rule('update', 'jobs', { groups: ['batch'], ...shop, names: ['web'] })], { level: 5, reach: 2 }],
    ['deployments of another group are no deployments', [rule('patch', 'deployments', { groups: ['acme.example'], ...shop })], { level: 4, reach: 2 }],
    ['escalate', [rule('escalate', 'clusterroles', rbac)], { level: 6, reach: 4 }],
    ['bind of a named role, which may be anything', [rule('bind', 'clusterroles', { ...rbac, names: ['cluster-admin'] })], { level: 6, reach: 4 }],
    ['escalate of a named role, which it may make anything', [rule('escalate update', 'roles', { ...rbac, ...shop, names: ['ci'] })], { level: 6, reach: 2 }],
    ['bind in a namespace', [rule('bind', 'roles', { ...rbac, ...shop })], { level: 6, reach: 2 }],
    ['acting as a group', [rule('impersonate', 'groups')], { level: 6, reach: 4 }],
    ['being somebody, and no more', [rule('impersonate:user-info', 'users', { groups: ['authentication.k8s.io'], names: ['ana'] })], { level: 2, reach: 1 }],
    ['reading Secrets as somebody', [rule('impersonate:user-info', 'users', { groups: ['authentication.k8s.io'] }), rule('impersonate-on:user-info:get', 'secrets', shop)], { level: 5, reach: 2 }],
    ['reading settings as somebody', [rule('impersonate-on:serviceaccount:list', 'configmaps', shop)], { level: 2, reach: 2 }],
    ['binding roles as somebody', [rule('impersonate-on:user-info:create', 'clusterrolebindings', rbac)], { level: 6, reach: 4 }],
    ['binding roles as oneself', [rule('create', 'clusterrolebindings', rbac)], { level: 5, reach: 4 }],
    ['kubelets', [rule('get', 'nodes/proxy')], { level: 5, reach: 4 }],
    ['certificates', [rule('update', 'certificatesigningrequests/approval', { groups: ['certificates.k8s.io'] })], { level: 6, reach: 4 }],
    ['settings', [rule('get list watch', 'configmaps pods services')], { level: 2, reach: 4 }],
    ['somebody’s own objects', [rule('get', 'orders', { groups: ['acme.example'], ...shop })], { level: 3, reach: 2 }],
    ['logs', [rule('get', 'pods/log', shop)], { level: 3, reach: 2 }],
    ['writing', [rule('update', 'configmaps', shop)], { level: 4, reach: 2 }],
    ['a verb that nobody knows', [rule('frobnicate', 'configmaps', shop)], { level: 4, reach: 2 }],
    ['what everybody may', [rule('create', 'selfsubjectaccessreviews', { groups: ['authorization.k8s.io'] }), rule('get', '', { urls: ['/version'] })], { level: 1, reach: 1 }],
    ['nothing', [], { level: 1, reach: 1 }],
    ['the worst of several', [rule('get', 'configmaps'), rule('create', 'pods', shop), rule('get', 'secrets', { ...shop, names: ['a'] })], { level: 5, reach: 2 }],
  ])('%s', (_, rules, wanted) => expect(breadthOf(...rules)).toEqual(wanted)) // prettier-ignore

  test('what cannot be read is not reported', () => {
    expect(rate({ scheme: 'kubernetes.rbac', stated: { rules: 'all' } }, () => undefined)).toMatchObject({ breadth: 'not-reported' })
  })

  test('one rule more never lessens it', () => {
    const any = fc.record({
      namespace: fc.constantFrom(null, 'shop', 'kube-system'),
      groups: fc.subarray(['', 'apps', '*', 'rbac.authorization.k8s.io', 'acme.example'], { minLength: 1 }),
      resources: fc.subarray(['pods', 'secrets', 'deployments', '*', 'pods/exec', 'roles', 'orders'], { minLength: 1 }),
      verbs: fc.subarray(['get', 'list', 'create', 'update', '*', 'bind', 'escalate'], { minLength: 1 }),
      names: fc.constantFrom<string[]>([], ['one']),
      urls: fc.constant<string[]>([]),
      from: fc.constant('a'),
    })
    fc.assert(
      fc.property(fc.array(any, { maxLength: 5 }), any, (rules, more) => {
        const [before, after] = [breadthOf(...rules), breadthOf(...rules, more)]
        if (before === 'not-reported' || after === 'not-reported') throw new Error('It was told.')
        expect(cell(after)).toBeGreaterThanOrEqual(rules.length > 0 ? cell(before) : 0)
      }),
    )
  })
})
