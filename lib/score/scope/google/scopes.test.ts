import { expect, test } from 'vitest'
import { rate } from '../rate.ts'

const auth = 'https://www.googleapis.com/auth/'
const rated = (...names: string[]) => rate({ scheme: 'google.scopes', stated: { names, within: 'user' } }, () => undefined)

test.each<[string, number, number]>([
  ['https://mail.google.com/', 4, 2],
  [`${auth}drive`, 4, 2],
  [`${auth}drive.file`, 4, 1],
  [`${auth}drive.readonly`, 3, 2],
  [`${auth}drive.metadata.readonly`, 3, 2],
  [`${auth}gmail.modify`, 4, 2],
  [`${auth}gmail.send`, 4, 2],
  [`${auth}gmail.readonly`, 3, 2],
  [`${auth}gmail.settings.sharing`, 5, 2],
  [`${auth}calendar`, 4, 2],
  [`${auth}calendar.events.readonly`, 3, 2],
  [`${auth}spreadsheets`, 4, 2],
  [`${auth}admin.directory.user`, 6, 3],
  [`${auth}admin.directory.user.security`, 6, 3],
  [`${auth}admin.directory.group.readonly`, 3, 3],
  [`${auth}admin.reports.audit.readonly`, 3, 3],
  [`${auth}cloud-platform`, 6, 3],
  [`${auth}chat.admin.memberships`, 6, 3],
  [`${auth}chat.admin.spaces.readonly`, 3, 3],
  [`${auth}drive.admin.labels`, 6, 3],
  [`${auth}sqlservice.admin`, 6, 3],
  [`${auth}analytics.manage.users`, 6, 3],
  [`${auth}analytics.manage.users.readonly`, 3, 2],
  [`${auth}firebase`, 6, 2],
  [`${auth}firebase.messaging`, 4, 2],
  [`${auth}androidpublisher`, 5, 2],
  [`${auth}tagmanager.publish`, 5, 2],
  [`${auth}directory.readonly`, 3, 3],
  [`${auth}script.projects`, 5, 2],
  [`${auth}userinfo.email`, 1, 1],
  ['openid', 1, 1],
  ['app password', 4, 2],
  [`${auth}something.new`, 6, 2],
])('%s', (name, level, reach) => expect(rated(name).breadth).toEqual({ level, reach }))

test('a scope that no list has counts as the worst, and is said', () => {
  expect(rated(`${auth}something.new`).notes.join()).toContain('not in our list')
  expect(rated('openid', `${auth}drive`).breadth).toEqual({ level: 4, reach: 2 })
})
