import { expect, test } from 'vitest'
import { rate } from '../rate.ts'

const id = '023e105f4ecef8ad9ca31a8372d0c353'
const accounts = `com.cloudflare.api.account.${id}`
const zone = `com.cloudflare.api.account.zone.${id}`
const rated = (names: readonly string[], resources: readonly string[], effect = 'allow') =>
  rate(
    { scheme: 'cloudflare.policies', stated: { policies: [{ effect, permissions: [...names], resources: [...resources] }] } },
    () => undefined,
  )

test.each<[string, readonly string[], readonly string[], object]>([
  ['making tokens', ['Account API Tokens Write', 'DNS Read'], [accounts], { level: 6, reach: 3 }],
  ['code that traffic passes', ['Workers Scripts Write'], [accounts], { level: 5, reach: 3 }],
  ['a door under an older name', ['Cloudflare Tunnel Write'], [accounts], { level: 5, reach: 3 }],
  ['the same door under another', ['Cloudflare One Connector: cloudflared Write'], [accounts], { level: 5, reach: 3 }],
  ['and a third', ['Argo Tunnel Edit'], [accounts], { level: 5, reach: 3 }],
  ['roads behind that door', ['Cloudflare One Networks Write'], [accounts], { level: 5, reach: 3 }],
  ['scripts in every page', ['Zaraz Edit'], [zone], { level: 5, reach: 1 }],
  ['seeing that door', ['Cloudflare One Connectors Read'], [accounts], { level: 2, reach: 3 }],
  ['captured traffic', ['Magic Firewall Packet Captures - Read PCAPs API'], [accounts], { level: 3, reach: 3 }],
  ['capturing traffic', ['Magic Firewall Packet Captures - Write PCAPs API'], [accounts], { level: 4, reach: 3 }],
  ['names of one zone', ['DNS Write'], [zone], { level: 4, reach: 1 }],
  ['names of two zones', ['DNS Write'], [zone, `com.cloudflare.api.account.zone.${'a'.repeat(32)}`], { level: 4, reach: 2 }],
  ['names of every zone of an account', ['DNS Write'], [`${accounts}/com.cloudflare.api.account.zone.*`], { level: 4, reach: 3 }],
  ['names of every zone', ['DNS Write'], ['com.cloudflare.api.account.zone.*'], { level: 4, reach: 3 }],
  ['what is stored', ['Workers R2 Storage Read'], [accounts], { level: 3, reach: 3 }],
  ['settings', ['Zone Settings Read'], [zone], { level: 2, reach: 1 }],
  ['something new', ['Quantum Folding'], [zone], { level: 6, reach: 1 }],
  ['a resource nobody knows', ['Zone Read'], ['com.cloudflare.api.planet'], { level: 2, reach: 4 }],
  ['no resource', ['Zone Read'], [], { level: 2, reach: 4 }],
  ['nothing', [], [accounts], { level: 1, reach: 1 }],
])('%s', (_, names, resources, breadth) => expect(rated(names, resources).breadth).toEqual(breadth))

test('what is denied is not counted as less, and that is said', () => {
  expect(rated(['DNS Write'], [zone], 'deny')).toMatchObject({ breadth: { level: 1 }, notes: ['A policy denies some of it, which is not counted as less.'] })
}) // prettier-ignore
