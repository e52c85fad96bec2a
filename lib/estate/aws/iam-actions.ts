import { canary } from '../canary.ts'
import { company } from '../company.ts'
import { share } from '../roll.ts'
import type { View } from '../view.ts'
import { everCount, isThere, rowsBetween, liveCount } from '../view.ts'
import { accessKey, keysNow, rootKey, serviceCredential, type ServiceCredential } from './access-key.ts'
import { authorizationDetails } from './authorization-details.ts'
import { AwsError } from './aws-error.ts'
import { pageOf } from './marker.ts'
import { oidcArn, oidcProviders, roleAt, type Role } from './roles.ts'
import { keyedUser, keyedUsers, userAt, userCount, type User } from './user.ts'
import { awsDocument, awsTags, awsTime } from './xml.ts'

/** What one IAM action answers; throws AwsError. */
export type IamAction = (view: View, form: URLSearchParams) => object

/** The IAM actions that the estate speaks, the credential report aside. */
export const iamActions: Readonly<Record<string, IamAction>> = {
  GetAccountAuthorizationDetails: authorizationDetails,
  ListUsers(view, form) {
    const page = pageOf(form, 'users', userCount(view))
    return { Users: { member: range(page.from, page.to).map((at) => userXml(view, userAt(view, at))) }, ...page.more }
  },
  ListUserTags(view, form) {
    return { Tags: awsTags(userNamed(view, form).tags), IsTruncated: false }
  },
  ListAccessKeys(view, form) {
    const user = userNamed(view, form)
    const keys = user.number === null ? [] : keysNow(view, user.number)
    const member = keys.map((key) => ({
      UserName: user.name,
      AccessKeyId: key.id,
      Status: key.active ? 'Active' : 'Inactive',
      CreateDate: awsTime(key.createdMs),
      // IAM tells a secret once, on creation; a careless compatible service tells it always. Whoever reads by allow-list never meets it.
      SecretAccessKey: canary(view.seed, 'aws-secret', key.id),
    }))
    return { AccessKeyMetadata: { member }, IsTruncated: false }
  },
  GetAccessKeyLastUsed(view, form) {
    const id = form.get('AccessKeyId') ?? ''
    const found = keyWithId(view, id)
    if (!found) throw new AwsError(403, 'AccessDenied', `The Access Key with id ${id} cannot be found`)
    const use = found.key.lastUse
    return {
      UserName: found.user,
      AccessKeyLastUsed: use
        ? { LastUsedDate: awsTime(use.atMs), ServiceName: use.service, Region: use.region }
        : { ServiceName: 'N/A', Region: 'N/A' },
    }
  },
  ListServiceSpecificCredentials(view, form) {
    const service = form.get('ServiceName')
    const wanted = (one: ServiceCredential) => !service || one.serviceName === service
    if (form.get('AllUsers') !== 'true') {
      const user = userNamed(view, form)
      const own = user.number === null ? [] : serviceCredentialsOf(view, user.number).filter(wanted)
      return { ServiceSpecificCredentials: { member: own.map((one) => serviceCredentialXml(view, one)) }, IsTruncated: false }
    }
    const page = pageOf(form, `service-credentials ${service ?? ''}`, liveCount(view, 'serviceCredentials'))
    const rows = rowsBetween(view, 'serviceCredentials', page.from, page.to).map((index) => serviceCredential(view, index))
    return { ServiceSpecificCredentials: { member: rows.filter(wanted).map((one) => serviceCredentialXml(view, one)) }, ...page.more }
  },
  ListOpenIDConnectProviders() {
    return { OpenIDConnectProviderList: { member: oidcProviders.map(({ url }) => ({ Arn: oidcArn(url) })) } }
  },
  GetOpenIDConnectProvider(view, form) {
    const arn = form.get('OpenIDConnectProviderArn')
    const found = oidcProviders.find(({ url }) => oidcArn(url) === arn)
    if (!found) throw new AwsError(404, 'NoSuchEntity', `OpenIDConnect Provider not found for arn ${arn}`)
    return {
      Url: found.url,
      ClientIDList: { member: [...found.audiences] },
      ThumbprintList: { member: [...found.thumbprints] },
      CreateDate: awsTime(view.epoch - found.ageMs),
      Tags: awsTags({}),
    }
  },
  ListRoles(view, form) {
    const page = pageOf(form, 'roles', view.sizes.roles)
    return { Roles: { member: range(page.from, page.to).map((at) => roleXml(roleAt(view, at), 'listed')) }, ...page.more }
  },
  GetRole(view, form) {
    const name = form.get('RoleName')
    const at = range(0, view.sizes.roles).find((index) => roleAt(view, index).name === name)
    if (at === undefined) throw new AwsError(404, 'NoSuchEntity', `The role with name ${name} cannot be found.`)
    return { Role: roleXml(roleAt(view, at), 'whole') }
  },
  ListAccountAliases() {
    return { AccountAliases: { member: [company.org] }, IsTruncated: false }
  },
  GetAccountSummary(view) {
    const entry = [
      { key: 'Users', value: userCount(view) },
      { key: 'UsersQuota', value: 5_000 },
      { key: 'Roles', value: view.sizes.roles },
      { key: 'AccountAccessKeysPresent', value: rootKey(view) ? 1 : 0 },
      { key: 'AccountMFAEnabled', value: 1 },
    ]
    return { SummaryMap: { entry } }
  },
  ListSSHPublicKeys: () => ({ SSHPublicKeys: { member: [] }, IsTruncated: false }),
  ListSigningCertificates: () => ({ Certificates: { member: [] }, IsTruncated: false }),
  ListServerCertificates: () => ({ ServerCertificateMetadataList: { member: [] }, IsTruncated: false }),
  ListSAMLProviders: () => ({ SAMLProviderList: { member: [] } }),
}

