import { lookup as resolve, type LookupAddress, type LookupOptions } from 'node:dns'
import { isIP } from 'node:net'
import { addressRefusal, nameRefusal } from './address-rules.ts'

type LookupDone = (error: NodeJS.ErrnoException | null, address: string | LookupAddress[], family?: number) => void

/** Why a host (a name, or an address without brackets) is not called, or null. What a name resolves to is looked at by `checkedLookup`. */
export function hostRefusal(host: string, allowPrivate: boolean): string | null {
  const why = nameRefusal(host) ?? (isIP(host) ? addressRefusal(host, { allowPrivate }) : null)
  return why && `${host} is refused, because ${why}`
}

/** `lookup` for the connection: every address of the name must pass, and the ones that were checked are the ones connected to. */
export function checkedLookup(allowPrivate: boolean) {
  return (hostname: string, options: LookupOptions, done: LookupDone) => {
    resolve(hostname, { ...options, all: true }, (error, addresses) => {
      if (error) return done(error, [])
      const bad = addresses.map(({ address }) => addressRefusal(address, { allowPrivate })).find((why) => why !== null)
      if (bad) return done(Object.assign(new Error(`${hostname} is refused, because ${bad}`), { code: 'ADDRESS_REFUSED' }), [])
      const [first] = addresses
      if (options.all || !first) return done(null, addresses)
      return done(null, first.address, first.family)
    })
  }
}
