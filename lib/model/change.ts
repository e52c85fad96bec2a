import type { Json } from './json.ts'

/** What can happen to a token; the timeline is made of these. */
export type ChangeKind =
  | 'first-seen' | 'returned' | 'gone' | 'rotated' | 'used' | 'disabled' | 'enabled' | 'renewed' | 'revoked' | 'expired' | 'renamed'
  | 'scope-widened' | 'scope-narrowed' | 'permissions-changed' | 'expiry-changed' | 'binding-changed'
  | 'fact-stated' | 'fact-withdrawn' | 'fact-lapsed' | 'fact-reported'
  | 'owner-changed' | 'workload-changed' | 'exposed' | 'exposure-closed' | 'verdict-changed' // prettier-ignore

export type Change = { kind: ChangeKind; detail: Json }
