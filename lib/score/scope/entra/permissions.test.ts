import { expect, test } from 'vitest'
import { rate } from '../rate.ts'

const rated = (...names: string[]) => rate({ scheme: 'entra.permissions', stated: { names, within: 'tenant' } }, () => undefined)

test.each<[string, number, number]>([
  ['RoleManagement.ReadWrite.Directory', 6, 4],
  ['AppRoleAssignment.ReadWrite.All', 6, 4],
  ['Application.ReadWrite.All', 6, 4],
  ['role: Global Administrator', 6, 4],
  ['role: Global Administrator (custom)', 6, 4],
  ['role: User Administrator', 6, 3],
  ['role: Directory Writers', 6, 3],
  ['role: Security Administrator', 6, 4],
  ['role: Identity Governance Administrator', 6, 4],
  ['RoleManagementPolicy.ReadWrite.AzureADGroup', 6, 4],
  ['role in part: Global Administrator', 6, 2],
  ['role: Security Reader', 2, 3],
  ['role: Search Reader', 3, 3],
  ['Application.ReadWrite.OwnedBy', 5, 2],
  ['Sites.ReadWrite.All', 6, 3],
  ['Sites.FullControl.All', 6, 3],
  ['Policy.ReadWrite.ConditionalAccess', 6, 3],
  ['Sites.Selected', 4, 2],
  ['Mail.ReadWrite', 4, 3],
  ['Mail.Read', 3, 3],
  ['User.Read.All', 3, 3],
  ['ChannelMessage.Read.All', 3, 3],
  ['Chat.ReadBasic.All', 2, 3],
  ['AuditLog.Read.All', 2, 3],
  ['Mail.Send', 4, 3],
  ['User.Invite.All', 4, 3],
  ['Exchange: full_access_as_app', 6, 3],
  ['Exchange: Mail.Read', 3, 3],
  ['SharePoint: Sites.FullControl.All', 6, 3],
  ['SharePoint: Sites.Read.All', 3, 3],
  ['API Orders: Orders.Read', 6, 2],
  ['Microsoft API Defender: Machine.Isolate', 6, 3],
  ['delegated: openid', 1, 1],
  ['delegated: Mail.Read', 3, 2],
  ['delegated: Mail.ReadWrite', 4, 2],
  ['delegated: RoleManagement.ReadWrite.Directory', 5, 2],
  ['delegated: Application.ReadWrite.All', 5, 2],
  ['delegated: Directory.ReadWrite.All', 5, 2],
  ['delegated: user_impersonation', 5, 2],
  ['directory roles that could not be read', 6, 4],
  ['roles in Azure: not read', 1, 3],
])('%s', (name, level, reach) => {
  const { breadth, notes } = rated(name)
  expect([breadth, notes]).toEqual([{ level, reach }, []])
})

test.each(['Something.New', 'RoleManagement.Whatever', 'more permissions than can be kept', `a permission that is not described: x`])('%s, which no list has, counts as the worst and says so', (name) => {
  const { breadth, notes } = rated(name, 'User.Read.All')
  expect(breadth).toEqual({ level: 6, reach: 3 })
  expect(notes.join()).toContain('not in our list')
}) // prettier-ignore
