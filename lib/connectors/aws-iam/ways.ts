import type { WayIn } from '../contract.ts'
import { entryPolicy, memberTemplate, memberTerraform } from './organisation-snippets.ts'
import { readerPolicy, roleTerraform, sourceOfTrust, trustPolicy, type Trust } from './snippets.ts'

const principalField = {
  name: 'principal',
  label: 'Who starts from this machine',
  hint: 'The ARN of the identity that Standdown runs as. It goes into the trust policy to copy, and is not stored.',
  kind: 'text',
  required: false,
  example: 'arn:aws:iam::210987654321:role/standdown',
} as const

const providerField = {
  name: 'provider',
  label: 'OIDC provider',
  hint: 'The issuer’s address without https://, as it stands in IAM. It goes into the trust policy to copy, and is not stored.',
  kind: 'text',
  required: false,
  example: 'oidc.eks.eu-west-1.amazonaws.com/id/EXAMPLE',
} as const

const subjectField = {
  name: 'tokenSubject',
  label: 'Subject of its token',
  hint: 'Who the token is made out to. It goes into the trust policy to copy, and is not stored.',
  kind: 'text',
  required: false,
  example: 'system:serviceaccount:standdown:standdown',
} as const

const addresses = ['regions', 'region', 'baseUrl', 'stsBaseUrl', 'rolesAnywhereBaseUrl', 'secretsManagerBaseUrl'] as const
const ofOrganisation = [
  'account',
  'memberRole',
  'externalId',
  'roleArn',
  'accounts',
  'exceptAccounts',
  'organizationsBaseUrl',
  ...addresses,
] as const
const attach = 'Attach the policy “StanddownReadsIam” to it and nothing else.'

/** What is made in an organisation, whoever enters it. */
const organisationSteps = [
  'In the management account, or one that Organizations was delegated to, give the role that Standdown reads as both policies.',
  'In CloudFormation, open StackSets, Create StackSet, with service-managed permissions, and give it the template. It makes the role in every account of the organisation, and in those to come.',
  'Acknowledge there that it makes IAM resources with names (CAPABILITY_NAMED_IAM), and choose one region: a role is of the whole account, and a second region would try to make it again.',
  'A StackSet leaves the management account out. Where Standdown reads by a delegated account, make the role in the management account by hand.',
] as const

const organisationSnippets: WayIn['snippets'] = (filled) => [
  readerPolicy,
  entryPolicy(filled),
  memberTemplate(filled),
  memberTerraform(filled),
]

