import type { Coverage, Field, Verified } from '../contract.ts'

/** What is typed in beside an access key, whatever the key is for. */
const secretFields: readonly Field[] = [
  { name: 'secretAccessKey', label: 'Secret access key', hint: 'Sealed at rest and never shown again.', kind: 'secret', required: false },
  { name: 'sessionToken', label: 'Session token', hint: 'With a temporary access key.', kind: 'secret', required: false },
]

/** What people read about this connector: the form, the policy to copy, and what it sees and does not see. */
export const fields: readonly Field[] = [
  {
    name: 'account',
    label: 'Account',
    hint: 'Its 12 digits. A credential of another account is refused.',
    kind: 'text',
    required: true,
    example: '123456789012',
  },
  {
    name: 'roleArn',
    label: 'Role to read as',
    hint: 'A role in the account, with the policy to copy. The identity Standdown starts from then needs only sts:AssumeRole on it.',
    kind: 'text',
    required: false,
    example: 'arn:aws:iam::123456789012:role/standdown-reader',
  },
  {
    name: 'externalId',
    label: 'External ID',
    hint: 'A value that the role’s trust policy asks for, so that nobody else can have the role assumed in your name.',
    kind: 'text',
    required: false,
  },
  {
    name: 'ambient',
    label: 'Use this machine’s own identity',
    hint: 'An instance, container or web-identity role: no secret is stored. Leave the access key empty then.',
    kind: 'choice',
    required: false,
    choices: ['true'],
  },
  {
    name: 'accessKeyId',
    label: 'Access key ID',
    hint: 'Only where there is no identity of the machine. It becomes a standing key of its own, and shows up in the inventory.',
    kind: 'text',
    required: false,
  },
  ...secretFields,
  {
    name: 'region',
    label: 'Region for signing',
    hint: 'us-east-1 unless the account is in another partition (us-gov-west-1, cn-north-1).',
    kind: 'text',
    required: false,
    example: 'us-east-1',
  },
  { name: 'baseUrl', label: 'IAM address', hint: 'Only where it is not AWS’s own.', kind: 'url', required: false },
  { name: 'stsBaseUrl', label: 'STS address', hint: 'Only where it is not AWS’s own.', kind: 'url', required: false },
]

/** Every action that this connector ever calls, and nothing else. */
export const actions = [
  'iam:GenerateCredentialReport',
  'iam:GetCredentialReport',
  'iam:GetAccountAuthorizationDetails',
  'iam:GetAccountSummary',
  'iam:ListUsers',
  'iam:ListRoles',
  'iam:ListAccessKeys',
  'iam:GetAccessKeyLastUsed',
  'iam:ListServiceSpecificCredentials',
  'iam:ListOpenIDConnectProviders',
  'iam:GetOpenIDConnectProvider',
] as const

export const policy = {
  title: 'IAM policy for the role that Standdown reads as',
  language: 'json' as const,
  text: JSON.stringify(
    { Version: '2012-10-17', Statement: [{ Sid: 'StanddownReadsIam', Effect: 'Allow', Action: actions, Resource: '*' }] },
    null,
    2,
  ),
}

/** Every action that changes something: of keys and service-specific credentials of users, and of nothing else. */
export const changes = [
  'iam:UpdateAccessKey',
  'iam:DeleteAccessKey',
  'iam:UpdateServiceSpecificCredential',
  'iam:DeleteServiceSpecificCredential',
] as const

export const actionPolicy = {
  title: 'IAM policy for the role that Standdown acts as',
  language: 'json' as const,
  text: JSON.stringify(
    { Version: '2012-10-17', Statement: [{ Sid: 'StanddownActs', Effect: 'Allow', Action: changes, Resource: 'arn:aws:iam::*:user/*' }] },
    null,
    2,
  ),
}

export const actionSteps: readonly string[] = [
  'In IAM, create a role “standdown-action” with this policy and nothing else; leave out the two Delete actions to let Standdown switch off and on, and never delete.',
  'Let the identity that Standdown’s worker runs as assume it, with an external ID. The reading role may not, and reads as before.',
  'Give the role’s ARN here. Nothing is stored then but its name: sessions last an hour and stay in memory.',
]

export const actionFields: readonly Field[] = [
  {
    name: 'roleArn',
    label: 'Role to act as',
    hint: 'With the policy to copy. Another one than the reading role.',
    kind: 'text',
    required: false,
    example: 'arn:aws:iam::123456789012:role/standdown-action',
  },
  { name: 'externalId', label: 'External ID', hint: 'A value that the role’s trust policy asks for.', kind: 'text', required: false },
  {
    name: 'ambient',
    label: 'Start from this machine’s own identity',
    hint: 'An instance, container or web-identity role: no secret is stored. Leave the access key empty then.',
    kind: 'choice',
    required: false,
    choices: ['true'],
  },
  {
    name: 'accessKeyId',
    label: 'Access key ID',
    hint: 'Only where there is no identity of the machine. Never the key that reads.',
    kind: 'text',
    required: false,
  },
  ...secretFields,
]

export const coverage: readonly Coverage[] = [
  {
    object: 'AWS access keys',
    state: 'read',
    tokens: ['aws.access-key'],
    says: 'Of every user, with status, age, last use (date, service, region) and all policies that apply.',
  },
  {
    object: 'AWS root access keys',
    state: 'read',
    tokens: ['aws.root-access-key'],
    says: 'From the credential report, which may be four hours old. Their ids are shown to nobody.',
  },
  {
    object: 'AWS service-specific credentials',
    state: 'read',
    tokens: ['aws.service-credential.*'],
    says: 'Bedrock API keys, CodeCommit and Keyspaces passwords. IAM does not track their use.',
  },
  {
    object: 'AWS roles',
    state: 'read',
    issuers: ['aws.role'],
    says: 'Those that OIDC, SAML, services or other accounts may assume are issuers of sessions; service-linked roles and roles for the account’s own users are not.',
  },
  { object: 'AWS OIDC providers', state: 'read', issuers: ['aws.oidc-provider'], says: 'As issuers, with their audiences.' },
  {
    object: 'Where a key was used from',
    state: 'not-offered',
    says: 'IAM tells service and region of the last use, not the address; only CloudTrail does.',
  },
  { object: 'STS sessions that are live now', state: 'not-offered', says: 'AWS lists them to nobody.' },
  {
    object: 'Service control policies and resource policies',
    state: 'not-built',
    says: 'They narrow or widen what a key may do; breadth is therefore that of the account’s own policies.',
  },
  {
    object: 'Passwords, SSH public keys, signing and server certificates of users',
    state: 'not-built',
    says: 'Not read yet. Passwords are not bearer tokens.',
  },
  {
    object: 'IAM Roles Anywhere, Secrets Manager rotation, Organizations accounts',
    state: 'not-built',
    says: 'One source per account for now.',
  },
]

export const verified: Verified = {
  how: 'shape-only',
  says: 'AWS’s own SDK (client-iam and client-sts 3.1169.0) reads a small IAM and the demo company’s over HTTP. Never run against a live account.',
}
