import type { Whom } from '../model/posture.ts'
import type { TokenRow } from '../model/token-row.ts'

/** Whom to ask what is not known of a token. Somebody who has left answers no question, whatever they are named as. */
export function whomToAsk(
  { ownerName, ownerStatus }: Pick<TokenRow, 'ownerName' | 'ownerStatus'>,
  suggested: { name: string } | undefined,
): Whom {
  const left = ownerStatus === 'departed' ? ownerName : null
  if (ownerName !== null && left === null) return { ask: 'owner', name: ownerName, left: null }
  if (suggested) return { ask: 'suggested', name: suggested.name, left }
  return left === null ? { ask: 'source' } : { ask: 'nobody', left }
}
