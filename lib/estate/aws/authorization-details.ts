import { company } from '../company.ts'
import { day } from '../habit.ts'
import { letters } from '../roll.ts'
import type { View } from '../view.ts'
import { pageOf } from './marker.ts'
import { groups, managed, managedPolicies, type Group, type Policy } from './policies.ts'
import { roleAt } from './roles.ts'
import { userAt, userCount } from './user.ts'
import { awsDocument, awsTags, awsTime } from './xml.ts'

type Section = { filters: readonly string[]; list: string; count: number; xml: (at: number) => object }

const attached = (names: readonly string[]) => ({ member: names.map((name) => ({ PolicyName: name, PolicyArn: managed(name).arn })) })
const inline = (policies: readonly { name: string; document: object }[]) => ({
  member: policies.map((one) => ({ PolicyName: one.name, PolicyDocument: awsDocument(one.document) })),
})

/** GetAccountAuthorizationDetails: users, groups, roles and policies in one paged sequence, of which a filter takes parts. */
export function authorizationDetails(view: View, form: URLSearchParams): object {
  const filter = [...form].filter(([name]) => name.startsWith('Filter.member.')).map(([, value]) => value)
  const sections = sectionsOf(view).filter((one) => filter.length === 0 || one.filters.some((name) => filter.includes(name)))
  const total = sections.reduce((sum, { count }) => sum + count, 0)
  const page = pageOf(form, `details ${filter.toSorted().join(',')}`, total)
  const lists: Record<string, object[]> = { UserDetailList: [], GroupDetailList: [], RoleDetailList: [], Policies: [] }
  let before = 0
  for (const { list, count, xml } of sections) {
    for (let at = Math.max(page.from, before); at < Math.min(page.to, before + count); at++) lists[list]!.push(xml(at - before))
    before += count
  }
  return { ...Object.fromEntries(Object.entries(lists).map(([name, member]) => [name, { member }])), ...page.more }
}

function sectionsOf(view: View): Section[] {
  const ours = managedPolicies.filter((one) => !one.awsManaged)
  const awss = managedPolicies.filter((one) => one.awsManaged)
  return [
    { filters: ['User'], list: 'UserDetailList', count: userCount(view), xml: (at) => userDetail(view, at) },
    { filters: ['Group'], list: 'GroupDetailList', count: groups.length, xml: (at) => groupDetail(view, groups[at]!) },
    { filters: ['Role'], list: 'RoleDetailList', count: view.sizes.roles, xml: (at) => roleDetail(view, at) },
    { filters: ['LocalManagedPolicy'], list: 'Policies', count: ours.length, xml: (at) => policyDetail(view, ours[at]!) },
    { filters: ['AWSManagedPolicy'], list: 'Policies', count: awss.length, xml: (at) => policyDetail(view, awss[at]!) },
  ]
}

function userDetail(view: View, at: number): object {
  const user = userAt(view, at)
  return {
    Path: user.path,
    UserName: user.name,
    UserId: user.id,
    Arn: user.arn,
    CreateDate: awsTime(user.createdMs),
    ...(user.inline.length ? { UserPolicyList: inline(user.inline) } : {}),
    GroupList: { member: [...user.groups] },
    AttachedManagedPolicies: attached(user.policies),
    ...(user.boundary
      ? {
          PermissionsBoundary: { PermissionsBoundaryType: 'PermissionsBoundaryPolicy', PermissionsBoundaryArn: managed(user.boundary).arn },
        }
      : {}),
    Tags: awsTags(user.tags),
  }
}

function groupDetail(view: View, group: Group): object {
  return {
    Path: '/',
    GroupName: group.name,
    GroupId: `AGPA${letters(17, view.seed, 'group', group.name)}`,
    Arn: `arn:aws:iam::${company.account}:group/${group.name}`,
    CreateDate: awsTime(view.epoch - 2_000 * day),
    GroupPolicyList: inline(group.inline),
    AttachedManagedPolicies: attached(group.policies),
  }
}

function roleDetail(view: View, at: number): object {
  const role = roleAt(view, at)
  return {
    Path: role.path,
    RoleName: role.name,
    RoleId: role.id,
    Arn: role.arn,
    CreateDate: awsTime(role.createdMs),
    AssumeRolePolicyDocument: awsDocument(role.trust),
    InstanceProfileList: { member: [] },
    RolePolicyList: inline(role.inline),
    AttachedManagedPolicies: attached(role.policies),
    Tags: awsTags(role.tags),
    RoleLastUsed: role.lastUse ? { LastUsedDate: awsTime(role.lastUse.atMs), Region: role.lastUse.region } : '',
  }
}

function policyDetail(view: View, policy: Policy): object {
  const made = awsTime(view.epoch - 1_500 * day)
  const changed = awsTime(view.epoch - 200 * day)
  return {
    PolicyName: policy.name,
    PolicyId: policy.id,
    Arn: policy.arn,
    Path: '/',
    DefaultVersionId: 'v2',
    AttachmentCount: 1,
    PermissionsBoundaryUsageCount: policy.name.includes('boundary') ? 1 : 0,
    IsAttachable: true,
    Description: policy.description,
    CreateDate: made,
    UpdateDate: changed,
    PolicyVersionList: {
      member: [
        { Document: awsDocument(policy.document), VersionId: 'v2', IsDefaultVersion: true, CreateDate: changed },
        // What it said before: a reader that takes the first or the widest version, and not the default one, is wrong here.
        { Document: awsDocument(formerly), VersionId: 'v1', IsDefaultVersion: false, CreateDate: made },
      ],
    },
  }
}

const formerly = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] }
