import type { Connector, WayIn } from '../connectors/contract.ts'

/**
 * The way in that settings and a credential fit, where nobody said which: of several, the one that uses more of what is there, and leaves less
 * of itself open. Null where none fits. Looks at which parts are there and at what a way itself gives, never at a secret.
 */
export function wayOf({ ways }: Pick<Connector, 'ways'>, settings: unknown, credential: unknown): WayIn | null {
  const has = (of: unknown, name: string) => typeof of === 'object' && of !== null && (of as Record<string, unknown>)[name] !== undefined
  const fits = ways.filter(({ required, credential: typed, given = {} }) => {
    const parts = Object.keys((credential ?? {}) as object)
    return required.every((name) => has(settings, name)) && parts.length > 0 && parts.every((name) => typed.includes(name) || Object.hasOwn(given, name))
  }) // prettier-ignore
  return (
    fits.toSorted((one, other) => other.required.length - one.required.length || one.credential.length - other.credential.length)[0] ?? null
  )
}
