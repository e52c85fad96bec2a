type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json }
type Operation = { [key: string]: Json }

/** A description in OpenAPI 3, as far as it concerns us. */
export type Description = {
  openapi: string
  info: Json
  paths: Record<string, Record<string, Operation>>
  components?: Record<string, Record<string, Json>>
}

/**
 * What is kept of a description. `asks`: the calls that it is carved to ("GET /a/{b}"); `before`: what stands before each at the provider
 * ("/v1.0"); `namespace`: what a path may be asked without ("microsoft.graph."); `optional`: fields that it calls required and the provider's documentation says are left out.
 */
export type Kept = { asks: readonly string[]; before?: string; namespace?: string; optional?: readonly string[] }

/** The operations that are asked for, and whatever they point at. Throws where the description has one of them no longer. */
export function carve(whole: Description, { asks, before = '', namespace = '', optional = [] }: Kept) {
  const paths: Description['paths'] = {}
  for (const ask of asks) {
    const [method = '', at = ''] = ask.split(' ')
    const shared = whole.paths[at]?.parameters
    const operation = whole.paths[at]?.[method.toLowerCase()]
    if (!operation) throw new Error(`The description no longer has ${ask}.`)
    const asked = before + at.replace(`/${namespace}`, '/')
    paths[asked] = { ...paths[asked], ...(shared && { parameters: shared }), [method.toLowerCase()]: operation }
  }
  const components: Record<string, Record<string, Json>> = {}
  const left: Json[] = [paths]
  while (left.length > 0) {
    const one = left.pop()
    if (typeof one !== 'object' || one === null) continue
    const points = !Array.isArray(one) && '$ref' in one ? /^#\/components\/([^/]+)\/([^/]+)$/.exec(String(one.$ref)) : null
    const [, kind = '', name = ''] = points ?? []
    const there = whole.components?.[kind]?.[name]
    if (there !== undefined && components[kind]?.[name] === undefined) {
      components[kind] = { ...components[kind], [name]: there }
      left.push(there)
    }
    if (!Array.isArray(one) && 'required' in one && Array.isArray(one.required))
      Object.assign(one, { required: one.required.filter((name) => !optional.includes(String(name))) })
    left.push(...Object.values(one))
  }
  return { openapi: whole.openapi, info: whole.info, paths, components }
}

/**
 * The same description, in which an object has no fields but those that it names: so that a field of the made-up company which the
 * provider does not have is told. Where a schema is put together of parts (allOf), each knows a part of the fields, and is left open.
 */
export function closed<T>(description: T): T {
  const all = [...schemasIn(description as Json)]
  const parts = new Set(all.flatMap(({ allOf }) => (Array.isArray(allOf) ? (allOf as readonly Json[]) : [])))
  const refs = new Set([...parts].flatMap((part) => (isObject(part) && typeof part.$ref === 'string' ? [part.$ref] : [])))
  const { schemas = {} } = (description as { components?: { schemas?: Record<string, Json> } }).components ?? {}
  const open = new Set([...parts, ...Object.entries(schemas).flatMap(([name, one]) => (refs.has(`#/components/schemas/${name}`) ? [one] : []))])
  for (const one of all) {
    const { properties, additionalProperties, allOf, oneOf, anyOf } = one
    const isPlain = isObject(properties) && additionalProperties === undefined && !allOf && !oneOf && !anyOf
    if (isPlain && !open.has(one)) Object.assign(one, { additionalProperties: false })
  }
  return description
} // prettier-ignore

type Fields = { readonly [key: string]: Json }
const isObject = (one: Json | undefined): one is Fields => typeof one === 'object' && one !== null && !Array.isArray(one)

/** Every object of it; what are called "properties" may be one themselves, of which nothing is closed but what they hold. */
function* schemasIn(one: Json, isNames = false): Generator<Fields> {
  if (typeof one !== 'object' || one === null) return
  if (Array.isArray(one)) for (const part of one as readonly Json[]) yield* schemasIn(part)
  else {
    if (!isNames) yield one as Fields
    for (const [name, part] of Object.entries(one)) yield* schemasIn(part, !isNames && name === 'properties')
  }
}
