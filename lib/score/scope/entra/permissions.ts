import type { NamedLevel, NamedTable } from '../named.ts'

const toGlobalAdmin = (how: string): NamedLevel => ({ level: 6, reach: 4, because: `it leads to Global Administrator: ${how}` })
const unread = (what: string): NamedLevel => ({ level: 6, reach: 4, because: `${what}, so that it counts as the worst there is` })
const throughPeople: NamedLevel = {
  level: 5,
  reach: 2,
  because: 'an administrator who signs in to it makes others administrators through it',
}
const configuration: NamedLevel = { level: 2, because: 'it reads how the tenant is set up' }

/** Permissions by which an application makes itself, or whomever it likes, an administrator of everything. */
const ways = {
  'RoleManagement.ReadWrite.Directory': 'it gives out every directory role, to itself as well',
  'AppRoleAssignment.ReadWrite.All': 'it gives itself every other permission, without anybody’s consent',
  'Application.ReadWrite.All': 'it adds a secret to any application, and signs in as that',
  'RoleAssignmentSchedule.ReadWrite.Directory': 'it gives out every directory role, by schedule',
  'RoleEligibilitySchedule.ReadWrite.Directory': 'it makes anybody eligible for every directory role',
  'RoleManagementPolicy.ReadWrite.Directory': 'it changes who may take a directory role, and how',
  'RoleManagementPolicy.ReadWrite.AzureADGroup': 'it changes who may join groups that have a directory role, and how',
  'PrivilegedAccess.ReadWrite.AzureADGroup': 'it adds members to groups that have a directory role',
  'PrivilegedAssignmentSchedule.ReadWrite.AzureADGroup': 'it adds members to groups that have a directory role',
  'PrivilegedEligibilitySchedule.ReadWrite.AzureADGroup': 'it makes anybody eligible for groups that have a directory role',
  'UserAuthenticationMethod.ReadWrite.All': 'it gives administrators a way to sign in that it knows',
  'User-PasswordProfile.ReadWrite.All': 'it sets passwords',
  'Domain.ReadWrite.All': 'it has a domain’s people signed in by an issuer of its own',
  'Organization.ReadWrite.All': 'it changes the certificates that the tenant trusts for signing in',
  'Directory.ReadWrite.All': 'it writes nearly every object of the directory',
  'DelegatedPermissionGrant.ReadWrite.All': 'it gives an application every permission of whoever signs in to it',
  'EntitlementManagement.ReadWrite.All': 'it hands out access packages, which may hold groups with roles',
  'Policy.ReadWrite.PermissionGrant': 'it changes which permissions need no consent of an administrator',
  'Synchronization.ReadWrite.All': 'it changes what is synchronised into the directory',
  'DeviceManagementConfiguration.ReadWrite.All': 'it runs scripts on every managed device, those of administrators too',
  'DeviceManagementScripts.ReadWrite.All': 'it runs scripts on every managed device, those of administrators too',
  'DeviceManagementRBAC.ReadWrite.All': 'it makes administrators of every managed device',
  'role: Global Administrator': 'it is one',
  'role: Privileged Role Administrator': 'it gives out every directory role',
  'role: Privileged Authentication Administrator': 'it sets how administrators sign in',
  'role: Application Administrator': 'it adds a secret to any application, and signs in as that',
  'role: Cloud Application Administrator': 'it adds a secret to any application, and signs in as that',
  'role: Hybrid Identity Administrator': 'it changes how people are synchronised and signed in',
  'role: Security Administrator': 'it changes how domains are federated, and Conditional Access',
  'role: Identity Governance Administrator': 'it hands out access packages, which may hold groups with roles',
  'role: Partner Tier1 Support': 'it adds a secret to applications, and signs in as those',
  'role: Domain Name Administrator': 'it has a domain’s people signed in by an issuer of its own',
  'role: External Identity Provider Administrator': 'it has people signed in by an issuer of its own',
  'role: Directory Synchronization Accounts': 'it writes what is synchronised into the directory',
  'role: Partner Tier2 Support': 'it sets passwords of everybody, administrators too',
  'role: Intune Administrator': 'it runs scripts on every managed device, those of administrators too',
} as const

const reads = [
  'Application.Read.All', 'AuditLog.Read.All', 'DelegatedPermissionGrant.Read.All', 'Domain.Read.All', 'IdentityProvider.Read.All',
  'Organization.Read.All', 'Policy.Read.All', 'Policy.Read.ConditionalAccess', 'Policy.Read.PermissionGrant', 'Reports.Read.All',
  'RoleManagement.Read.All', 'RoleManagement.Read.Directory', 'ServiceHealth.Read.All', 'ServiceMessage.Read.All',
  'role: Directory Readers', 'role: Security Reader', 'role: Reports Reader', 'role: Usage Summary Reports Reader', 'role: Message Center Reader',
] as const // prettier-ignore

/**
 * Entra ID's permissions by name: application permissions of Microsoft Graph as they are, of other interfaces of Microsoft with a word
 * before ("Exchange: full_access_as_app"), "role: …" for directory roles (by Microsoft's own names; a role of the tenant's own is in no
 * list), and "delegated: …" for what takes somebody who signs in. Application permissions count for the whole tenant.
 */
