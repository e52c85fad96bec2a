/** One line of the log, the part of it that counts. */
export type Event = {
  /** "app:A0123", "service:123". */
  of: string
  name: string
  user: string
  at: number
  change: string
  scopes: readonly string[]
}

/** What somebody let in, as far as the log tells. */
export type Install = {
  of: string
  name: string
  user: string
  sinceMs: number
  /** Whether the log tells of when it was let in; where it does not, it was there before. */
  begun: boolean
  scopes: readonly string[]
  state: 'active' | 'disabled' | 'revoked'
  /** Somebody else took some of the app away, and the log does not say whose. */
  doubt: boolean
}

const ends: Readonly<Record<string, Install['state']>> = { removed: 'revoked', disabled: 'disabled', enabled: 'active' }

/**
 * What stands after all that the log tells. An app holds a token of each who let it in. Whoever takes it away and has let it in themselves takes
 * away that; anybody else takes away the only one there is. Of several, the log does not say which: they stand, with a doubt, and all are on where one is switched on. Scopes add up
 * until then, as the log does not say whether a change tells all of them. A change that nobody here knows leaves it standing.
 */
export function installsOf(log: readonly Event[]): Install[] {
  const found = new Map<string, Map<string, Install>>()
  // The log is written backwards; of one second, the later line is the earlier event.
  for (const event of onceEach(log).toReversed().toSorted((a, b) => a.at - b.at)) {
    const ofApp = found.get(event.of) ?? new Map<string, Install>()
    found.set(event.of, ofApp)
    const own = ofApp.get(event.user)
    const before = own && own.state !== 'revoked' ? own : null
    const state = Object.hasOwn(ends, event.change) ? ends[event.change] : undefined
    if (state) {
      const meant = before ? [before] : [...ofApp.values()].filter((one) => one.state !== 'revoked')
      for (const one of meant) ofApp.set(one.user, meant.length === 1 ? { ...one, state } : { ...one, doubt: true, ...(state === 'active' && { state }) })
      if (meant.length > 0 || state !== 'active') continue
    }
    ofApp.set(event.user, {
      of: event.of,
      name: event.name || before?.name || event.of,
      user: event.user,
      sinceMs: before?.sinceMs ?? event.at,
      begun: before?.begun ?? event.change === 'added',
      scopes: [...new Set([...(before?.scopes ?? []), ...event.scopes])].sort(),
      state: 'active',
      doubt: false,
    })
  }
  return [...found.values()].flatMap((ofApp) => [...ofApp.values()])
} // prettier-ignore

/** A line that is added while the log is read moves the others down, so that one of them comes twice: it is one event all the same. */
function onceEach(log: readonly Event[]): readonly Event[] {
  return [...new Map(log.map((event) => [JSON.stringify(event), event])).values()]
}
