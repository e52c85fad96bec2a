import type { Connector } from '@/lib/connectors/contract.ts'

/** What a form says of a connector's fields, parted into settings and credential. A blank field is one that was left out. */
export function filledIn(connector: Pick<Connector, 'fields' | 'credentialEnv'>, form: FormData) {
  const settings: Record<string, unknown> = {}
  const credential: Record<string, unknown> = {}
  for (const { name, kind } of connector.fields) {
    const value = form.get(`field.${name}`)
    if (typeof value !== 'string' || value.trim() === '') continue
    const of = Object.hasOwn(connector.credentialEnv, name) ? credential : settings
    if (kind === 'list') of[name] = listed(value)
    else of[name] = kind === 'multiline-secret' ? value : value.trim()
  }
  return { settings, credential }
}

/** What was typed into a list: one a line, or parted by commas. */
export function listed(text: string): string[] {
  return text
    .split(/[\n,]/)
    .map((part) => part.trim())
    .filter(Boolean)
}
