import type { Facts } from '../../model/facts.ts'
import { model } from '../nps-1.0.0.ts'

const { addons } = model

/** Basis points for a secret that several consumers share: it cannot be rotated or traced for one of them alone. */
export function reuse(facts: Pick<Facts, 'consumers'>): number {
  return isShared(facts) ? addons.reuse : 0
}

/** Whether several consumers are known to use it. Not reported is not shared, for the score. */
export function isShared({ consumers }: Pick<Facts, 'consumers'>): boolean {
  return consumers !== 'not-reported' && consumers > 1
}

/** Basis points for a secret seen at rest in plain text. Not reported adds nothing. */
export function storage(facts: Pick<Facts, 'storage'>): number {
  return facts.storage === 'plaintext' ? addons.storage : 0
}

/** Basis points for a secret that somebody outside holds. */
export function thirdParty(facts: Pick<Facts, 'thirdParty'>): number {
  return facts.thirdParty ? addons.thirdParty : 0
}

/** Basis points for a token in the hands of an AI agent, more where nobody watches it act. */
export function agent(facts: Pick<Facts, 'agent'>): number {
  return addons.agent[facts.agent]
}

/** Basis points for a token that nobody answers for; an owner who left is none. */
export function owner(facts: Pick<Facts, 'owner'>): number {
  return facts.owner === 'assigned' ? 0 : addons.owner
}
