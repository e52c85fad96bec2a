import type { Certainty, LeakSighting, MatchWay, StillValid } from '../model/leak.ts'

/** A token that a leak may be of, and what says so. */
export type Candidate = {
  by: Exclude<MatchWay, 'by hand' | 'nothing'>
  tokenId: string
  live: boolean
  /** Told by a file and not by the provider itself. */
  copied: boolean
  /** Of the leak that the same secret was matched by before. */
  certainty: Certainty | null
}

export type Match = { tokenId: string | null; proposedId: string | null; by: MatchWay; certainty: Certainty; among: number }

/** The ways to match in order, with how sure each is. What only proposes needs a living token; what names one does not. */
const ways: readonly { by: Candidate['by']; certainty: Certainty | 'inherited'; onlyLive: boolean }[] = [
  { by: 'provider id', certainty: 'certain', onlyLive: false },
  { by: 'same secret', certainty: 'inherited', onlyLive: false },
  { by: 'last eight', certainty: 'likely', onlyLive: false },
  { by: 'last four', certainty: 'possible', onlyLive: true },
  { by: 'place', certainty: 'possible', onlyLive: true },
]

/**
 * Which token a leak is of. The first way that names exactly one token decides; where it names several, none does, and a weaker way
 * does not overrule that. Of one key that a file tells of beside its provider, it is the provider's row. A possible match proposes its
 * token and makes nothing of it.
 */
export function matchOf(candidates: readonly Candidate[]): Match {
  for (const { by, certainty, onlyLive } of ways) {
    const here = own(candidates.filter((one) => one.by === by && (!onlyLive || one.live)))
    const tokens = new Set(here.map(({ tokenId }) => tokenId))
    if (tokens.size === 0) continue
    const [only] = here
    if (tokens.size > 1 || !only) return { tokenId: null, proposedId: null, by: 'nothing', certainty: 'none', among: tokens.size }
    if (certainty === 'possible') return { tokenId: null, proposedId: only.tokenId, by, certainty, among: 1 }
    const sure = certainty === 'inherited' ? surest(here.map((one) => one.certainty ?? 'likely')) : certainty
    return { tokenId: only.tokenId, proposedId: null, by, certainty: sure, among: 1 }
  }
  return { tokenId: null, proposedId: null, by: 'nothing', certainty: 'none', among: 0 }
}

/** The provider's own rows where there are any, else those of files. */
function own(candidates: readonly Candidate[]): readonly Candidate[] {
  const told = candidates.filter(({ copied }) => !copied)
  return told.length > 0 ? told : candidates
}

/** Several leaks of one secret were matched to one token: it is as sure as the surest of them. */
function surest(known: readonly Certainty[]): Certainty {
  return (['certain', 'stated', 'likely'] as const).find((certainty) => known.includes(certainty)) ?? 'likely'
}

/**
 * Whether the token's leak is confirmed or suspected: confirmed where the whole secret was seen, or works, and the match is sure. The id
 * of a key without its secret is a suspicion, and so is a likely match.
 */
export function exposureState(
  { secretSeen, stillValid }: Pick<LeakSighting, 'secretSeen'> & { stillValid: StillValid },
  certainty: Certainty,
): 'suspected' | 'confirmed' {
  return (certainty === 'certain' || certainty === 'stated') && (secretSeen || stillValid === 'yes') ? 'confirmed' : 'suspected'
}
