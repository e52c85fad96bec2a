import { expect, test } from 'vitest'
import { rate } from '../rate.ts'

const rated = (within: string, ...names: string[]) => rate({ scheme: 'oauth.rights', stated: { names, within } }, () => undefined)

test.each<[string, number, number]>([
  ['openid', 1, 1],
  ['offline_access', 1, 1],
  ['default-roles-acme', 1, 1],
  ['orders:read', 3, 3],
  ['read:orders', 3, 3],
  ['OrdersRead', 3, 3],
  ['order.view', 3, 3],
  ['orders:list', 2, 3],
  ['orders.readwrite', 4, 3],
  ['orders_write', 4, 3],
  ['createOrder', 4, 3],
  ['payments:refund', 4, 3],
  ['tokens:read', 5, 3],
  ['orders:manage', 6, 3],
  ['realm-management:manage-users', 6, 3],
  ['ROLE_ADMIN', 6, 3],
  ['orders:*', 6, 3],
  ['*', 6, 3],
  // A verb is a word, and not a part of one.
  ['ready', 6, 3],
  ['thread', 6, 3],
  ['already', 6, 3],
  ['orders', 6, 3],
  ['', 1, 3],
])('%s', (name, level, reach) => {
  expect(rated('one resource server', ...(name ? [name] : [])).breadth).toMatchObject({ level, reach })
})

test.each<[string, number]>([
  ['one resource server', 3],
  ['several resource servers', 4],
  ['any resource server', 4],
  ['client', 1],
  ['somewhere', 4],
])('within %s', (within, reach) => expect(rated(within, 'orders:read').breadth).toMatchObject({ level: 3, reach }))

test('a name that tells nothing is said to', () => {
  expect(rated('one resource server', 'orders').notes.join()).toContain('orders is not in our list')
  expect(rated('one resource server', 'orders:read').notes).toEqual([])
})
