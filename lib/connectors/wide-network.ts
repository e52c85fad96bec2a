/** Networks wider than this let in so much of the internet that they confine nobody: /8 (IPv4), /16 (IPv6). */
const narrowest = { four: 8, six: 16 } as const

/** Whether an address range, as providers write it ("192.0.2.0/24", "2001:db8::/48", one address), is too wide to confine anything. */
export function isWideNetwork(range: string): boolean {
  const [address = '', bits] = range.trim().split('/')
  const most = address.includes(':') ? 128 : 32
  const length = bits === undefined ? most : /^\d{1,3}$/.test(bits) ? Number(bits) : 0
  return length < (most === 128 ? narrowest.six : narrowest.four)
}
