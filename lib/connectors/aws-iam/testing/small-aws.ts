import type { ServerResponse } from 'node:http'
import { XMLBuilder } from 'fast-xml-parser'
import { smallServer, type SmallServer } from '../../testing/small-server.ts'

/** Stands in every field that could hold a secret, so that a leak anywhere is found by one search. */
export const canary = 'CNRY-small-aws-00112233445566778899aabbccddeeff'
export const account = '471182936605'

const builder = new XMLBuilder({ suppressEmptyNode: true })
const list = (rows: readonly unknown[]) => ({ member: rows })
export const whole = { IsTruncated: false }
const document = (policy: object) => encodeURIComponent(JSON.stringify(policy))

export const policyAllowing = (...actions: string[]) =>
  document({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: actions, Resource: '*' }] })
const arn = (rest: string) => `arn:aws:iam::${account}:${rest}`

export const user = (name: string, more: object = {}) => ({
  Path: '/',
  UserName: name,
  UserId: `AIDA${name}`,
  Arn: arn(`user/${name}`),
  CreateDate: '2024-01-01T00:00:00Z',
  UserPolicyList: list([{ PolicyName: 'own', PolicyDocument: policyAllowing('s3:GetObject') }]),
  GroupList: list(['devs']),
  AttachedManagedPolicies: list([{ PolicyName: 'ReadOnlyAccess', PolicyArn: 'arn:aws:iam::aws:policy/ReadOnlyAccess' }]),
  Tags: list([
    { Key: 'owner', Value: 'ana@example.com' },
    { Key: 'app', Value: 'shop' },
  ]),
  ...more,
})

export const key = (id: string, userName: string, more: object = {}) => ({
  UserName: userName,
  AccessKeyId: id,
  Status: 'Active',
  CreateDate: '2025-02-03T04:05:06Z',
  SecretAccessKey: canary,
  ...more,
})

const trust = document({
  Version: '2012-10-17',
  Statement: {
    Effect: 'Allow',
    Principal: { Federated: arn('oidc-provider/token.actions.githubusercontent.com') },
    Action: 'sts:AssumeRoleWithWebIdentity',
    Condition: {
      StringEquals: { 'token.actions.githubusercontent.com:aud': 'sts.amazonaws.com' },
      StringLike: { 'token.actions.githubusercontent.com:sub': ['repo:acme/api:*'] },
    },
  },
})
const ownTrust = document({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { AWS: arn('root') }, Action: 'sts:AssumeRole' }],
})
const role = (name: string, policy: string, more: object = {}) => ({
  Path: '/',
  RoleName: name,
  RoleId: 'AROA',
  Arn: arn(`role/${name}`),
  CreateDate: '2024-01-01T00:00:00Z',
  AssumeRolePolicyDocument: policy,
  RolePolicyList: list([]),
  AttachedManagedPolicies: list([]),
  Tags: list([]),
  ...more,
})

const header =
  'user,arn,user_creation_time,access_key_1_active,access_key_1_last_rotated,access_key_1_last_used_date,access_key_1_last_used_region,access_key_1_last_used_service,access_key_2_active,access_key_2_last_rotated,access_key_2_last_used_date,access_key_2_last_used_region,access_key_2_last_used_service,a_column_of_tomorrow'
export const csv = [
  header,
  `<root_account>,${arn('root')},2020-01-01T00:00:00+00:00,true,2021-01-01T00:00:00+00:00,N/A,N/A,N/A,false,N/A,N/A,N/A,N/A,x`,
  `ana,${arn('user/ana')},2024-01-01T00:00:00+00:00,true,2025-02-03T04:05:06+00:00,2026-01-01T00:00:00+00:00,eu-west-1,s3,false,2024-03-01T00:00:00+00:00,no_information,N/A,N/A,x`,
].join('\n')

export type Answer =
  | { result: object }
  | { status: number; code: string; headers?: Record<string, string> }
  | ((response: ServerResponse, form: URLSearchParams) => unknown)
export type Actions = Readonly<Record<string, Answer>>

const details = (form: URLSearchParams): object => {
  const filter = form.get('Filter.member.1')
  const managed = (name: string, ...allowed: string[]) => ({
    PolicyName: name,
    Arn: `arn:aws:iam::aws:policy/${name}`,
    PolicyVersionList: list([
      { VersionId: 'v1', IsDefaultVersion: false, Document: policyAllowing('*') },
      { VersionId: 'v2', IsDefaultVersion: true, Document: policyAllowing(...allowed) },
    ]),
  })
  return {
    UserDetailList: list(
      filter === 'User'
        ? [user('ana'), user('ben', { UserPolicyList: list([]), GroupList: list([]), AttachedManagedPolicies: list([]), Tags: list([]) })]
        : [],
    ),
    GroupDetailList: list(
      filter === 'Group'
        ? [
            {
              GroupName: 'devs',
              Arn: arn('group/devs'),
              GroupPolicyList: list([{ PolicyName: 'deploy', PolicyDocument: policyAllowing('ecs:UpdateService') }]),
              AttachedManagedPolicies: list([]),
            },
          ]
        : [],
    ),
    RoleDetailList: list(
      filter === 'Role'
        ? [
            role('ci', trust, { RoleLastUsed: { LastUsedDate: '2026-11-01T00:00:00Z', Region: 'eu-west-1' } }),
            role('own', ownTrust),
            role('linked', trust, { Path: '/aws-service-role/x/' }),
          ]
        : [],
    ),
    Policies: list(filter === 'AWSManagedPolicy' ? [managed('ReadOnlyAccess', 's3:Get*', 's3:List*')] : []),
    ...whole,
  }
}

