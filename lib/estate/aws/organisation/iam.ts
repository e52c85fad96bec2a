import { stringify } from 'csv-stringify/sync'
import { canary } from '../../canary.ts'
import { taken, turned } from '../../further/rows.ts'
import { day } from '../../habit.ts'
import { letters } from '../../roll.ts'
import type { EstateState } from '../../state.ts'
import type { View } from '../../view.ts'
import { AwsError } from '../aws-error.ts'
import { columns } from '../credential-report.ts'
import { pageOf } from '../marker.ts'
import { managed, managedPolicies } from '../policies.ts'
import { awsDocument, awsTags, awsTime } from '../xml.ts'
import { home, type ToldAccount, type ToldRole, type ToldUser } from './accounts.ts'
import { bedrockOf, bedrockRows, keyRows, keysOf, type Bedrock, type Key } from './rows.ts'

type Ask = { view: View; account: ToldAccount; form: URLSearchParams }
type Action = (ask: Ask) => object

const arn = ({ id }: ToldAccount, rest: string) => `arn:aws:iam::${id}:${rest}`
const attached = (names: readonly string[]) => ({ member: names.map((name) => ({ PolicyName: name, PolicyArn: managed(name).arn })) })

/** A listing, a page at a time as IAM has it. */
function listed<Row>(
  { account, form }: Ask,
  name: string,
  rows: readonly Row[],
  xml: (row: Row) => object,
): { member: object[]; more: object } {
  const page = pageOf(form, `${account.id} ${name}`, rows.length)
  return { member: rows.slice(page.from, page.to).map(xml), more: page.more }
}

/** What IAM of one account answers to those who read. */
export const reads: Readonly<Record<string, Action>> = {
  GetAccountSummary: ({ account }) => ({
    SummaryMap: {
      entry: [
        { key: 'Users', value: account.users.length },
        { key: 'AccountAccessKeysPresent', value: 0 },
      ],
    },
  }),
  GenerateCredentialReport: () => ({ State: 'COMPLETE' }),
  GetCredentialReport: (ask) => ({
    Content: Buffer.from(report(ask)).toString('base64'),
    ReportFormat: 'text/csv',
    GeneratedTime: awsTime(ask.view.now),
  }),
  GetAccountAuthorizationDetails(ask) {
    const filter = ask.form.get('Filter.member.1') ?? ''
    const lists: Record<string, object> = { UserDetailList: {}, GroupDetailList: {}, RoleDetailList: {}, Policies: {} }
    const { roles = [], users } = ask.account
    const put = <Row>(list: string, rows: readonly Row[], xml: (row: Row) => object) => {
      const { member, more } = listed(ask, filter, rows, xml)
      return { ...lists, [list]: { member }, ...more }
    }
    if (filter === 'User') return put('UserDetailList', users, (user) => userDetail(ask, user))
    if (filter === 'Role')
      return put('RoleDetailList', roles, (role) => ({
        ...roleXml(ask, role),
        RolePolicyList: '',
        AttachedManagedPolicies: attached(role.policies),
      }))
    return put('Policies', filter === 'AWSManagedPolicy' ? managedPolicies.filter(({ awsManaged }) => awsManaged) : [], policyXml)
  },
  ListUsers(ask) {
    const { member, more } = listed(ask, 'users', ask.account.users, (user) => userXml(ask, user))
    return { Users: { member }, ...more }
  },
  ListRoles(ask) {
    const { member, more } = listed(ask, 'roles', ask.account.roles ?? [], (role) => roleXml(ask, role))
    return { Roles: { member }, ...more }
  },
  ListAccessKeys(ask) {
    const { member, more } = listed(ask, 'keys', keysOf(ask.view, userNamed(ask)), (key) => ({
      UserName: key.user,
      AccessKeyId: key.id,
      Status: key.active ? 'Active' : 'Inactive',
      CreateDate: awsTime(key.createdMs),
      SecretAccessKey: canary(ask.view.seed, 'aws-secret', key.id),
    }))
    return { AccessKeyMetadata: { member }, ...more }
  },
  GetAccessKeyLastUsed(ask) {
    const id = ask.form.get('AccessKeyId') ?? ''
    const key = ask.account.users.flatMap((user) => keysOf(ask.view, user)).find((one) => one.id === id)
    if (!key) throw new AwsError(403, 'AccessDenied', `The Access Key with id ${id} cannot be found`)
    const { used } = key
    const told = used
      ? { LastUsedDate: awsTime(used.atMs), ServiceName: used.service, Region: home }
      : { ServiceName: 'N/A', Region: 'N/A' }
    return { UserName: key.user, AccessKeyLastUsed: told }
  },
  ListServiceSpecificCredentials(ask) {
    const rows = bedrockOf(ask.view, ask.account)
    const { member, more } = listed(ask, 'service credentials', rows, (row) => ({
      ServiceSpecificCredentialId: row.id,
      UserName: row.user,
      ServiceName: 'bedrock.amazonaws.com',
      ServiceCredentialAlias: row.alias,
      ServiceCredentialSecret: canary(ask.view.seed, 'aws-service-secret', row.id),
      Status: row.active ? 'Active' : 'Inactive',
      CreateDate: awsTime(row.createdMs),
      ...(row.expiresMs !== null && { ExpirationDate: awsTime(row.expiresMs) }),
    }))
    return { ServiceSpecificCredentials: { member }, ...more }
  },
  ListOpenIDConnectProviders: () => ({ OpenIDConnectProviderList: { member: [] } }),
}

