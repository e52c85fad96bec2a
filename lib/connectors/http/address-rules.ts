import ipaddr from 'ipaddr.js'

/**
 * Addresses at which clouds hand out credentials or machine facts to whoever asks from the inside, outside the link-local
 * ranges that are refused anyway: AWS over IPv6, Alibaba Cloud, Oracle Cloud (old), Azure's host agent.
 */
const metadataAddresses = ['fd00:ec2::254', '100.100.100.200', '192.0.0.192', '168.63.129.16'].map((text) =>
  ipaddr.parse(text).toNormalizedString(),
)

const metadataNames = new Set(['metadata', 'metadata.google.internal', 'metadata.goog', 'instance-data', 'instance-data.ec2.internal'])

/** Ranges that an administrator may have meant: their own machine, their own network. */
const privateRanges = new Set(['loopback', 'private', 'uniqueLocal', 'carrierGradeNat'])

/**
 * Why a connection to this address (text, IPv4 or IPv6) is refused, or null when it may be made. Everything that is not plain
 * unicast is refused; addresses that wrap another one (mapped, NAT64, 6to4, Teredo) are judged by the one inside.
 * `allowPrivate` lets loopback and private networks through; metadata and link-local addresses never pass.
 */
export function addressRefusal(text: string, { allowPrivate }: { allowPrivate: boolean }): string | null {
  const bare = text.split('%')[0] ?? ''
  if (!ipaddr.isValid(bare)) return 'it is not an address'
  const address = ipaddr.parse(bare)
  const inner = address instanceof ipaddr.IPv6 ? wrapped(address) : null
  if (inner) return addressRefusal(inner, { allowPrivate })
  if (metadataAddresses.includes(address.toNormalizedString())) return 'it is a metadata service'
  const range = address.range()
  if (range === 'unicast') return null
  if (privateRanges.has(range)) return allowPrivate ? null : `it is in a private range (${range})`
  return range === 'linkLocal' ? 'it is link-local, where metadata services live' : `it is in a reserved range (${range})`
}

/** Why a host's name alone is enough to refuse it, or null. */
export function nameRefusal(hostname: string): string | null {
  const bare = hostname.toLowerCase().replace(/\.$/, '')
  return metadataNames.has(bare) ? 'it names a metadata service' : null
}

function wrapped(address: ipaddr.IPv6): string | null {
  const bytes = address.toByteArray()
  const four = (from: number) => bytes.slice(from, from + 4).join('.')
  switch (address.range()) {
    case 'ipv4Mapped':
    case 'rfc6145':
    case 'rfc6052':
      return four(12)
    case '6to4':
      return four(2)
    case 'teredo':
      return bytes
        .slice(12, 16)
        .map((byte) => byte ^ 0xff)
        .join('.') // RFC 4380: the client's address, inverted
    default:
      // The deprecated IPv4-compatible form ::a.b.c.d, which some stacks still route; :: and ::1 are ranges of their own.
      return address.range() === 'unicast' && bytes.slice(0, 12).every((byte) => byte === 0) ? four(12) : null
  }
}
