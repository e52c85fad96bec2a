import { describe, expect, test } from 'vitest'
import type { AzureAssignment } from '../../../model/permission-statement.ts'
import { rate } from '../rate.ts'

type Lists = { actions?: readonly string[]; notActions?: readonly string[]; dataActions?: readonly string[]; notDataActions?: readonly string[] } // prettier-ignore
const block = ({ actions = [], notActions = [], dataActions = [], notDataActions = [] }: Lists) => ({ actions: [...actions], notActions: [...notActions], dataActions: [...dataActions], notDataActions: [...notDataActions] }) // prettier-ignore
const rated = (blocks: readonly Lists[] | null, on: AzureAssignment['on'] = 'subscription', names: readonly string[] | null = []) =>
  rate({ scheme: 'entra.permissions', stated: { names: names && [...names], within: 'tenant', azure: { assignments: [{ role: 'r', on, resource: 'x' }], roles: { r: { name: 'Role', custom: true, permissions: blocks && blocks.map(block) } } } } }, () => undefined) // prettier-ignore

const contributor = { actions: ['*'], notActions: ['Microsoft.Authorization/*/Delete', 'Microsoft.Authorization/*/Write', 'Microsoft.Authorization/elevateAccess/Action', 'Microsoft.Blueprint/blueprintAssignments/write'] } // prettier-ignore

