import {
  GenerateCredentialReportCommand,
  GetAccountAuthorizationDetailsCommand,
  GetCredentialReportCommand,
  ListAccessKeysCommand,
  GetAccessKeyLastUsedCommand,
  ListOpenIDConnectProvidersCommand,
  ListRolesCommand,
  ListServiceSpecificCredentialsCommand,
  ListUsersCommand,
  type IAMClient,
} from '@aws-sdk/client-iam'
import type { Check } from '../contract.ts'
import { CallError } from '../http/call-error.ts'
import type { Aws } from './client.ts'

type Options = { abortSignal: AbortSignal }
type Probe = { action: string; lost: string; send(client: IAMClient, options: Options): Promise<unknown> }

const probes: readonly Probe[] = [
  {
    action: 'GenerateCredentialReport',
    lost: 'Root access keys, and last use where it cannot be asked for singly.',
    send: (client, options) => client.send(new GenerateCredentialReportCommand({}), options),
  },
  {
    action: 'GetCredentialReport',
    lost: 'Root access keys, and last use where it cannot be asked for singly.',
    send: (client, options) => client.send(new GetCredentialReportCommand({}), options),
  },
  {
    action: 'GetAccountAuthorizationDetails',
    lost: 'What keys may do (then counted as everything), tags, and roles.',
    send: (client, options) => client.send(new GetAccountAuthorizationDetailsCommand({ MaxItems: 1 }), options),
  },
  {
    action: 'ListServiceSpecificCredentials',
    lost: 'Bedrock API keys, CodeCommit and Keyspaces passwords.',
    send: (client, options) => client.send(new ListServiceSpecificCredentialsCommand({ AllUsers: true, MaxItems: 1 }), options),
  },
  {
    action: 'ListRoles',
    lost: 'How long sessions of roles may live.',
    send: (client, options) => client.send(new ListRolesCommand({ MaxItems: 1 }), options),
  },
  {
    action: 'ListOpenIDConnectProviders',
    lost: 'OIDC providers, the way to replace keys.',
    send: (client, options) => client.send(new ListOpenIDConnectProvidersCommand({}), options),
  },
]

/** One row a permission, found by making each call in its smallest form. */
export async function checkPermissions(aws: Aws): Promise<Check[]> {
  const checks: Check[] = [
    { permission: 'sts:GetCallerIdentity', state: 'granted', says: `AWS answers for account ${aws.account}.`, lost: 'Everything.' },
  ]
  for (const probe of probes) checks.push(await tryOne(aws, probe))
  checks.push(...(await keyChecks(aws)))
  return checks
}

async function tryOne(aws: Aws, { action, lost, send }: Probe): Promise<Check> {
  const permission = `iam:${action}`
  try {
    await aws.iam(action, send)
    return { permission, state: 'granted', says: 'AWS answers.', lost }
  } catch (error) {
    if (!(error instanceof CallError) || error.status === 401) throw error
    if (error.why === 'not-permitted') return { permission, state: 'missing', says: 'AWS refuses this action.', lost }
    // The report not being there yet is an answer to somebody who may ask.
    if (action === 'GetCredentialReport' && error.why === 'not-found')
      return { permission, state: 'granted', says: 'AWS is still making the report.', lost }
    return { permission, state: 'cannot-tell', says: error.message, lost }
  }
}

/** Keys can be asked for only of a user that is there, and last use only of a key. */
async function keyChecks(aws: Aws): Promise<Check[]> {
  const lostKeys = 'All access keys.'
  const lostUse = 'When a key was last used, as of now.'
  let user: string | undefined
  let keyId: string | undefined
  const users = await tryOne(aws, {
    action: 'ListUsers',
    lost: 'Users, where the authorization details cannot be read either.',
    send: async (client, options) => (user = (await client.send(new ListUsersCommand({ MaxItems: 1 }), options)).Users?.[0]?.UserName),
  })
  const untried = (permission: string, lost: string): Check => ({
    permission,
    state: 'cannot-tell',
    says: 'There is nothing to try it on.',
    lost,
  })
  const keys = user
    ? await tryOne(aws, {
        action: 'ListAccessKeys',
        lost: lostKeys,
        send: async (client, options) =>
          (keyId = (await client.send(new ListAccessKeysCommand({ UserName: user }), options)).AccessKeyMetadata?.[0]?.AccessKeyId),
      })
    : untried('iam:ListAccessKeys', lostKeys)
  const use = keyId
    ? await tryOne(aws, {
        action: 'GetAccessKeyLastUsed',
        lost: lostUse,
        send: (client, options) => client.send(new GetAccessKeyLastUsedCommand({ AccessKeyId: keyId }), options),
      })
    : untried('iam:GetAccessKeyLastUsed', lostUse)
  return [users, keys, use]
}