const namesOf = new WeakMap<View['state'], { seen: number; positions: Map<string, number> }>()

/** The user a request names; without a name IAM means the caller, who is no user here. */
function userNamed(view: View, form: URLSearchParams): User {
  const name = form.get('UserName') ?? ''
  const total = userCount(view)
  let known = namesOf.get(view.state)
  if (known?.seen !== total) {
    known = { seen: total, positions: new Map(range(0, total).map((at) => [userAt(view, at).name, at])) }
    namesOf.set(view.state, known)
  }
  const at = known.positions.get(name)
  if (at === undefined) throw new AwsError(404, 'NoSuchEntity', `The user with name ${name} cannot be found.`)
  return userAt(view, at)
}

const keysById = new WeakMap<View['state'], { seen: number; byPrefix: Map<string, number> }>()
const lasting = 14 // of a key's id, 'AKIA' and ten letters stay through its rotations

function keyWithId(view: View, id: string) {
  const total = everCount(view, 'accessKeys')
  let known = keysById.get(view.state)
  if (known?.seen !== total) {
    known = { seen: total, byPrefix: new Map(range(0, total).map((at) => [accessKey(view, at).id.slice(0, lasting), at])) }
    keysById.set(view.state, known)
  }
  const index = known.byPrefix.get(id.slice(0, lasting))
  if (index === undefined || !isThere(view, 'accessKeys', index)) return null
  const key = accessKey(view, index)
  return key.id === id ? { key, user: keyedUser(view, key.user).name } : null
}

/** The row of a key that this user has now; throws as IAM does. */
export function ownKey(view: View, form: URLSearchParams): number {
  const user = userNamed(view, form)
  const id = form.get('AccessKeyId') ?? ''
  const key = user.number === null ? undefined : keysNow(view, user.number).find((one) => one.id === id)
  if (!key) throw new AwsError(404, 'NoSuchEntity', `The Access Key with id ${id} cannot be found.`)
  return key.index
}

/** The row of a service-specific credential that this user has now; throws as IAM does. */
export function ownServiceCredential(view: View, form: URLSearchParams): number {
  const { name } = userNamed(view, form)
  const id = form.get('ServiceSpecificCredentialId') ?? ''
  const rows = rowsBetween(view, 'serviceCredentials', 0, liveCount(view, 'serviceCredentials'))
  const found = rows.map((index) => serviceCredential(view, index)).find((one) => one.id === id && holderOf(view, one) === name)
  if (!found) throw new AwsError(404, 'NoSuchEntity', `No such credential ${id} exists for user ${name}.`)
  return found.index
}

function holderOf(view: View, { user }: ServiceCredential): string {
  return keyedUser(view, user % keyedUsers(view)).name
}

function serviceCredentialsOf(view: View, user: number): ServiceCredential[] {
  const index = (user - 4) / 7
  return Number.isInteger(index) && isThere(view, 'serviceCredentials', index) ? [serviceCredential(view, index)] : []
}

function serviceCredentialXml(view: View, one: ServiceCredential): object {
  return {
    ServiceSpecificCredentialId: one.id,
    UserName: holderOf(view, one),
    ServiceName: one.serviceName,
    ...(one.serviceUserName ? { ServiceUserName: one.serviceUserName } : {}),
    ...(one.alias ? { ServiceCredentialAlias: one.alias } : {}),
    Status: one.active ? 'Active' : 'Inactive',
    CreateDate: awsTime(one.createdMs),
    ...(one.expiresMs ? { ExpirationDate: awsTime(one.expiresMs) } : {}),
    // The neighbours of these fields in IAM's other answers; none may be read.
    ...(one.alias
      ? { ServiceCredentialSecret: canary(view.seed, 'aws-service-secret', one.id) }
      : { ServicePassword: canary(view.seed, 'aws-service-password', one.id) }),
  }
}

function userXml(view: View, user: User): object {
  const seen = user.person && share(view.seed, 'sign-in', user.name) < 0.9
  return {
    Path: user.path,
    UserName: user.name,
    UserId: user.id,
    Arn: user.arn,
    CreateDate: awsTime(user.createdMs),
    ...(seen ? { PasswordLastUsed: awsTime(Math.floor(view.now / 86_400_000) * 86_400_000) } : {}),
  }
}

function roleXml(role: Role, how: 'listed' | 'whole'): object {
  return {
    Path: role.path,
    RoleName: role.name,
    RoleId: role.id,
    Arn: role.arn,
    CreateDate: awsTime(role.createdMs),
    AssumeRolePolicyDocument: awsDocument(role.trust),
    MaxSessionDuration: role.maxSessionSeconds,
    ...(how === 'whole' ? { Tags: awsTags(role.tags) } : {}),
    ...(how === 'whole' && role.lastUse ? { RoleLastUsed: { LastUsedDate: awsTime(role.lastUse.atMs), Region: role.lastUse.region } } : {}),
  }
}

function range(from: number, to: number): number[] {
  return Array.from({ length: Math.max(0, to - from) }, (_, at) => from + at)
}