/** Everything but the last three keeps nothing here: the AWS SDK asks the machine for a session of an hour. */
export const ways: readonly WayIn[] = [
  {
    id: 'machine-role',
    label: 'The role of the machine it runs on',
    about: 'Standdown runs in this account, on an EC2 instance, in ECS or in EKS. It reads as the role that AWS gives that machine.',
    keeps: 'nothing',
    keepsSays: 'No secret is stored. AWS hands the machine sessions that end by themselves.',
    settings: ['account', ...addresses],
    required: ['account'],
    credential: [],
    given: { ambient: 'true' },
    steps: [
      'In IAM, open Policies, Create policy, JSON, and paste the policy.',
      'Open the role of the instance profile, task or pod identity under which Standdown’s web server and worker run.',
      attach,
    ],
    snippets: ({ account = '' }) => [readerPolicy, roleTerraform(account, { by: 'machine' })],
  },
  {
    id: 'organisation',
    label: 'A role in every account of an organisation',
    about:
      'Standdown starts from its machine’s own role in the management account, or from a role there that it may assume, lists the accounts, and assumes a role of one name in each.',
    keeps: 'nothing',
    keepsSays: 'No secret is stored. Sessions last an hour and stay in memory.',
    settings: ofOrganisation,
    required: ['account', 'memberRole'],
    credential: [],
    given: { ambient: 'true' },
    forSnippets: [principalField],
    steps: organisationSteps,
    snippets: organisationSnippets,
  },
  {
    id: 'assume-role',
    label: 'A role that this machine may assume',
    about: 'Standdown runs in another account. It starts from its machine’s own role and assumes a role in this one, with an external ID.',
    keeps: 'nothing',
    keepsSays: 'No secret is stored. Sessions last an hour and stay in memory.',
    settings: ['account', 'roleArn', 'externalId', ...addresses],
    required: ['account', 'roleArn'],
    credential: [],
    given: { ambient: 'true' },
    forSnippets: [principalField],
    steps: [
      'In IAM of the account to read, open Policies, Create policy, JSON, and paste the policy.',
      'Open Roles, Create role, Custom trust policy, and paste the trust policy.',
      attach,
      'In the account where Standdown runs, allow its role sts:AssumeRole on the new one.',
    ],
    snippets: assumed((filled) => ({ by: 'account', ...sourceOfTrust(filled) })),
  },
  {
    id: 'web-identity',
    label: 'A role by web identity',
    about:
      'Standdown runs outside AWS, or in EKS with a service account. It shows AWS a short-lived OIDC token from a file and gets a session of the role.',
    keeps: 'nothing',
    keepsSays: 'No secret is stored. The token is made anew by its issuer, and lives in a file that only the environment may name.',
    settings: ['account', ...addresses],
    required: ['account'],
    credential: [],
    given: { ambient: 'true' },
    forSnippets: [providerField, subjectField],
    steps: [
      'In IAM, open Identity providers and add the issuer of the token, with the audience sts.amazonaws.com.',
      'Open Policies, Create policy, JSON, and paste the policy.',
      'Open Roles, Create role, Custom trust policy, and paste the trust policy.',
      attach,
      'Start Standdown’s web server and worker with AWS_WEB_IDENTITY_TOKEN_FILE (the token’s file) and AWS_ROLE_ARN (the role). EKS sets both.',
    ],
    snippets: (filled) => {
      const trust: Exclude<Trust, { by: 'machine' }> = { by: 'web-identity', ...filled, account: filled.account ?? '' }
      return [readerPolicy, trustPolicy(trust), roleTerraform(filled.account ?? '', trust)]
    },
  },
  {
    id: 'organisation-with-key',
    label: 'A role in every account, entered with an access key',
    about:
      'Where the machine has no identity of its own: the key of a user in the management account, which assumes the roles. Best one that may only assume the reading role there.',
    keeps: 'standing-key',
    keepsSays:
      'The key is a standing privilege of our own, and leads into every account. It never expires, is sealed here, and shows up in your inventory with its verdict.',
    settings: ofOrganisation,
    required: ['account', 'memberRole'],
    credential: ['accessKeyId', 'secretAccessKey', 'sessionToken'],
    forSnippets: [{ ...principalField, label: 'The user of the key', example: 'arn:aws:iam::123456789012:user/standdown' }],
    steps: organisationSteps,
    snippets: organisationSnippets,
  },
  {
    id: 'assume-role-with-key',
    label: 'An access key that may only assume a role',
    about: 'Where the machine has no identity of its own: the key of a user that may do nothing but assume the reading role.',
    keeps: 'standing-key',
    keepsSays:
      'The key is a standing privilege of our own. It never expires, is sealed here, and shows up in your inventory with its verdict.',
    settings: ['account', 'roleArn', 'externalId', ...addresses],
    required: ['account', 'roleArn'],
    credential: ['accessKeyId', 'secretAccessKey', 'sessionToken'],
    forSnippets: [{ ...principalField, label: 'The user of the key', example: 'arn:aws:iam::123456789012:user/standdown' }],
    steps: [
      'In IAM, open Policies, Create policy, JSON, and paste the policy.',
      'Open Roles, Create role, Custom trust policy, and paste the trust policy.',
      attach,
      'Open Users, create one that may do nothing but sts:AssumeRole on the role, and make an access key of it.',
    ],
    snippets: assumed((filled) => ({ by: 'account', ...sourceOfTrust(filled) })),
  },
  {
    id: 'access-key',
    label: 'An access key that reads',
    about: 'The last resort: the key of a user with the reading policy. Whoever copies it can read all of IAM until somebody notices.',
    keeps: 'standing-key',
    keepsSays:
      'The key is a standing privilege of our own. It never expires, is sealed here, and shows up in your inventory with its verdict.',
    settings: ['account', ...addresses],
    required: ['account'],
    credential: ['accessKeyId', 'secretAccessKey', 'sessionToken'],
    steps: [
      'In IAM, open Policies, Create policy, JSON, and paste the policy.',
      'Open Users, create one without console access, and attach the policy and nothing else.',
      'Make an access key of it. Change it at least every 90 days, under Credential on the source’s page.',
    ],
    snippets: () => [readerPolicy],
  },
]

function assumed(trustOf: (filled: Readonly<Record<string, string>>) => Exclude<Trust, { by: 'machine' }>): WayIn['snippets'] {
  return (filled) => {
    const trust = trustOf(filled)
    return [readerPolicy, trustPolicy(trust), roleTerraform(filled.account ?? '', trust)]
  }
}
