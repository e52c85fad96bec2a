import type { Binding, Facts } from '../../model/facts.ts'
import { model } from '../nps-1.0.0.ts'

type Bound = Pick<Facts, 'binding' | 'popVerified'>

/**
 * What the binding is worth in practice. A key that the resource server is not seen to check proves nothing, so a
 * proof-of-possession token without that evidence is a bearer token (SP 800-63C section 6.1.2, by analogy from assertions).
 */
export function effectiveBinding({ binding, popVerified }: Bound): Binding {
  const claimsProof = binding === 'pop-app' || binding === 'pop-mtls' || binding === 'pop-attested'
  return claimsProof && popVerified !== true ? 'bearer' : binding
}

/** Whether using the token takes a key that the resource server verifies: sender-constrained in the words of RFC 9700 section 2.2.1. */
export function isSenderConstrained({ binding, popVerified }: Bound): boolean {
  return popVerified === true && (binding === 'pop-app' || binding === 'pop-mtls' || binding === 'pop-attested')
}

/** Points 0–100 for how freely a copied credential can be replayed. */
export function binding(facts: Bound): number {
  return model.binding[effectiveBinding(facts)]
}
