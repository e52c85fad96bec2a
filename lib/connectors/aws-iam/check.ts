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
import { listAccounts } from './accounts.ts'
import type { Aws } from './client.ts'
import { ofRegion } from './json-pages.ts'
import { rolesAnywhere, secretsManager } from './services.ts'
import type { Settings } from './settings.ts'
import type { JsonService } from './signed-json.ts'

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
export async function checkPermissions(aws: Aws, settings: Settings): Promise<Check[]> {
  const checks: Check[] = [
    { permission: 'sts:GetCallerIdentity', state: 'granted', says: `AWS answers for account ${aws.account}.`, lost: 'Everything.' },
  ]
  for (const probe of probes) checks.push(await tryOne(aws, probe))
  checks.push(...(await keyChecks(aws)))
  for (const region of settings.regions) checks.push(...(await regionChecks(aws, settings, region)))
  if (settings.memberRole !== undefined) checks.push(...(await organisationChecks(aws, settings, settings.memberRole)))
  return checks
}

/** What is read of one region, a row a permission. */
async function regionChecks(aws: Aws, settings: Settings, region: string): Promise<Check[]> {
  const anywhere = (action: string, path: string, lost: string) =>
    tryJson(aws, `rolesanywhere:${action}`, region, lost, rolesAnywhere(settings, region), { path, query: { pageSize: '1' } })
  return [
    await anywhere('ListTrustAnchors', '/trustanchors', 'Trust anchors: certificate authorities whose certificates sign in.'),
    await anywhere('ListProfiles', '/profiles', 'Profiles: which roles certificates get, and for how long.'),
    await anywhere('ListSubjects', '/subjects', 'Which certificates signed in, and when.'),
    await tryJson(
      aws,
      'secretsmanager:ListSecrets',
      region,
      'Stored secrets, and whether they are rotated.',
      secretsManager(settings, region),
      {
        target: 'secretsmanager.ListSecrets',
        body: { MaxResults: 1 },
      },
    ),
  ]
}

type Ask = { target: string; body: object } | { path: string; query: Readonly<Record<string, string>> }

async function tryJson(aws: Aws, action: string, region: string, lost: string, service: JsonService, ask: Ask): Promise<Check> {
  const permission = `${action} (${region})`
  try {
    await aws.json(service, { name: permission, ...ask })
    return { permission, state: 'granted', says: 'AWS answers.', lost }
  } catch (error) {
    const known = ofRegion(error, region)
    if (!(known instanceof CallError)) throw error
    const missing = known.why === 'not-permitted' && known.status === 403
    return { permission, state: missing ? 'missing' : 'cannot-tell', says: missing ? 'AWS refuses this action.' : known.message, lost }
  }
}

const enteredAtMost = 3

/** Whether the accounts can be listed, and the first few of them entered: a run tries all. */
async function organisationChecks(aws: Aws, settings: Settings, role: string): Promise<Check[]> {
  const lost = 'All accounts but this one.'
  const listed = await listAccounts(aws, settings)
  const [gap] = listed.gaps
  const others = listed.read.filter(({ id }) => id !== aws.account)
  const listing: Check = gap
    ? { permission: 'organizations:ListAccounts', state: gap.why === 'not-permitted' ? 'missing' : 'cannot-tell', says: gap.says, lost }
    : { permission: 'organizations:ListAccounts', state: 'granted', says: `AWS lists ${listed.seen} accounts; ${others.length} of them are to be entered beside this one.`, lost } // prettier-ignore
  const entered: Check[] = []
  for (const { id, name } of others.slice(0, enteredAtMost)) entered.push(await tryEntering(aws, id, name, role))
  return [listing, ...entered]
}

async function tryEntering(aws: Aws, account: string, name: string, role: string): Promise<Check> {
  const permission = `sts:AssumeRole on ${role} in ${account}`
  const lost = `Account ${account} (${name}).`
  try {
    await aws.inAccount(account, role)
    return { permission, state: 'granted', says: 'AWS gives a session.', lost }
  } catch (error) {
    if (!(error instanceof CallError) || error.status === 401) throw error
    const missing = error.why === 'not-permitted'
    return { permission, state: missing ? 'missing' : 'cannot-tell', says: missing ? 'AWS refuses this role.' : error.message, lost }
  }
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
