const nouns: readonly (readonly [RegExp, string])[] = [
  [/password/, 'password'],
  [/certificate|svid/, 'certificate'],
  [/key/, 'key'],
  [/token|\.pat\b/, 'token'],
]

/** What a token of this kind is called in a sentence: "this key", "this certificate". */
export function tokenNoun(kind: string): string {
  return nouns.find(([pattern]) => pattern.test(kind))?.[1] ?? 'credential'
}
