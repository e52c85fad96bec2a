import type { Coverage, Field, NotAsked, Verified } from '../contract.ts'
import type { Settings } from './settings.ts'

const clientId: Field = {
  name: 'clientId',
  label: 'Application (client) ID',
  hint: 'Of the application that you registered for Standdown. It is no secret.',
  kind: 'text',
  required: true,
  example: '11111111-2222-3333-4444-555555555555',
}

const credentialFields: readonly Field[] = [
  {
    name: 'certificate',
    label: 'Certificate',
    hint: 'PEM, the same that you uploaded to the application.',
    kind: 'multiline-secret',
    required: false,
  },
  {
    name: 'privateKey',
    label: 'Private key of the certificate',
    hint: 'PEM, RSA, without a passphrase. Sealed at rest and never shown again.',
    kind: 'multiline-secret',
    required: false,
  },
  {
    name: 'clientSecret',
    label: 'Client secret',
    hint: 'Its value, not its id. Sealed at rest and never shown again.',
    kind: 'secret',
    required: false,
  },
]

export const fields: readonly Field[] = [
  {
    name: 'tenant',
    label: 'Tenant',
    hint: 'Its id, as the overview of Entra ID shows it, or a domain of it.',
    kind: 'text',
    required: true,
    example: 'acme.onmicrosoft.com',
  },
  clientId,
  {
    name: 'loginUrl',
    label: 'Sign-in address',
    hint: 'Microsoft’s own; another one in national clouds.',
    kind: 'url',
    required: false,
    example: 'https://login.microsoftonline.com',
  },
  {
    name: 'graphUrl',
    label: 'Microsoft Graph’s address',
    hint: 'Without its version; another one in national clouds.',
    kind: 'url',
    required: false,
    example: 'https://graph.microsoft.com',
  },
  {
    name: 'armUrl',
    label: 'Azure’s address',
    hint: 'Of Azure Resource Manager; another one in national clouds. Left out: roles in Azure subscriptions are not read.',
    kind: 'url',
    required: false,
    example: 'https://management.azure.com',
  },
  ...credentialFields,
]

export const policy = {
  title: 'What the application may read',
  language: 'text' as const,
  text: `Application permissions of Microsoft Graph, with admin consent:

Directory.Read.All   applications, service principals, owners, role assignments, permission grants
AuditLog.Read.All    when a credential was used last (needs a tenant with Entra ID P1)

Narrower, without what applications may do in the name of people:

Application.Read.All
RoleManagement.Read.Directory
GroupMember.Read.All
User.ReadBasic.All   the names and addresses of owners
AuditLog.Read.All

All of them only read. No delegated permission and no directory role is needed.

For roles in Azure subscriptions, if they are to be read, in Azure (Access control, IAM):

Reader   at the tenant's root management group (or at the subscriptions that are to be seen)
`,
}

export const actionPolicy = {
  title: 'What the acting application may do',
  language: 'text' as const,
  text: `Application permission of Microsoft Graph, with admin consent:

Application.ReadWrite.OwnedBy   changes the applications that this one owns, and no others

Then add this application as an owner of each application whose secrets it may remove.
Do not give it Application.ReadWrite.All: that leads to Global Administrator.
`,
}

export const actionFields: readonly Field[] = [
  { ...clientId, hint: 'Of another application than the one that reads.' },
  ...credentialFields,
]

export const actionSteps: readonly string[] = [
  'In Entra ID, register a second application, and let it in by a certificate of at most 90 days.',
  'Under API permissions, give it the application permission to copy and grant admin consent.',
  'As an administrator, add its service principal as an owner of each application whose secrets it may remove (New-MgApplicationOwnerByRef, or azuread_application_owner in Terraform).',
  'It removes client secrets for good. Entra ID can switch no single credential off: accountEnabled stops the whole application, so that is not offered here.',
]

const azureObjects = ['Azure role assignments', 'Azure subscriptions', 'Azure role definitions']

export function notAsked({ armUrl }: Settings): NotAsked {
  const left = { whole: true, says: 'The settings give no address of Azure.' }
  return armUrl === undefined ? Object.fromEntries(azureObjects.map((object) => [object, left])) : {}
}

