import { company, workloads } from '../company.ts'
import { day, habitOf, hour, lastUse } from '../habit.ts'
import { letters, pick, share } from '../roll.ts'
import type { View } from '../view.ts'
import { inlineKinds, inlinePolicy } from './policies.ts'

export type Role = {
  name: string
  path: string
  id: string
  arn: string
  createdMs: number
  trust: object
  maxSessionSeconds: number
  policies: readonly string[]
  inline: readonly { name: string; document: object }[]
  lastUse: { atMs: number; region: string } | null
  tags: Readonly<Record<string, string>>
}

const arn = (rest: string) => `arn:aws:iam::${company.account}:${rest}`
const eks = `oidc.eks.eu-central-1.amazonaws.com/id/${'4F7C19D2A0E35B8846D1F09C7A2E6B53'}`

/** The identity providers that workloads come from without a key. */
export const oidcProviders = [
  {
    url: 'token.actions.githubusercontent.com',
    audiences: ['sts.amazonaws.com'],
    thumbprints: ['6938fd4d98bab03faadb97b34396831e3780aea1'],
    ageMs: 300 * day,
  },
  { url: eks, audiences: ['sts.amazonaws.com'], thumbprints: ['9e99a48a9960b14926bb7f3b02e22da2b0ab7280'], ageMs: 640 * day },
] as const

/** The ARN of an identity provider. */
export function oidcArn(url: string): string {
  return arn(`oidc-provider/${url}`)
}

const trust = (Principal: object, Action: string, Condition?: object) => ({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal, Action, ...(Condition ? { Condition } : {}) }],
})

const fromActions = (subject: string) =>
  trust({ Federated: oidcArn('token.actions.githubusercontent.com') }, 'sts:AssumeRoleWithWebIdentity', {
    StringEquals: { 'token.actions.githubusercontent.com:aud': 'sts.amazonaws.com' },
    StringLike: { 'token.actions.githubusercontent.com:sub': subject },
  })

const fromPods = (account: string) =>
  trust({ Federated: oidcArn(eks) }, 'sts:AssumeRoleWithWebIdentity', {
    StringEquals: { [`${eks}:sub`]: `system:serviceaccount:${account}`, [`${eks}:aud`]: 'sts.amazonaws.com' },
  })

type Plot = Pick<Role, 'name' | 'trust' | 'maxSessionSeconds' | 'policies'> & { path?: string; everyMs?: number | null; workload?: string }

const told: readonly Plot[] = [
  {
    name: 'github-actions-deploy',
    trust: fromActions(`repo:${company.org}/checkout:environment:production`),
    maxSessionSeconds: 3_600,
    policies: ['fh-deploy-services'],
    everyMs: hour,
    workload: 'checkout',
  },
  {
    name: 'github-actions-any-branch',
    trust: fromActions(`repo:${company.org}/*`),
    maxSessionSeconds: 43_200,
    policies: ['PowerUserAccess'],
    everyMs: day,
    workload: 'preview-envs',
  },
  {
    name: 'fh-task-ledger',
    trust: trust({ Service: 'ecs-tasks.amazonaws.com' }, 'sts:AssumeRole'),
    maxSessionSeconds: 3_600,
    policies: ['fh-read-secrets'],
    everyMs: hour,
    workload: 'ledger',
  },
  {
    name: 'lake-ingest-pods',
    trust: fromPods('data:lake-ingest'),
    maxSessionSeconds: 3_600,
    policies: ['fh-lake-writer'],
    everyMs: hour,
    workload: 'lake-ingest',
  },
  {
    name: 'observability-vendor',
    trust: trust({ AWS: 'arn:aws:iam::905612774430:root' }, 'sts:AssumeRole', { StringEquals: { 'sts:ExternalId': 'fh-7731' } }),
    maxSessionSeconds: 14_400,
    policies: ['ReadOnlyAccess'],
    everyMs: hour,
  },
  {
    name: 'old-consultancy',
    trust: trust({ AWS: 'arn:aws:iam::118840562291:root' }, 'sts:AssumeRole'),
    maxSessionSeconds: 43_200,
    policies: ['AdministratorAccess'],
    everyMs: null,
  },
  {
    name: 'break-glass',
    trust: trust({ AWS: arn('root') }, 'sts:AssumeRole', { Bool: { 'aws:MultiFactorAuthPresent': 'true' } }),
    maxSessionSeconds: 3_600,
    policies: ['AdministratorAccess'],
    everyMs: null,
  },
  {
    name: 'AWSServiceRoleForECS',
    path: '/aws-service-role/ecs.amazonaws.com/',
    trust: trust({ Service: 'ecs.amazonaws.com' }, 'sts:AssumeRole'),
    maxSessionSeconds: 3_600,
    policies: [],
    everyMs: hour,
  },
]

/** The index-th role; the first few are told. */
export function roleAt(view: View, index: number): Role {
  const { seed } = view
  const workload = workloads[index % workloads.length]!
  const plot: Plot = told[index] ?? {
    name: `${pick(['fh-task', 'fh-fn', 'fh-pod', 'fh-node'], seed, 'role', index)}-${workload.key}-${index}`,
    trust: pick(
      [
        trust({ Service: 'lambda.amazonaws.com' }, 'sts:AssumeRole'),
        trust({ Service: 'ecs-tasks.amazonaws.com' }, 'sts:AssumeRole'),
        trust({ Service: 'ec2.amazonaws.com' }, 'sts:AssumeRole'),
        fromPods(`${workload.team}:${workload.key}`),
        fromActions(`repo:${company.org}/${workload.key}:ref:refs/heads/main`),
      ],
      seed,
      'role trust',
      index,
    ),
    maxSessionSeconds: pick([3_600, 3_600, 3_600, 14_400, 43_200], seed, 'session', index),
    policies: pick([['fh-metrics'], ['fh-lake-reader'], ['CloudWatchAgentServerPolicy'], ['fh-read-secrets']], seed, 'role policy', index),
    workload: workload.key,
  }
  const path = plot.path ?? '/'
  const createdMs = view.epoch - Math.floor((60 + share(seed, 'role age', index) * 1_500) * day)
  const habit = habitOf(seed, 'role', index, view.epoch)
  const used = lastUse(plot.everyMs === undefined ? habit : { ...habit, everyMs: plot.everyMs }, createdMs, view.now)
  return {
    name: plot.name,
    path,
    id: `AROA${letters(17, seed, 'role id', index)}`,
    arn: arn(`role${path}${plot.name}`),
    createdMs,
    trust: plot.trust,
    maxSessionSeconds: plot.maxSessionSeconds,
    policies: plot.policies,
    inline: plot.workload ? [inlinePolicy(pick(inlineKinds, seed, 'role inline', index), plot.workload)] : [],
    lastUse: used === null || view.now - used > 400 * day ? null : { atMs: used, region: 'eu-central-1' },
    tags: plot.workload ? { workload: plot.workload } : {},
  }
}
