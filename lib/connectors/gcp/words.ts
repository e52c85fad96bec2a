import type { Coverage, Field, Verified } from '../contract.ts'
import { accountField, addressField, fileField, keyField, providerField } from '../google/fields.ts'

export const readPermissions = [
  'cloudasset.assets.searchAllResources',
  'cloudasset.assets.searchAllIamPolicies',
  'iam.serviceAccounts.list',
  'iam.serviceAccounts.get',
  'iam.serviceAccountKeys.list',
  'iam.serviceAccountKeys.get',
  'iam.roles.get',
  'iam.workloadIdentityPools.list',
  'iam.workloadIdentityPoolProviders.list',
  'apikeys.keys.list',
  'apikeys.keys.get',
  'policyanalyzer.serviceAccountKeyLastAuthenticationActivities.query',
] as const

export const actionPermissions = [
  'iam.serviceAccountKeys.disable',
  'iam.serviceAccountKeys.enable',
  'iam.serviceAccountKeys.delete',
  'apikeys.keys.delete',
] as const

export const fields: readonly Field[] = [
  {
    name: 'scope',
    label: 'Organisation, folder or project',
    hint: 'With its kind before it. Roles that are given above a folder or project are not seen from there.',
    kind: 'text',
    required: true,
    example: 'organizations/123456789012',
  },
  providerField,
  accountField,
  addressField,
  fileField,
  keyField,
]

export const policy = {
  title: 'What the service account may read',
  language: 'text' as const,
  text: `A custom role of the organisation (gcloud iam roles create standdown --organization=…), with these permissions:

${readPermissions.map((permission) => `  ${permission}`).join('\n')}

Bind it to the service account on the organisation, folder or project that is watched, and to nothing else.
Interfaces to enable in the service account’s own project: iam, cloudasset, policyanalyzer, apikeys, and for the way
without a key sts and iamcredentials. None of these permissions shows a key’s value.
`,
}

export const actionPolicy = {
  title: 'What the acting service account may do',
  language: 'text' as const,
  text: `A second service account beside the one that reads, with a custom role of its own:

${actionPermissions.map((permission) => `  ${permission}`).join('\n')}

Bind it only on the projects whose keys it may touch. Not roles/iam.serviceAccountKeyAdmin: that makes keys.
Interfaces to enable in its project beside those: cloudresourcemanager, for the test.
`,
}

export const actionSteps: readonly string[] = [
  'Make a second service account with the role to copy, and name it so that the audit log shows who acted.',
  'Let the pool’s principal impersonate it (roles/iam.workloadIdentityUser on that account alone), and give its address without a key. A key for it is the last resort.',
  'Keys of service accounts are switched off before they are deleted: a deleted one cannot be had back. A deleted API key can, for 30 days.',
]

export const coverage: readonly Coverage[] = [
  { object: 'Google Cloud service account keys', state: 'read', tokens: ['gcp.service-account-key'], says: 'Those that somebody holds (USER_MANAGED), of every service account, from where they are kept and not from the inventory, which is late; with Google’s notices of leaks.' },
  { object: 'Google Cloud API keys', state: 'read', tokens: ['gcp.api-key'], says: 'With the interfaces, addresses, websites and apps that they are limited to, and the service account that they are bound to; never the key.' },
  { object: 'Google Cloud workload identity providers', state: 'read', issuers: ['gcp.workload-identity-provider'], says: 'Whose tokens are taken, under which condition. One without a condition takes all of its issuer’s.' },
  { object: 'Google Cloud workload identity pools', state: 'read', says: 'To find their providers.' },
  { object: 'Google Cloud projects', state: 'read', says: 'The active ones of the scope, by the asset inventory. A project that was made minutes ago may not be in it yet.' },
  { object: 'Google Cloud service accounts', state: 'read', says: 'Whether they are switched off, and what was written into their name and description. Those without a key are no rows.' },
  { object: 'Google Cloud role bindings', state: 'read', says: 'Of service accounts, on everything that the inventory can search, with conditions, which are shown and lower nothing. Some minutes late. An account that has none there counts as unknown.' },
  { object: 'Google Cloud role bindings of workload identity pools', state: 'read', says: 'Of the pools’ principals.' },
  { object: 'Google Cloud roles of your own', state: 'read', says: 'By the permissions in them.' },
  { object: 'Last authentication of service account keys', state: 'read', says: 'Google’s report of the last day. It is some days late, counts when a system lists the keys to check a signature, and may miss use outside Google Cloud (Workspace by delegation). A key that is not in it was not used inside its window; that is not “never”.' },
  { object: 'Last use of API keys', state: 'not-offered', says: 'No interface tells it.' },
  { object: 'Roles by way of groups', state: 'not-built', says: 'Who is in a group, or in a set of accounts, is not read, nor what was given to everybody. It is said on every key.' },
  { object: 'Domain-wide delegation', state: 'not-offered', says: 'No interface lists which service accounts may act in the name of a Workspace’s people. It is said on every key.' },
  { object: 'Roles above a folder or project', state: 'not-offered', says: 'A search sees what is in its scope. Watch the organisation to see all.' },
  { object: 'Access outside of IAM', state: 'not-built', says: 'Access lists of datasets and objects, deny policies and boundaries are not read.' },
  { object: 'HMAC keys of Cloud Storage', state: 'not-built', says: 'Another interface, and they leave no trace in the report of last use.' },
  { object: 'Keys that Google itself holds', state: 'not-built', says: 'SYSTEM_MANAGED keys are held and renewed by Google; nobody can copy them.' },
  { object: 'Policies of the organisation', state: 'not-built', says: 'Whether new keys are forbidden (iam.disableServiceAccountKeyCreation) is not read.' },
  { object: 'AI agents', state: 'not-built', says: 'Google’s agents act as service agents, without keys that anybody holds. A key of yours that an agent uses looks like any other.' },
] // prettier-ignore

export const verified: Verified = {
  how: 'official-description',
  says: 'Google’s own descriptions (Discovery: iam v1 of 2026-10-23, cloudasset v1 of 2026-10-17, apikeys v2 of 2026-08-18, policyanalyzer v1 of 2026-09-10, cloudresourcemanager v3 of 2026-11-07) hold each call and answer of the demo company’s organisation. What is inside of a row of last use, and signing in, are in none. Never run against a live organisation.',
}
