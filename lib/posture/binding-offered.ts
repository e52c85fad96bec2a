/**
 * Kinds for which their provider has no sender-constraint to switch on: neither DPoP (RFC 9449) nor mutual TLS (RFC 8705) is among
 * what GitHub takes with a token, or AWS with a key. What else would be better is then another kind of credential. A kind that is
 * not here is one of which we do not know.
 */
const unbindable: readonly RegExp[] = [
  /^github\.(pat\.classic|pat\.fine-grained|oauth-token|app-user-token)$/,
  /^aws\.(access-key|root-access-key|service-credential\..+)$/,
]

/** Whether it is known that the provider of this kind offers no binding that a copy of the token would not have. */
export function offersNoBinding(kind: string): boolean {
  return unbindable.some((pattern) => pattern.test(kind))
}
