import type { Consumer } from '../model/consumer.ts'
import type { LastUsed } from '../model/sighting.ts'
import type { AssignedHow } from '../model/token.ts'

export type { Consumer }

type Told = {
  /** Named by the source, and by people. */
  named: readonly string[]
  stated: readonly string[]
  lastUsed: LastUsed
  workload: { name: string; how: AssignedHow | null } | null
  thirdParty: string | null
}

/** Everyone who is said to use it, the surest first: a service in a use log, then the source's own names, people, rules, hints. */
export function consumersOf({ named, stated, lastUsed, workload, thirdParty }: Told): Consumer[] {
  const use = typeof lastUsed === 'object' && 'at' in lastUsed ? lastUsed : null
  const service = use?.service ? [use.service, use.region].filter(Boolean).join(', ') : null
  const found: Consumer[] = [
    ...(service ? [{ name: service, evidence: 'last-service', certainty: 'certain', lastSeen: use?.at ?? null } as const] : []),
    ...named.map((name) => ({ name, evidence: 'named', certainty: 'likely', lastSeen: null }) as const),
    ...stated.map((name) => ({ name, evidence: 'stated', certainty: 'likely', lastSeen: null }) as const),
    ...(workload
      ? [
          {
            name: workload.name,
            evidence: 'workload',
            certainty: workload.how === 'stated' ? 'likely' : 'possible',
            lastSeen: null,
          } as const,
        ]
      : []),
    ...(thirdParty ? [{ name: thirdParty, evidence: 'holder', certainty: 'likely', lastSeen: null } as const] : []),
  ]
  return found.filter(({ name }, place) => found.findIndex((other) => other.name === name) === place)
}
