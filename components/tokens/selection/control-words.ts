import type { ControlType } from '@/lib/model/sighting.ts'

/** The kinds of control, by name. */
export const controlWord: Readonly<Record<ControlType, string>> = {
  network: 'Network confinement',
  revocation: 'Revocation drill',
  monitoring: 'Use monitoring',
  'secret-scanning': 'Secret scanning',
  audience: 'Audience restriction',
  vaulting: 'Vaulting',
}
