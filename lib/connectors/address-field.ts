import type { Field } from './contract.ts'

/** Whether secrets are sent to what stands in a field. It stays as long as the credential does: who edits settings is not given the secret. */
export function isAddress({ kind, holdsAddresses }: Pick<Field, 'kind' | 'holdsAddresses'>): boolean {
  return kind === 'url' || holdsAddresses === true
}
