import type { Field } from './contract.ts'

/** Whose token Standdown shows, as trust in it names them: only filled into what is copied. */
export function issuedTokenFields(issuer: string): readonly Field[] {
  const shared = { hint: 'It goes into the text to copy, and is not stored.', kind: 'text', required: false } as const
  return [
    { ...shared, name: 'issuer', label: 'Issuer of the token', example: issuer },
    { ...shared, name: 'tokenSubject', label: 'Subject of the token', example: 'system:serviceaccount:standdown:standdown' },
  ]
}
