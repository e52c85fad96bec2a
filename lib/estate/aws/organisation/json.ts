import { canary } from '../../canary.ts'
import { company } from '../../company.ts'
import { day } from '../../habit.ts'
import type { View } from '../../view.ts'
import { accounts, home, management, type ToldAccount, type ToldSecret } from './accounts.ts'
import { anchorArn } from './iam.ts'
import { useOf } from './rows.ts'

/** Pages are small here, so that every reader has to turn them. */
const pageSize = 2

function page<Row>(rows: readonly Row[], token: string | null): { rows: readonly Row[]; next: string | null } {
  const from = token === null ? 0 : Number(Buffer.from(token, 'base64url').toString())
  const to = from + pageSize
  return { rows: rows.slice(from, to), next: to < rows.length ? Buffer.from(String(to)).toString('base64url') : null }
}

const seconds = (ms: number) => ms / 1_000

/** organizations:ListAccounts, the company's oldest account among them. */
export function listAccounts(view: View, { NextToken = null }: { NextToken?: string | null }): object {
  const all = [...accounts, { id: company.account, name: 'fernhollow', state: 'ACTIVE' as const }]
  const { rows, next } = page(all, NextToken)
  return {
    Accounts: rows.map(({ id, name, state }) => ({
      Id: id,
      Arn: `arn:aws:organizations::${management}:account/o-fh${view.seed}/${id}`,
      Email: `aws+${name}@${company.domain}`,
      Name: name,
      State: state,
      JoinedMethod: 'CREATED',
      JoinedTimestamp: seconds(view.epoch - 1_500 * day),
    })),
    ...(next && { NextToken: next }),
  }
}

/** secretsmanager:ListSecrets of one account in the home region. No listing has a value; a careless service that told one would tell this. */
export function listSecrets(view: View, account: ToldAccount, { NextToken = null }: { NextToken?: string | null }): object {
  const { rows, next } = page(account.secrets ?? [], NextToken)
  return { SecretList: rows.map((secret) => secretJson(view, account, secret)), ...(next && { NextToken: next }) }
}

function secretJson(view: View, { id }: ToldAccount, { name, tail, ageMs, tags = {}, rotated, owner, fetched }: ToldSecret): object {
  const created = view.epoch - ageMs
  const every = rotated ? rotated.days * day : 0
  const last = rotated ? created + Math.floor((view.now - created) / every) * every : null
  const use = useOf(view, fetched, created)
  return {
    ARN: `arn:aws:secretsmanager:${home}:${id}:secret:${name}-${tail}`,
    Name: name,
    Description: `kept for ${canary(view.seed, 'aws-secret-description', name)}`,
    SecretString: canary(view.seed, 'aws-secret-value', name),
    CreatedDate: seconds(created),
    LastChangedDate: seconds(last ?? created),
    RotationEnabled: rotated !== undefined,
    ...(rotated &&
      last !== null && {
        RotationRules: { AutomaticallyAfterDays: rotated.days },
        LastRotatedDate: seconds(last),
        NextRotationDate: seconds(last + every),
        ...(rotated.by === 'function' && { RotationLambdaARN: `arn:aws:lambda:${home}:${id}:function:rotate-database` }),
      }),
    ...(owner && { OwningService: owner }),
    // To the day, as AWS has it.
    ...(use !== null && { LastAccessedDate: seconds(Math.floor(use / day) * day) }),
    SecretVersionsToStages: { [`v-${tail}`]: ['AWSCURRENT'] },
    Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })),
  }
}

/** The listings of IAM Roles Anywhere of one account, by their paths. */
export function rolesAnywhere(view: View, account: ToldAccount, path: string, token: string | null): object | null {
  const arn = (rest: string) => `arn:aws:rolesanywhere:${home}:${account.id}:${rest}`
  const at = (ms: number) => new Date(ms).toISOString()
  const made = { createdAt: at(view.epoch - 300 * day), updatedAt: at(view.epoch - 20 * day) }
  const answer = <Row>(name: string, all: readonly Row[], json: (row: Row) => object) => {
    const { rows, next } = page(all, token)
    return { [name]: rows.map(json), ...(next && { nextToken: next }) }
  }
  if (path === '/trustanchors')
    return answer('trustAnchors', account.anchors ?? [], ({ id, name, off }) => ({
      trustAnchorId: id,
      trustAnchorArn: anchorArn(account, id),
      name,
      enabled: !off,
      source: { sourceType: 'CERTIFICATE_BUNDLE', sourceData: { x509CertificateData: canary(view.seed, 'aws-certificate', id) } },
      ...made,
    }))
  if (path === '/profiles')
    return answer('profiles', account.profiles ?? [], ({ id, name, roles, seconds: durationSeconds, sessionPolicy, off }) => ({
      profileId: id,
      profileArn: arn(`profile/${id}`),
      name,
      enabled: !off,
      durationSeconds,
      requireInstanceProperties: false,
      roleArns: roles.map((role) => `arn:aws:iam::${account.id}:role/${role}`),
      managedPolicyArns: [],
      ...(sessionPolicy && { sessionPolicy: JSON.stringify(sessionPolicy) }),
      ...made,
    }))
  if (path === '/subjects')
    return answer('subjects', account.subjects ?? [], ({ id, name, everyMs }) => ({
      subjectId: id,
      subjectArn: arn(`subject/${id}`),
      x509Subject: name,
      enabled: true,
      lastSeenAt: at(useOf(view, { everyMs }, view.epoch - 300 * day) ?? view.epoch),
      ...made,
    }))
  return null
}
