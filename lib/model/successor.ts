import type { Binding, LifeBand } from './facts.ts'

/** Bindings with which a copy of what is stored is enough to use it. One that nobody reports counts as that. */
const copied: readonly Binding[] = ['bearer', 'bearer-url', 'keyed-hmac', 'not-reported']
/** Lives that end within a working day. One that nobody reports does not. */
const short: readonly LifeBand[] = ['1h', '24h']

/** What of a successor says whether it stands; `sameKind`: it is of the same kind as a token whose place it takes. */
export type Standing = { binding: Binding; life: LifeBand; sameKind: boolean }

/**
 * Whether a token is another standing key: it lives for more than a day or for nobody knows how long, and a copy of it is enough, or it
 * is but another one of the same kind. A client's own signing key is not: some ways lead to just that.
 */
export function standsAsKey({ binding, life, sameKind }: Standing): boolean {
  return !short.includes(life) && (sameKind || copied.includes(binding))
}