/** What IAM of one account makes of the estate for those who act. */
export const changes: Readonly<Record<string, (ask: Ask) => EstateState>> = {
  UpdateAccessKey: (ask) => turned(ask.view.state, keyRows, ownKey(ask).row, isOn(ask), ask.view.now),
  DeleteAccessKey: (ask) => taken(ask.view.state, keyRows, ownKey(ask).row),
  UpdateServiceSpecificCredential: (ask) => turned(ask.view.state, bedrockRows, ownBedrock(ask).row, isOn(ask), ask.view.now),
  DeleteServiceSpecificCredential: (ask) => taken(ask.view.state, bedrockRows, ownBedrock(ask).row),
}

function isOn({ form }: Ask): boolean {
  return form.get('Status') === 'Active'
}

function ownKey(ask: Ask): Key {
  const id = ask.form.get('AccessKeyId')
  const key = keysOf(ask.view, userNamed(ask)).find((one) => one.id === id)
  if (!key) throw new AwsError(404, 'NoSuchEntity', `The Access Key with id ${id} cannot be found.`)
  return key
}

function ownBedrock(ask: Ask): Bedrock {
  const [id, { name }] = [ask.form.get('ServiceSpecificCredentialId'), userNamed(ask)]
  const found = bedrockOf(ask.view, ask.account).find((one) => one.id === id && one.user === name)
  if (!found) throw new AwsError(404, 'NoSuchEntity', `No such credential ${id} exists for user ${name}.`)
  return found
}

function userNamed({ account, form }: Ask): ToldUser {
  const name = form.get('UserName')
  const user = account.users.find((one) => one.name === name)
  if (!user) throw new AwsError(404, 'NoSuchEntity', `The user with name ${name} cannot be found.`)
  return user
}

function userXml({ view, account }: Ask, { name }: ToldUser): object {
  return {
    Path: '/',
    UserName: name,
    UserId: `AIDA${letters(17, view.seed, 'organisation user', account.id, name)}`,
    Arn: arn(account, `user/${name}`),
    CreateDate: awsTime(view.epoch - 1_500 * day),
  }
}

function userDetail(ask: Ask, user: ToldUser): object {
  return { ...userXml(ask, user), GroupList: '', AttachedManagedPolicies: attached(user.policies), Tags: awsTags(user.tags ?? {}) }
}

function roleXml({ view, account }: Ask, { name, anchors }: ToldRole): object {
  const SourceArn = anchors.map((id) => anchorArn(account, id))
  return {
    Path: '/',
    RoleName: name,
    RoleId: `AROA${letters(17, view.seed, 'organisation role', account.id, name)}`,
    Arn: arn(account, `role/${name}`),
    CreateDate: awsTime(view.epoch - 400 * day),
    MaxSessionDuration: 43_200,
    AssumeRolePolicyDocument: awsDocument({
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Principal: { Service: 'rolesanywhere.amazonaws.com' },
          Action: ['sts:AssumeRole', 'sts:TagSession', 'sts:SetSourceIdentity'],
          ...(SourceArn.length > 0 && { Condition: { ArnEquals: { 'aws:SourceArn': SourceArn } } }),
        },
      ],
    }),
  }
}

/** A trust anchor's ARN in the home region. */
export function anchorArn({ id: account }: ToldAccount, id: string): string {
  return `arn:aws:rolesanywhere:${home}:${account}:trust-anchor/${id}`
}

function policyXml(policy: (typeof managedPolicies)[number]): object {
  return {
    PolicyName: policy.name,
    PolicyId: policy.id,
    Arn: policy.arn,
    DefaultVersionId: 'v1',
    PolicyVersionList: { member: [{ Document: awsDocument(policy.document), VersionId: 'v1', IsDefaultVersion: true }] },
  }
}

/** The credential report: AWS's columns, its root without keys. */
function report(ask: Ask): string {
  const when = (ms: number) => new Date(ms).toISOString().replace(/\.\d{3}Z$/, '+00:00')
  const none = ['false', 'N/A', 'N/A', 'N/A', 'N/A']
  const slot = (key: Key | undefined) =>
    key
      ? [String(key.active), when(key.createdMs), ...(key.used ? [when(key.used.atMs), home, key.used.service] : ['N/A', 'N/A', 'N/A'])]
      : none
  const row = (name: string, at: string, keys: readonly Key[]) => [
    name, at, when(ask.view.epoch - 1_500 * day), 'false', 'N/A', 'N/A', 'N/A', 'false', ...slot(keys[0]), ...slot(keys[1]), 'false', 'N/A', 'false', 'N/A',
  ] // prettier-ignore
  const rows = [
    row('<root_account>', arn(ask.account, 'root'), []),
    ...ask.account.users.map((user) => row(user.name, arn(ask.account, `user/${user.name}`), keysOf(ask.view, user))),
  ]
  return stringify(rows, { header: true, columns: [...columns] })
}