const ordinary: Actions = {
  GetCallerIdentity: { result: { Account: account, Arn: arn('user/reader'), UserId: 'AIDAREADER' } },
  GetAccountSummary: {
    result: {
      SummaryMap: {
        entry: [
          { key: 'Users', value: 2 },
          { key: 'AccountAccessKeysPresent', value: 1 },
        ],
      },
    },
  },
  GenerateCredentialReport: { result: { State: 'COMPLETE' } },
  GetCredentialReport: {
    result: { Content: Buffer.from(csv).toString('base64'), ReportFormat: 'text/csv', GeneratedTime: '2026-11-24T00:00:00Z' },
  },
  GetAccountAuthorizationDetails: (response, form) => reply(response, 'GetAccountAuthorizationDetails', details(form)),
  ListUsers: { result: { Users: list([user('ana'), user('ben')]), ...whole } },
  ListRoles: {
    result: {
      Roles: list([
        { ...role('ci', trust), MaxSessionDuration: 7200 },
        { ...role('own', ownTrust), MaxSessionDuration: 3600 },
      ]),
      ...whole,
    },
  },
  ListAccessKeys: (response, form) => {
    const keys =
      form.get('UserName') === 'ana'
        ? [
            key('AKIAEXAMPLE000000001', 'ana'),
            key('AKIAEXAMPLE000000002', 'ana', { Status: 'Inactive', CreateDate: '2024-03-01T00:00:00Z' }),
          ]
        : [key('AKIAEXAMPLE000000003', 'ben')]
    reply(response, 'ListAccessKeys', { AccessKeyMetadata: list(keys), ...whole })
  },
  GetAccessKeyLastUsed: (response, form) => {
    const never = form.get('AccessKeyId')?.endsWith('3')
    reply(response, 'GetAccessKeyLastUsed', {
      UserName: never ? 'ben' : 'ana',
      AccessKeyLastUsed: never
        ? { ServiceName: 'N/A', Region: 'N/A' }
        : { LastUsedDate: '2026-11-20T10:00:00Z', ServiceName: 'ecs', Region: 'eu-central-1' },
    })
  },
  ListServiceSpecificCredentials: {
    result: {
      ServiceSpecificCredentials: list([
        {
          UserName: 'ben',
          Status: 'Active',
          ServiceCredentialAlias: 'BedrockAPIKey-x',
          ServiceCredentialSecret: canary,
          CreateDate: '2026-01-01T00:00:00Z',
          ServiceSpecificCredentialId: 'ACCAEXAMPLE00001',
          ServiceName: 'bedrock.amazonaws.com',
        },
        {
          UserName: 'ana',
          Status: 'Inactive',
          ServiceUserName: canary,
          ServicePassword: canary,
          CreateDate: '2026-01-01T00:00:00Z',
          ExpirationDate: '2027-01-01T00:00:00Z',
          ServiceSpecificCredentialId: 'ACCAEXAMPLE00002',
          ServiceName: 'codecommit.amazonaws.com',
        },
      ]),
      ...whole,
    },
  },
  ListOpenIDConnectProviders: {
    result: { OpenIDConnectProviderList: list([{ Arn: arn('oidc-provider/token.actions.githubusercontent.com') }]) },
  },
  GetOpenIDConnectProvider: {
    result: {
      Url: 'token.actions.githubusercontent.com',
      ClientIDList: list(['sts.amazonaws.com']),
      ThumbprintList: list([]),
      CreateDate: '2024-01-01T00:00:00Z',
      Tags: list([]),
    },
  },
}

export function reply(response: ServerResponse, action: string, result: object): void {
  const service = action === 'GetCallerIdentity' || action.startsWith('AssumeRole') ? 'sts' : 'iam'
  const body = builder.build({ [`${action}Response`]: { [`${action}Result`]: result, ResponseMetadata: { RequestId: 'r' } } }) as string
  response.writeHead(200, { 'content-type': 'text/xml', 'x-service': service, 'x-trace': canary }).end(body)
}

/** IAM and STS of an account with a little of everything; `actions` puts other answers in the place of some. */
export async function smallAws(actions: Actions = {}): Promise<SmallServer & { calls: string[] }> {
  const calls: string[] = []
  const server = await smallServer((_request, response, body) => {
    const form = new URLSearchParams(body)
    const action = form.get('Action') ?? ''
    calls.push(action)
    const answer = actions[action] ?? ordinary[action]
    if (typeof answer === 'function') return answer(response, form)
    if (answer && 'result' in answer) return reply(response, action, answer.result)
    const { status, code, headers } = answer ?? { status: 400, code: 'InvalidAction', headers: {} }
    const text = builder.build({
      ErrorResponse: { Error: { Type: 'Sender', Code: code, Message: `no: ${canary}` }, RequestId: 'r' },
    }) as string
    return response.writeHead(status, { 'content-type': 'text/xml', ...headers }).end(text)
  })
  return Object.assign(server, { calls })
}
