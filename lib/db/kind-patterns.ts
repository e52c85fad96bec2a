/** Kinds of token or issuer, one of which may end in ".*", as patterns of LIKE. A kind has no character that means anything there. */
export function kindPatterns(kinds: readonly string[]): string[] {
  return kinds.map((kind) => kind.replace(/\*$/, '%'))
}
