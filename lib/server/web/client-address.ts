import ipaddr from 'ipaddr.js'

/** The header in which `notePeer` keeps the address of the socket; whatever a client sends under this name is overwritten. */
export const peerHeader = 'x-standdown-peer'

/**
 * Where a request comes from, for counting tries: an IPv4 address, or the /64 network of an IPv6 one, since one household
 * has that many. X-Forwarded-For is believed only as far as listed proxies wrote it, read from their end.
 */
export function clientNetwork(headers: Headers, trustedProxies: readonly string[]): string {
  let address = parse(headers.get(peerHeader) ?? '')
  const hops = (headers.get('x-forwarded-for') ?? '').split(',').map((hop) => parse(hop))
  while (address && isTrusted(address, trustedProxies) && hops.length > 0) {
    const nearer = hops.pop()
    if (!nearer) break
    address = nearer
  }
  if (!address) return 'unknown'
  if (address instanceof ipaddr.IPv4) return address.toString()
  return `${ipaddr.IPv6.networkAddressFromCIDR(`${address.toNormalizedString()}/64`).toString()}/64`
}

function parse(text: string): ipaddr.IPv4 | ipaddr.IPv6 | null {
  const bare = text
    .trim()
    .replace(/^\[/, '')
    .replace(/[\]%].*$/, '')
  return ipaddr.isValid(bare) ? ipaddr.process(bare) : null
}

function isTrusted(address: ipaddr.IPv4 | ipaddr.IPv6, proxies: readonly string[]): boolean {
  return proxies.some((proxy) => {
    if (ipaddr.isValid(proxy)) return ipaddr.process(proxy).toNormalizedString() === address.toNormalizedString()
    if (!ipaddr.isValidCIDR(proxy)) return false
    const [network, bits] = ipaddr.parseCIDR(proxy)
    if (network instanceof ipaddr.IPv4) return address instanceof ipaddr.IPv4 && address.match(network, bits)
    return address instanceof ipaddr.IPv6 && address.match(network, bits)
  })
}