describe('a role in Azure', () => {
  test.each<[string, Lists[] | null, number, string]>([
    ['Owner', [{ actions: ['*'] }], 6, 'gives out roles'],
    ['Contributor', [contributor], 6, 'everything but give out roles'],
    ['User Access Administrator', [{ actions: ['*/read', 'Microsoft.Authorization/*', 'Microsoft.Support/*'] }], 6, 'gives out roles'],
    ['Reader', [{ actions: ['*/read'] }], 2, 'how things are set up'],
    ['all writing', [{ actions: ['*/write'] }], 6, 'gives out roles'],
    ['all acting', [{ actions: ['*/action'] }], 6, 'administrator of every subscription'],
    ['whoever may not give out roles', [{ actions: ['Microsoft.Authorization/*'], notActions: ['Microsoft.Authorization/*/write', 'Microsoft.Authorization/elevateAccess/action'] }], 5, 'keys among it'],
    ['a writer of roles, in other letters', [{ actions: ['microsoft.authorization/ROLEDEFINITIONS/write'] }], 6, 'what roles let one do'],
    ['Virtual Machine Contributor', [{ actions: ['Microsoft.Compute/virtualMachines/*', 'Microsoft.Network/virtualNetworks/read'] }], 5, 'runs code'],
    ['one command', [{ actions: ['Microsoft.Compute/virtualMachines/runCommand/action'] }], 5, 'runs code'],
    ['keys of storage', [{ actions: ['Microsoft.Storage/storageAccounts/listkeys/action'] }], 5, 'keys'],
    ['keys of a service that is in no list', [{ actions: ['Acme.Things/boxes/listAdminKeys/action'] }], 5, 'keys'],
    ['all of a service that is in no list', [{ actions: ['Acme.Things/*'] }], 5, 'keys among it'],
    ['all of support', [{ actions: ['Microsoft.Support/*'] }], 4, 'changes things'],
    ['a part of a service', [{ actions: ['Acme.Things/boxes/*'] }], 5, 'keys among it'],
    ['a part of a service, wherever it is', [{ actions: ['Acme.Things/*/boxes/*'] }], 5, 'keys among it'],
    ['links to disks', [{ actions: ['Microsoft.Compute/disks/read', 'Microsoft.Compute/disks/beginGetAccess/action'] }], 5, 'whole disks'],
    ['accounts of maps', [{ actions: ['Microsoft.Maps/accounts/*'] }], 5, 'keys among it'],
    ['SignalR', [{ actions: ['Microsoft.SignalRService/signalR/*'] }], 5, 'keys among it'],
    ['any service', [{ actions: ['Acme.*'] }], 5, 'keys among it'],
    ['every action of a part', [{ actions: ['Acme.Things/boxes/*/action'] }], 5, 'keys among it'],
    ['deployments and networks', [{ actions: ['Microsoft.Resources/deployments/*', 'Microsoft.Network/virtualNetworks/*', 'Microsoft.Insights/alertRules/*'] }], 4, 'changes things'],
    ['scripts that are deployed', [{ actions: ['Microsoft.Resources/deploymentScripts/*'] }], 5, 'code run'],
    ['whatever lists', [{ actions: ['Acme.Things/boxes/list*'] }], 5, 'keys among it'],
    ['gateways among the networks', [{ actions: ['Microsoft.Network/virtualNetworkGateways/*'] }], 5, 'keys among it'],
    ['all of networks', [{ actions: ['Microsoft.Network/*'] }], 5, 'keys among it'],
    ['registering anywhere', [{ actions: ['*/register/action'] }], 4, 'changes things'],
    ['all writing in a part', [{ actions: ['Acme.Things/boxes/*/write'] }], 4, 'changes things'],
    ['secrets of a vault', [{ dataActions: ['Microsoft.KeyVault/vaults/secrets/getSecret/action', 'Microsoft.KeyVault/vaults/secrets/readMetadata/action'] }], 5, 'reads secrets'],
    ['data of a vault but its secrets and keys', [{ dataActions: ['Microsoft.KeyVault/vaults/*'], notDataActions: ['Microsoft.KeyVault/vaults/secrets/*', 'Microsoft.KeyVault/vaults/keys/*'] }], 4, 'writes'],
    ['a vault without its data', [{ actions: ['Microsoft.KeyVault/vaults/secrets/getSecret/action'] }], 5, 'keys'],
    ['blobs', [{ actions: ['Microsoft.Storage/storageAccounts/blobServices/generateUserDelegationKey/action'], dataActions: ['Microsoft.Storage/storageAccounts/blobServices/containers/blobs/read'] }], 3, 'signs links'],
    ['writing blobs', [{ dataActions: ['Microsoft.Storage/storageAccounts/blobServices/containers/blobs/write'] }], 4, 'writes what is in there'],
    ['all data', [{ dataActions: ['*'] }], 5, 'reads secrets'],
    ['the worst of several blocks', [{ actions: ['*/read'] }, { actions: ['Microsoft.Authorization/roleAssignments/write'] }], 6, 'gives out roles'],
    ['what one block takes away from itself alone', [{ actions: ['*'], notActions: ['*'] }, { actions: ['*/read'] }], 2, 'set up'],
    ['nothing', [{}], 1, 'nothing'],
    ['no block', [], 1, 'nothing'],
    ['what was not told', null, 6, 'counts as the worst'],
  ])('%s', (_, blocks, level, because) => {
    const { breadth, grants } = rated(blocks)
    expect(breadth).toEqual({ level, reach: 3 })
    expect(grants[0]?.because).toContain(because)
  }) // prettier-ignore

  test.each([
    ['tenant', 4],
    ['management group', 4],
    ['subscription', 3],
    ['resource group', 2],
    ['resource', 1],
  ] as const)('reaches as far as the %s', (on, reach) => expect(rated([{ actions: ['*'] }], on).breadth).toEqual({ level: 6, reach }))

  test('stands beside what it may do in the directory, and takes nothing from that', () => {
    expect(rated([{ actions: ['*/read'] }], 'subscription', ['Mail.Send']).breadths).toEqual([
      { level: 4, reach: 3 },
      { level: 2, reach: 3 },
    ])
    expect(rated([{ actions: ['*/read'] }], 'subscription', null).breadth).toBe('not-reported')
  })

  test('that is not described counts as the worst, and is said', () => {
    const stated = { names: [], within: 'tenant', azure: { assignments: [{ role: 'gone', on: 'resource', resource: 'x' }], roles: {} } }
    expect(rate({ scheme: 'entra.permissions', stated }, () => undefined)).toMatchObject({ breadth: { level: 6, reach: 1 }, notes: [expect.stringContaining('was not told')] }) // prettier-ignore
  })
})
