import type { Connector } from '@/lib/connectors/contract.ts'

/** What a form says of a connector's fields, parted into settings and credential. A blank field is one that was left out. */
export function filledIn(connector: Pick<Connector, 'fields' | 'credentialEnv'>, form: FormData) {
  const settings: Record<string, unknown> = {}
  const credential: Record<string, unknown> = {}
  for (const { name, kind } of connector.fields) {
    const value = form.get(`field.${name}`)
    if (typeof value !== 'string' || value.trim() === '') continue
    const of = Object.hasOwn(connector.credentialEnv, name) ? credential : settings
    if (kind === 'list') of[name] = listOf(value)
    else of[name] = kind === 'multiline-secret' ? value : value.trim()
  }
  return { settings, credential }
}

/** A list as it is typed: one a line, or with commas between. */
export function listOf(text: string): string[] {
  return text
    .split(/[\n,]/)
    .map((part) => part.trim())
    .filter(Boolean)
}

/** A setting as its field shows it, to be typed over. */
export function typedOf(value: unknown): string {
  if (Array.isArray(value)) return value.map(String).join(', ')
  return typeof value === 'string' ? value : JSON.stringify(value)
}
