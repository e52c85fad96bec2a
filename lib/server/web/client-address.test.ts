import { expect, test } from 'vitest'
import { clientNetwork, peerHeader } from './client-address.ts'

const proxy = '10.0.0.1'

test.each([
  ['the socket', { peer: '198.51.100.7' }, [], '198.51.100.7'],
  ['IPv4 in IPv6 clothes', { peer: '::ffff:198.51.100.7' }, [], '198.51.100.7'],
  ['a household of IPv6', { peer: '2001:db8:1:2:3:4:5:6' }, [], '2001:db8:1:2::/64'],
  ['its neighbour in the same house', { peer: '2001:db8:1:2::9' }, [], '2001:db8:1:2::/64'],
  ['a header that nobody vouches for', { peer: '198.51.100.7', forwarded: '203.0.113.9' }, [], '198.51.100.7'],
  ['a listed proxy', { peer: proxy, forwarded: '203.0.113.9' }, [proxy], '203.0.113.9'],
  ['a listed network', { peer: proxy, forwarded: '203.0.113.9' }, ['10.0.0.0/8'], '203.0.113.9'],
  ['a client that lies before the proxy', { peer: proxy, forwarded: '1.2.3.4, 203.0.113.9' }, [proxy], '203.0.113.9'],
  ['two proxies', { peer: proxy, forwarded: '203.0.113.9, 10.0.0.2' }, ['10.0.0.0/8'], '203.0.113.9'],
  ['a proxy that says nothing', { peer: proxy }, [proxy], proxy],
  ['a proxy that says nonsense', { peer: proxy, forwarded: 'unknown' }, [proxy], proxy],
  ['a port behind it', { peer: proxy, forwarded: '[2001:db8::1]:443' }, [proxy], '2001:db8::/64'],
  ['no socket at all', {}, [], 'unknown'],
] as readonly [string, { peer?: string; forwarded?: string }, string[], string][])('%s', (_, { peer, forwarded }, trusted, network) => {
  const headers = new Headers({ ...(peer && { [peerHeader]: peer }), ...(forwarded && { 'x-forwarded-for': forwarded }) })
  expect(clientNetwork(headers, trusted)).toBe(network)
})
