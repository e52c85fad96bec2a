import { hex } from './roll.ts'

/** Every secret that the estate hands out looks like this, so that a leak anywhere is found by one search. */
export const canaryPattern = /CNRY-[a-z0-9-]+-[0-9a-f]{32}/g

/** The secret in one field of one object: unique to it, and the same at every start. `kind` names the field ("aws-secret"). */
export function canary(seed: number, kind: string, ...of: readonly (string | number)[]): string {
  return `CNRY-${kind}-${hex(32, seed, 'canary', kind, ...of)}`
}