export const entraPermissions: NamedTable = {
  provider: 'Entra ID',
  service: 'entra',
  names: {
    ...Object.fromEntries(Object.entries(ways).map(([name, how]) => [name, toGlobalAdmin(how)])),
    ...Object.fromEntries(reads.map((name) => [name, configuration])),
    'application permissions that could not be read': unread('its application permissions could not be read'),
    'directory roles that could not be read': unread('whether it is an administrator could not be read'),
    'delegated permissions that could not be read': { level: 5, reach: 2, because: 'what it may do in the name of whoever signs in could not be read' },
    'roles in Azure: read where Standdown sees subscriptions': { level: 1, because: 'what it may do in subscriptions that Standdown does not see is not counted' },
    'roles in Azure: not read': { level: 1, because: 'what it may do in Azure subscriptions is not read, and not counted' },
    'Application.ReadWrite.OwnedBy': { level: 5, reach: 2, because: 'it adds secrets to the applications that it owns, and signs in as those' },
    'Exchange: full_access_as_app': { level: 6, because: 'it does everything in every mailbox' },
    'Exchange: Exchange.ManageAsApp': { level: 6, because: 'it administers Exchange, as far as its directory roles go' },
    'Mail.Send': { level: 4, because: 'it sends mail as anybody' },
    'BitlockerKey.Read.All': { level: 5, because: 'it reads the keys to every encrypted disk' },
    'DeviceLocalCredential.Read.All': { level: 5, because: 'it reads the local administrator’s password of every device' },
    'role: Global Reader': { level: 3, because: 'it reads the whole tenant', reach: 4 },
    'role: Directory Writers': { level: 6, because: 'it decides who is in groups, and so who has what they were given, in Azure too' },
    // Not to the application itself, but to whoever signs in to it and may do that.
    ...Object.fromEntries(Object.keys(ways).filter((name) => !name.startsWith('role: ')).map((name) => [`delegated: ${name}`, throughPeople])),
    'role: Guest Inviter': { level: 4, reach: 2, because: 'it invites guests' },
    'delegated: user_impersonation': { level: 5, reach: 2, because: 'it does in that interface (Azure itself may be it) whatever the one who signs in may' },
    'delegated: Directory.AccessAsUser.All': { level: 5, reach: 2, because: 'it does in the directory whatever the one who signs in may' },
  },
  families: [
    [/^(?:Exchange|SharePoint|Azure AD Graph): (?:\S*\.)?Read(?:\.|$)/, { level: 3, because: 'it reads in the whole tenant' }],
    [/^(?:Exchange|SharePoint|Azure AD Graph): /, { level: 6, because: 'it writes or manages in the whole tenant' }],
    [/^API /, { level: 6, reach: 2, because: 'what it lets one do is that interface’s own affair, so that it counts as all of it' }],
    [/^Microsoft API /, { level: 6, because: 'its permission is in no list here, so that it counts as all of that service' }],
    [/^role in part: /, { level: 6, reach: 2, because: 'a directory role over a part of the directory' }],
    [/^role: .*\(custom\)$/, { level: 6, reach: 4, because: 'a directory role of the tenant’s own; what it lets one do is not read' }],
    [/^role: .* Reader$/, { level: 3, because: 'a directory role that reads' }],
    [/^role: .* Administrator$/, { level: 6, because: 'a directory role that administers a service' }],
    [/^delegated: (?:openid|profile|email|offline_access|User\.Read)$/, { level: 1, reach: 1, because: 'it tells who signs in' }],
    [/^delegated: \S*\.Read(?:Basic)?(?:\.(?:All|Shared|Directory))?$/, { level: 3, reach: 2, because: 'it reads what the one who signs in may read' }],
    [/^delegated: /, { level: 4, reach: 2, because: 'it changes what the one who signs in may change' }],
    [/\.Selected$/, { level: 4, reach: 2, because: 'it reads or writes what it was let into one by one, which is not read' }],
    [/\.ReadWrite\.(?:All|[A-Z]\w+)$/, { level: 6, because: 'it changes everything of its kind in the tenant' }],
    [/\.(?:FullControl|Manage)\.All$/, { level: 6, because: 'it manages everything of its kind in the tenant' }],
    [/^(?:Mail|MailboxSettings|MailboxFolder|MailboxItem|Calendars|Contacts|Notes|Tasks|Chat|Files)\.ReadWrite$/, { level: 4, because: 'it changes that of everybody' }],
    [/^\w+(?:-\w+)?\.ReadBasic(?:\.All)?$/, { level: 2, because: 'it reads the outlines of everything of its kind' }],
    [/^\w+(?:-\w+)?(?:\.\w+)?\.Read(?:\.[A-Z]\w+)?$/, { level: 3, because: 'it reads everything of its kind in the tenant' }],
    [/\.(?:Create|Send|Invite)(?:\.\w+)?$/, { level: 4, because: 'it makes or sends in the whole tenant' }],
  ],
  within: { tenant: 3 },
} // prettier-ignore
