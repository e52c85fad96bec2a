import type { Coverage, Field, NotAsked, Verified } from '../contract.ts'
import type { Settings } from './settings.ts'

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
    hint: 'Its 12 digits. A credential of another account is refused. For an organisation: its management account, or one that Organizations was delegated to.',
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
    name: 'memberRole',
    label: 'Role in every account',
    hint: 'The name of a role that is the same in every account of the organisation. With it all of them are read; without it, this account alone.',
    kind: 'text',
    required: false,
    example: 'standdown-reader',
  },
  {
    name: 'accounts',
    label: 'Only these accounts',
    hint: 'Left empty: every account of the organisation that is active.',
    kind: 'list',
    required: false,
  },
  {
    name: 'exceptAccounts',
    label: 'All but these accounts',
    hint: 'What is left out is not read, and nothing of it is taken as gone.',
    kind: 'list',
    required: false,
  },
  {
    name: 'regions',
    label: 'Regions',
    hint: 'Where IAM Roles Anywhere and Secrets Manager are read. A region that is not named here is not looked at.',
    kind: 'list',
    required: false,
    example: 'eu-central-1',
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
  { name: 'organizationsBaseUrl', label: 'Organizations address', hint: 'Only where it is not AWS’s own.', kind: 'url', required: false },
  {
    name: 'rolesAnywhereBaseUrl',
    label: 'Roles Anywhere address',
    hint: 'Only where it is not AWS’s own; REGION stands for the region.',
    kind: 'url',
    required: false,
  },
  {
    name: 'secretsManagerBaseUrl',
    label: 'Secrets Manager address',
    hint: 'Only where it is not AWS’s own; REGION stands for the region.',
    kind: 'url',
    required: false,
  },
]

/** Every action of IAM that this connector ever calls, and nothing else. */
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

/** What it calls in the regions that are named, and nowhere else. No action of these tells a secret's value. */
export const regionalActions = [
  'rolesanywhere:ListTrustAnchors',
  'rolesanywhere:ListProfiles',
  'rolesanywhere:ListSubjects',
  'secretsmanager:ListSecrets',
] as const

/** What it calls in the management account, beside the rest, to come to the others. */
export const organisationActions = ['organizations:ListAccounts'] as const

/** What the reading role of any account may do. */
export const readingStatements = [
  { Sid: 'StanddownReadsIam', Effect: 'Allow', Action: actions, Resource: '*' },
  { Sid: 'StanddownReadsRegions', Effect: 'Allow', Action: regionalActions, Resource: '*' },
] as const

export const policy = {
  title: 'IAM policy for the role that Standdown reads as; the second statement only where regions are named',
  language: 'json' as const,
  text: JSON.stringify({ Version: '2012-10-17', Statement: readingStatements }, null, 2),
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
  'In GovCloud and China, begin the policy’s ARN with arn:aws-us-gov and arn:aws-cn.',
  'Let the identity that Standdown’s worker runs as assume it, with an external ID. The reading role may not, and reads as before.',
  'For an organisation: make a role of the same name in every account in which Standdown is to act. It is assumed there, with the same external ID.',
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

const accountsObject = 'AWS accounts of the organisation'
const anywhereObject = 'IAM Roles Anywhere'
const secretsObject = 'AWS Secrets Manager secrets'

export function notAsked({ memberRole, accounts, exceptAccounts, regions }: Settings): NotAsked {
  const nowhere = { whole: true, says: 'The settings name no region.' }
  return {
    ...(memberRole === undefined
      ? {
          [accountsObject]: {
            whole: true,
            says: 'The settings name no role in the accounts of an organisation, so that one account is read.',
          },
        }
      : (accounts ?? exceptAccounts) !== undefined && { [accountsObject]: { whole: false, says: 'The settings leave accounts out.' } }),
    ...(regions.length === 0 && { [anywhereObject]: nowhere, [secretsObject]: nowhere }),
  }
}

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
    says: 'Long-term API keys of Bedrock and CloudWatch Logs with their end, where they have one, and CodeCommit and Keyspaces passwords. IAM does not track their use.',
  },
  {
    object: 'AWS roles',
    state: 'read',
    issuers: ['aws.role'],
    says: 'Those that OIDC, SAML, services or other accounts may assume are issuers of sessions; service-linked roles and roles for the account’s own users are not. A trust that lets in every subject of an OIDC issuer, or anybody, is named as weak.',
  },
  { object: 'AWS OIDC providers', state: 'read', issuers: ['aws.oidc-provider'], says: 'As issuers, with their audiences.' },
  {
    object: 'Where a key was used from',
    state: 'not-offered',
    says: 'IAM tells service and region of the last use, not the address; only CloudTrail does.',
  },
  { object: 'STS sessions that are live now', state: 'not-offered', says: 'AWS lists them to nobody.' },
  {
    object: accountsObject,
    state: 'read',
    optional: true,
    says: 'With a role of the same name in every account. Each account is read whole or not by itself: one that cannot be entered is a gap of its own, and nothing of it is taken as gone. Suspended and closed accounts are told and not read.',
  },
  {
    object: anywhereObject,
    state: 'read',
    optional: true,
    issuers: ['aws.trust-anchor', 'aws.roles-anywhere-profile', 'aws.roles-anywhere-subject'],
    says: 'In the regions that are named: trust anchors, profiles with the rights of each role they name, and certificates with their last sign-in. Which role a certificate took is not told. What is disabled mints nothing and is left out.',
  },
  {
    object: secretsObject,
    state: 'read',
    optional: true,
    tokens: ['aws.secret'],
    says: 'In the regions that are named, as stored copies of credentials that work elsewhere: age, rotation and last fetch, never a value. What a secret holds, and what that may do, AWS does not tell: it counts as unknown.',
  },
  {
    object: 'Which key or token a secret holds',
    state: 'not-offered',
    says: 'No listing says it; names and tags are shown, and prove nothing.',
  },
  {
    object: 'Short-term Bedrock API keys',
    state: 'not-offered',
    says: 'They are signed by a session, end with it within 12 hours, and are listed nowhere. Long-term ones are read as service-specific credentials.',
  },
  {
    object: 'Service control policies, resource control policies and resource policies',
    state: 'not-built',
    says: 'They narrow or widen what a key may do; breadth is therefore that of the account’s own policies.',
  },
  {
    object: 'IAM Identity Center',
    state: 'not-built',
    says: 'Its permission sets show as roles (AWSReservedSSO_…). Its own tokens are not read: those of SCIM, which are bearer tokens of a year, and sessions of people.',
  },
  {
    object: 'AWS as an issuer of OIDC tokens (outbound identity federation)',
    state: 'not-built',
    says: 'Whether roles of the account can show other services a token that AWS signs (sts:GetWebIdentityToken), in place of a key of theirs.',
  },
  {
    object: 'Keys that other services of AWS give out',
    state: 'not-built',
    says: 'API keys of API Gateway, AppSync and Grafana, client secrets of Cognito, EC2 key pairs, certificates of IoT, parameters of Systems Manager. Credentials of SES for SMTP are made of access keys, and are read as those.',
  },
  {
    object: 'Passwords, SSH public keys, signing and server certificates of users',
    state: 'not-built',
    says: 'Not read yet. Passwords are not bearer tokens.',
  },
]

export const verified: Verified = {
  how: 'shape-only',
  says: 'AWS’s own SDK (client-iam and client-sts 3.1169.0) reads a small IAM and the demo company’s over HTTP; Organizations, Roles Anywhere and Secrets Manager are asked as SDK types describe them, with requests signed by AWS’s signer. Never run against a live account.',
}
