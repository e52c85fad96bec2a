import type { Field } from '../contract.ts'
import { tokenFileField, tokenFileStep } from '../rest/token-file.ts'

export const addressField: Field = {
  name: 'address',
  label: 'Google’s addresses',
  hint: 'Google’s own, unless you call it by a private endpoint or in another universe; {service} stands for the name of each service.',
  kind: 'text',
  required: false,
  example: 'https://{service}.googleapis.com',
}

export const providerField: Field = {
  name: 'provider',
  label: 'Provider of the pool',
  hint: 'Its whole name, by the number of its project.',
  kind: 'text',
  required: false,
  example: 'projects/123456789012/locations/global/workloadIdentityPools/standdown/providers/cluster',
}

export const accountField: Field = {
  name: 'serviceAccount',
  label: 'Service account',
  hint: 'Which is impersonated by way of the pool. It is no secret.',
  kind: 'text',
  required: false,
  example: 'standdown@security-tools.iam.gserviceaccount.com',
}

export const keyField: Field = {
  name: 'serviceAccountKey',
  label: 'Service account key',
  hint: 'The whole JSON file. Only address, key id and private key are kept, sealed; the token address that it names is not used.',
  kind: 'multiline-secret',
  required: false,
}

/** The token is sent to the service "sts" alone. */
const place = ['sts.googleapis.com', 'standdown'] as const
export const fileField = tokenFileField(...place)
export const fileStep = tokenFileStep(...place)

/** What the service account that acts is asked for. */
export const actingFields: readonly Field[] = [
  { ...accountField, hint: 'Another one than the one that reads; impersonated by way of the same pool. Left out where a key is given.' },
  { ...keyField, hint: `Of another service account than the one that reads. ${keyField.hint}` },
  { ...fileField, hint: `Instead of a key, by way of the pool. ${fileField.hint}` },
]
