import { z } from 'zod'
import { CallError } from '../http/call-error.ts'
import { SalesforceId, type Salesforce } from './api.ts'

/**
 * Rights over the whole org, by the fields of permission sets that tell them, in the words of the scope table, which are Salesforce's own. An
 * org has those of the features that it pays for.
 */
export const rightNames: Readonly<Record<string, string>> = {
  PermissionsModifyAllData: 'Modify All Data',
  PermissionsManageUsers: 'Manage Users',
  PermissionsManageInternalUsers: 'Manage Internal Users',
  PermissionsResetPasswords: 'Reset User Passwords and Unlock Users',
  PermissionsCanDoActAsUser: 'Act As User',
  PermissionsAssignPermissionSets: 'Assign Permission Sets',
  PermissionsManageProfilesPermissionsets: 'Manage Profiles and Permission Sets',
  PermissionsManageSessionPermissionSets: 'Manage Session Permission Set Activations',
  PermissionsManageRoles: 'Manage Roles',
  PermissionsManageSharing: 'Manage Sharing',
  PermissionsCustomizeApplication: 'Customize Application',
  PermissionsModifyMetadata: 'Modify Metadata Through Metadata API Functions',
  PermissionsAuthorApex: 'Author Apex',
  PermissionsInboundMigrationToolsUser: 'Deploy Change Sets',
  PermissionsInstallPackaging: 'Download AppExchange Packages',
  PermissionsManageInteraction: 'Manage Flow',
  PermissionsManageRemoteAccess: 'Manage Connected Apps',
  PermissionsExternalClientAppDeveloper: 'Create, edit, and delete External Client Apps',
  PermissionsExternalClientAppAdmin: 'View all External Client Apps, view their settings, and edit their policies',
  PermissionsViewClientSecret: 'View External Client App Consumer Secrets in Metadata',
  PermissionsCanApproveUninstalledApps: 'Approve Uninstalled Connected Apps',
  PermissionsManageAuthProviders: 'Manage Auth. Providers',
  PermissionsManageNamedCredentials: 'Allows users to modify Named Credentials and External Credentials',
  PermissionsManageCertificates: 'Manage Certificates',
  PermissionsManageEncryptionKeys: 'Manage Encryption Keys',
  PermissionsManageIpAddresses: 'Manage IP Addresses',
  PermissionsManageLoginAccessPolicies: 'Manage Login Access Policies',
  PermissionsManagePasswordPolicies: 'Manage Password Policies',
  PermissionsManageTwoFactor: 'Manage MFA in API',
  PermissionsDelegatedTwoFactor: 'Manage MFA in User Interface',
  PermissionsManageSandboxes: 'Manage Sandboxes',
  PermissionsViewAllData: 'View All Data',
  PermissionsDataExport: 'Weekly Data Export',
  PermissionsQueryAllFiles: 'Query All Files',
  PermissionsExportReport: 'Export Reports',
  PermissionsApiEnabled: 'API Enabled',
}

/** What every user may, whatever else: it depends on what others share with it. */
export const sharedWithIt = 'what is shared with its user'

const Described = z.object({ fields: z.array(z.object({ name: z.string().max(300) })).max(5_000) })

/** The fields of rights that permission sets have in this org: a query for another would be refused whole. Throws CallError. */
export async function rightFieldsOf({ api, objectsPath }: Salesforce): Promise<readonly string[]> {
  const path = `${objectsPath}/PermissionSet/describe`
  const names = Described.safeParse((await api.get(path)).data).data?.fields.map(({ name }) => name)
  const fields = Object.keys(rightNames).filter((field) => names?.includes(field))
  // Every org has this one: without it, what was described is not all of it.
  if (fields.includes('PermissionsModifyAllData')) return fields
  const call = `GET ${path}`
  throw new CallError('provider', `${call} does not tell what permissions there are.`, { call, why: 'malformed' })
}

const Row = z.looseObject({ Id: SalesforceId })
type PermissionSet = { id: string; rights: readonly string[] | null }

/** A permission set with the rights that it gives; null where one of them is not told. Nothing else of the row is kept. */
export function permissionSetOf(fields: readonly string[]): z.ZodType<PermissionSet> {
  return Row.transform((row) => ({
    id: row.Id,
    rights: fields.every((field) => typeof row[field] === 'boolean')
      ? fields.filter((field) => row[field] === true).flatMap((field) => rightNames[field] ?? [])
      : null,
  }))
}
