import { expect, test } from 'vitest'
import type { Json } from '../../../model/json.ts'
import { rate } from '../rate.ts'

const hash = 'a'.repeat(64)
const rated = (bindings: Json[], documents: Record<string, Json> = {}, unread: string[] = []) =>
  rate({ scheme: 'gcp.iam', stated: { bindings, unread } }, (of) => documents[of])
const on = (role: string, where = 'project', more: object = {}) => [{ role, on: where, resource: 'project acme', ...more } as Json]

test.each<[string, string, number, number]>([
  ['roles/owner', 'project', 6, 3],
  ['roles/owner', 'organisation', 6, 4],
  ['roles/editor', 'folder', 6, 4],
  ['roles/viewer', 'project', 3, 3],
  ['roles/iam.serviceAccountTokenCreator', 'project', 6, 3],
  ['roles/iam.serviceAccountTokenCreator', 'resource', 5, 1],
  ['roles/iam.serviceAccountUser', 'resource', 5, 1],
  ['roles/iam.securityAdmin', 'organisation', 6, 4],
  ['roles/resourcemanager.folderAdmin', 'folder', 6, 4],
  ['roles/storage.admin', 'resource', 6, 1],
  ['roles/storage.objectAdmin', 'resource', 4, 1],
  ['roles/storage.objectViewer', 'resource', 3, 1],
  ['roles/secretmanager.secretAccessor', 'project', 5, 3],
  ['roles/compute.instanceAdmin.v1', 'project', 5, 3],
  ['roles/compute.networkAdmin', 'project', 6, 3],
  ['roles/monitoring.metricWriter', 'project', 4, 3],
  ['roles/cloudbuild.serviceAgent', 'project', 5, 3],
  ['roles/cloudkms.cryptoOperator', 'resource', 5, 1],
  ['roles/serviceusage.apiKeysViewer', 'project', 5, 3],
  ['roles/logging.viewer', 'project', 3, 3],
  ['roles/appengine.deployer', 'project', 5, 3],
  ['roles/aiplatform.user', 'project', 5, 3],
  ['roles/accesscontextmanager.policyEditor', 'organisation', 6, 4],
  ['roles/browser', 'organisation', 1, 4],
  ['roles/somewhere.somehow', 'resource', 6, 1],
])('%s on a %s', (role, where, level, reach) => expect(rated(on(role, where)).breadth).toEqual({ level, reach }))

test.each<[string, readonly string[], number]>([
  ['iam.serviceAccounts.actAs', ['iam.serviceAccounts.actAs', 'compute.instances.list'], 6],
  ['any setIamPolicy', ['pubsub.topics.setIamPolicy'], 6],
  ['a token of another', ['iam.serviceAccounts.getAccessToken'], 5],
  ['a secret', ['secretmanager.versions.access', 'secretmanager.versions.list'], 5],
  ['a change', ['pubsub.topics.update', 'pubsub.topics.get'], 4],
  ['data', ['storage.objects.get', 'storage.objects.list'], 3],
  ['pools of identities', ['iam.workloadIdentityPools.create'], 6],
  ['providers of identities', ['iam.workloadIdentityPoolProviders.update'], 6],
  ['policies of the organisation', ['orgpolicy.policies.update'], 6],
  ['bindings in clusters', ['container.clusterRoleBindings.create'], 6],
  ['deployments that run as an editor', ['deploymentmanager.deployments.create'], 6],
  ['deny policies that it only reads', ['iam.denypolicies.get'], 2],
  ['a start of jobs', ['run.jobs.run', 'run.jobs.list'], 5],
  ['keys for every machine', ['compute.projects.setCommonInstanceMetadata'], 5],
  ['passwords of databases', ['cloudsql.users.update'], 5],
  ['a whole database', ['cloudsql.instances.export'], 3],
  ['what logs say', ['logging.logEntries.list'], 3],
  ['code', ['source.repos.get'], 3],
  ['a configuration', ['storage.buckets.get', 'storage.buckets.getIamPolicy'], 2],
  ['a list', ['storage.buckets.list'], 1],
  ['a verb that nobody knows', ['pubsub.topics.flabbergast'], 4],
])('a role of one’s own with %s', (_, permissions, level) => {
  const rating = rated(on('projects/acme/roles/own', 'project', { permissions: hash }), { [hash]: { permissions: [...permissions] } })
  expect(rating.breadth).toEqual({ level, reach: 3 })
})

test('a role of one’s own that cannot be read counts as the worst, and is said', () => {
  for (const rating of [rated(on('projects/acme/roles/own', 'project', { permissions: null })), rated(on('projects/acme/roles/own', 'project', { permissions: hash }))]) {
    expect(rating.breadth).toEqual({ level: 6, reach: 3 })
    expect(rating.notes.join()).toContain('could not be read')
  }
}) // prettier-ignore

test('the worst of several decides, a condition lowers nothing, and what is not read is said', () => {
  const rating = rated([...on('roles/viewer'), ...on('roles/owner', 'project', { condition: 'until May' })], {}, [
    'roles as a member of a group',
  ])
  expect(rating).toMatchObject({ breadth: { level: 6, reach: 3 }, all: 2, grants: [{ conditions: ['until May'] }, {}] })
  expect(rating.notes).toEqual(['Not read, and not counted: roles as a member of a group.'])
})

test('what is no such statement is unknown', () => expect(rated([{ role: 'roles/owner' } as Json]).breadth).toBe('not-reported'))

const key = (...names: string[]) => rate({ scheme: 'gcp.api-key', stated: { names, within: 'project' } }, () => undefined).breadth
test.each<[string, number, number]>([
  ['any API', 4, 3],
  ['generativelanguage.googleapis.com', 4, 3],
  ['maps-backend.googleapis.com', 2, 2],
  ['translate.googleapis.com', 4, 2],
  ['an interface that is not named', 6, 2],
])('an API key for %s', (name, level, reach) => expect(key(name)).toEqual({ level, reach }))
