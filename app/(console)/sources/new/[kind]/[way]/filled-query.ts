import type { Connector, Field, WayIn } from '@/lib/connectors/contract.ts'
import type { Issue } from '@/lib/model/app-error.ts'
import { listOf } from '../../../filled-in.ts'

type Query = Readonly<Record<string, string | string[] | undefined>>

/** What a page of one way in is given. */
export type WayPageProps = { params: Promise<{ kind: string; way: string }>; searchParams: Promise<Query> }

/** What an address says of a way's form. Nothing secret is ever in an address: credentials are asked for on the next step. */
export type FilledQuery = { name: string; values: Readonly<Record<string, string>>; search: string }

/** Reads the name and the fields that this way asks for; anything else in the address is left out. */
export function readFilled(way: WayIn, query: Query): FilledQuery {
  const one = (name: string) => {
    const value = query[name]
    return typeof value === 'string' ? value.trim().slice(0, 8_192) : ''
  }
  const names = [...way.settings, ...(way.forSnippets ?? []).map(({ name }) => name)]
  const values = Object.fromEntries(names.flatMap((name) => (one(name) ? [[name, one(name)]] : [])))
  const name = one('name').slice(0, 100)
  const search = new URLSearchParams({ ...(name && { name }), ...values }).toString()
  return { name, values, search }
}

/** What of it is stored: the settings, by the connector's own schema. */
export function settingsFrom(connector: Connector, way: WayIn, { values }: FilledQuery): { settings: unknown; issues: readonly Issue[] } {
  const given = Object.fromEntries(
    way.settings.flatMap((name) => {
      const value = values[name]
      if (value === undefined) return []
      const isList = connector.fields.some((field) => field.name === name && field.kind === 'list')
      return [[name, isList ? listOf(value) : value]]
    }),
  )
  const missing = way.required
    .filter((name) => given[name] === undefined)
    .map((name) => ({ where: name, what: `${labelOf(connector, name)} is missing.` }))
  const parsed = connector.settings.safeParse(given)
  const wrong = (parsed.error?.issues ?? [])
    .map(({ path: [name, at], message }) => ({
      where: String(name),
      what: typeof at === 'number' ? `Line ${at + 1} cannot be used: ${message}.` : `Cannot be used: ${message}.`,
    }))
    .filter(({ where }) => !missing.some((one) => one.where === where))
  return { settings: parsed.data, issues: [...missing, ...wrong] }
}

/** Parts of a credential that some have and some have not. */
const mayBeMissing = ['sessionToken', 'keyId', 'tokens', 'clients']

/** The fields that this way asks for, in their order; `required` is the way's to say. */
export function fieldsOf(connector: Connector, way: WayIn, names: readonly string[]): readonly Field[] {
  return names.flatMap((name) => connector.fields.filter((field) => field.name === name)).map((field) => ({ ...field, required: way.required.includes(field.name) || way.credential.includes(field.name) && !mayBeMissing.includes(field.name) })) // prettier-ignore
}

/** Of a provider that has its own; few change them. */
const addresses = ['region', 'baseUrl', 'stsBaseUrl', 'introspectionEndpoint', 'revocationEndpoint']

/** The settings that this way asks for: those to fill in, and the addresses that only few change. What it cannot do without is never folded away. */
export function partedFields(connector: Connector, way: WayIn): { plain: readonly Field[]; folded: readonly Field[] } {
  const fields = fieldsOf(connector, way, way.settings)
  const isFolded = ({ name, required }: Field) => addresses.includes(name) && !required
  return { plain: fields.filter((field) => !isFolded(field)), folded: fields.filter(isFolded) }
}

function labelOf(connector: Connector, name: string): string {
  return connector.fields.find((field) => field.name === name)?.label ?? name
}
