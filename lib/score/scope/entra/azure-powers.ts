import type { Level } from '../../../model/grant.ts'

/** An action of Azure that amounts to more than its form says; `data`: it is one on what is in a resource. */
export type Power = { action: string; level: Level; because: string; data?: true }

const of = (level: Level, because: string, ...actions: readonly string[]): Power[] => actions.map((action) => ({ action, level, because }))
const onData = (level: Level, because: string, ...actions: readonly string[]): Power[] => of(level, because, ...actions).map((power) => ({ ...power, data: true })) // prettier-ignore

/** Actions with which one gives oneself more (6), and those that hand out keys or run code (5), the worst first. */
export const azurePowers: readonly Power[] = [
  ...of(6, 'it gives out roles there, to itself as well', 'Microsoft.Authorization/roleAssignments/write', 'Microsoft.Authorization/roleAssignmentScheduleRequests/write', 'Microsoft.Authorization/roleEligibilityScheduleRequests/write'),
  ...of(6, 'it changes what roles let one do', 'Microsoft.Authorization/roleDefinitions/write'),
  ...of(6, 'it changes who may take a role, and how', 'Microsoft.Authorization/roleManagementPolicies/write', 'Microsoft.Authorization/roleManagementPolicyAssignments/write'),
  ...of(6, 'it makes itself administrator of every subscription', 'Microsoft.Authorization/elevateAccess/action'),
  ...of(6, 'it gives out roles by a blueprint', 'Microsoft.Blueprint/blueprintAssignments/write'),
  ...of(5, 'it signs in as managed identities from elsewhere', 'Microsoft.ManagedIdentity/userAssignedIdentities/federatedIdentityCredentials/write'),
  ...of(5, 'it has code run as managed identities', 'Microsoft.ManagedIdentity/userAssignedIdentities/assign/action'),
  ...of(5, 'it runs code on machines', 'Microsoft.Compute/virtualMachines/runCommand/action', 'Microsoft.Compute/virtualMachines/runCommands/write', 'Microsoft.Compute/virtualMachines/extensions/write', 'Microsoft.Compute/virtualMachines/write', 'Microsoft.Compute/virtualMachineScaleSets/write', 'Microsoft.Compute/virtualMachineScaleSets/extensions/write', 'Microsoft.HybridCompute/machines/extensions/write', 'Microsoft.HybridCompute/machines/runCommands/write'),
  ...of(5, 'it has code run', 'Microsoft.Automation/automationAccounts/jobs/write', 'Microsoft.Automation/automationAccounts/runbooks/write', 'Microsoft.Automation/automationAccounts/runbooks/draft/write', 'Microsoft.Web/sites/write', 'Microsoft.Web/sites/publish/action', 'Microsoft.Logic/workflows/write', 'Microsoft.Resources/deploymentScripts/write', 'Microsoft.ContainerService/managedClusters/runCommand/action', 'Microsoft.ContainerInstance/containerGroups/write', 'Microsoft.ContainerInstance/containerGroups/containers/exec/action', 'Microsoft.App/containerApps/write', 'Microsoft.App/jobs/write', 'Microsoft.Batch/batchAccounts/write'),
  ...of(5, 'it lets itself into a vault of secrets', 'Microsoft.KeyVault/vaults/write', 'Microsoft.KeyVault/vaults/accessPolicies/write'),
  ...of(5, 'it reads keys and passwords', 'Microsoft.Storage/storageAccounts/listKeys/action', 'Microsoft.Storage/storageAccounts/listAccountSas/action', 'Microsoft.ContainerService/managedClusters/listClusterAdminCredential/action', 'Microsoft.ContainerService/managedClusters/listClusterUserCredential/action', 'Microsoft.ContainerRegistry/registries/listCredentials/action', 'Microsoft.DocumentDB/databaseAccounts/listKeys/action', 'Microsoft.Web/sites/config/list/action', 'Microsoft.Web/sites/publishxml/action', 'Microsoft.Web/sites/host/listkeys/action', 'Microsoft.CognitiveServices/accounts/listKeys/action', 'Microsoft.EventHub/namespaces/authorizationRules/listKeys/action', 'Microsoft.ServiceBus/namespaces/authorizationRules/listKeys/action', 'Microsoft.Cache/redis/listKeys/action', 'Microsoft.Search/searchServices/listAdminKeys/action', 'Microsoft.Batch/batchAccounts/listKeys/action', 'Microsoft.OperationalInsights/workspaces/sharedKeys/action', 'Microsoft.Automation/automationAccounts/listKeys/action', 'Microsoft.MachineLearningServices/workspaces/listKeys/action', 'Microsoft.App/containerApps/listSecrets/action'),
  ...of(5, 'it makes links to whole disks', 'Microsoft.Compute/disks/beginGetAccess/action', 'Microsoft.Compute/snapshots/beginGetAccess/action'),
  ...onData(5, 'it reads secrets, or uses keys', 'Microsoft.KeyVault/vaults/secrets/getSecret/action', 'Microsoft.KeyVault/vaults/keys/sign/action', 'Microsoft.KeyVault/vaults/keys/decrypt/action', 'Microsoft.KeyVault/vaults/keys/unwrap/action', 'Microsoft.KeyVault/managedHsm/keys/sign/action'),
  ...onData(5, 'it signs in to machines', 'Microsoft.Compute/virtualMachines/login/action', 'Microsoft.Compute/virtualMachines/loginAsAdmin/action', 'Microsoft.HybridCompute/machines/login/action', 'Microsoft.HybridCompute/machines/loginAsAdmin/action'),
  ...onData(5, 'it reads secrets of a cluster, or runs code in it', 'Microsoft.ContainerService/managedClusters/secrets/read', 'Microsoft.ContainerService/managedClusters/pods/write', 'Microsoft.ContainerService/managedClusters/pods/exec/action'),
] // prettier-ignore

/** An action that by its last word gives out keys ("listKeys", "regenerateKey", "listConnectionStrings"). */
export const keysInName =
  /\/(?:list|get|regenerate|generate|reset|rotate|renew|create)\w*(?:key|secret|credential|token|connectionstring|password|sas)\w*\/action$/

/** Services, and parts of services, that have no keys of note: many of Azure's roles hold them besides. Of networks not all: gateways have keys. */
export const mildPlaces: readonly string[] = ['microsoft.resources', 'microsoft.authorization/locks', ...['applicationgateways', 'dnszones', 'loadbalancers', 'networkinterfaces', 'networksecuritygroups', 'privatednszones', 'publicipaddresses', 'routetables', 'trafficmanagerprofiles', 'virtualnetworks'].map((part) => `microsoft.network/${part}`), 'microsoft.support', 'microsoft.insights', 'microsoft.alertsmanagement', 'microsoft.resourcehealth', 'microsoft.advisor', 'microsoft.consumption', 'microsoft.costmanagement'] // prettier-ignore

/** Keys that open no more than their maker may reach by itself. */
export const mildKeys: readonly string[] = ['microsoft.storage/storageaccounts/blobservices/generateuserdelegationkey/action']