export const coverage: readonly Coverage[] = [
  {
    object: 'Entra applications',
    state: 'read',
    tokens: ['entra.client-secret', 'entra.certificate', 'entra.symmetric-key'],
    says: 'Their client secrets and certificates, with owners, expiry, permissions and last sign-in.',
  },
  {
    object: 'Entra service principals',
    state: 'read',
    says: 'Whether they may sign in, and credentials that stand on them instead of on their application.',
  },
  { object: 'Entra application permissions', state: 'read', says: 'App roles that applications were given, by name.' },
  { object: 'Entra directory roles', state: 'read', says: 'Of applications, also by way of groups that have a role.' },
  { object: 'Entra role definitions', state: 'read', says: 'To name directory roles.' },
  { object: 'Entra members of groups with roles', state: 'read', says: 'To find the applications among them.' },
  { object: 'Entra credentials of service principals', state: 'read', says: 'Secrets and certificates that stand there. Their owners are not read.' },
  {
    object: 'Entra delegated permissions',
    state: 'read',
    says: 'Those granted for everybody. They need somebody who signs in, so they count for less. What single users granted for themselves is not read.',
  },
  {
    object: 'Entra federated credentials',
    state: 'read',
    issuers: ['entra.federated-credential'],
    says: 'Of applications: what takes the place of a secret.',
  },
  {
    object: 'Entra credential sign-ins',
    state: 'read',
    says: 'Microsoft’s report of when each credential signed in last; it is beta, of the global cloud, and of tenants with Entra ID P1. A credential that is not in it is not taken as unused.',
  },
  {
    object: 'Switching one credential off',
    state: 'not-offered',
    says: 'Entra ID can only stop a whole application (accountEnabled), with everything that uses any credential of it.',
  },
  {
    object: 'Certificates with which Entra ID signs SAML answers, or encrypts tokens',
    state: 'not-built',
    says: 'No client signs in with them, so they are left out.',
  },
  { object: 'Managed identities', state: 'not-built', says: 'Azure holds and renews what they sign in with. They, and the federated credentials that stand on them, are not listed as a way out yet.' },
  { object: 'Refresh tokens and sessions of people', state: 'not-offered', says: 'Graph can revoke them, and cannot list them.' },
  {
    object: 'Conditional Access for workload identities',
    state: 'not-built',
    says: 'Whether an application may sign in only from named networks is not read, so no credential counts as confined.',
  },
  { object: 'Azure role assignments', state: 'read', optional: true, says: 'Where Azure’s address is given: what applications may do in subscriptions and management groups that Standdown sees, also by way of groups. Left out, or where no subscription is seen, it is not in their breadth; an application that has nothing else counts as unknown then, and so as the worst.' },
  { object: 'Azure subscriptions', state: 'read', optional: true, says: 'Their names, for what roles count in.' },
  { object: 'Azure management groups', state: 'read', optional: true, says: 'Their names, for roles that were given on those without subscriptions.' },
  { object: 'Azure role definitions', state: 'read', optional: true, says: 'What Azure’s and the tenant’s own roles let one do, by their actions.' },
  { object: 'Azure deny assignments', state: 'not-built', says: 'They only take away, and nothing is taken away here for them.' },
  { object: 'Access policies of key vaults', state: 'not-built', says: 'Vaults that do not use roles let applications in by a list of their own. It is not read, so that secrets of such a vault are not in anybody’s breadth.' },
  { object: 'Roles that are only eligible', state: 'not-built', says: 'Privileged Identity Management’s eligible assignments are not read. In Azure an application cannot have one, since it cannot activate it; what it has for a time counts while it has it.' },
  { object: 'Permissions that Exchange, Teams and SharePoint give out themselves', state: 'not-built', says: 'Exchange’s own roles of applications, what the owner of a team or chat let an application do there, and the sites that it was let into one by one.' },
  { object: 'Owners of service principals', state: 'not-built', says: 'Only owners of applications are read.' },
  { object: 'Agent identities', state: 'not-built', says: 'Entra Agent ID’s agents are not told apart from other applications.' },
] // prettier-ignore

export const verified: Verified = {
  how: 'official-description',
  says: 'Microsoft’s own description of Graph 1.0: each call, and each answer of the demo company’s tenant, is held to it. The report of sign-ins is beta and not in it; Azure’s roles are read by its documentation alone. Never run against a live tenant.',
}
