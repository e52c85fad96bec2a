/** Google's own form of describing an interface (Discovery), carved to methods and to what they point at, without its texts. */
export type Discovery = {
  name: string
  version: string
  /** The day of it: "20261112". */
  revision: string
  methods: readonly Method[]
  schemas: Readonly<Record<string, Schema>>
}

type Parameter = Schema & { location: 'path' | 'query'; required?: boolean; repeated?: boolean }
type Method = {
  httpMethod: string
  /** With a placeholder for each part of a name: "v1/projects/{projectsId}/serviceAccounts". */
  flatPath: string
  parameters?: Readonly<Record<string, Parameter>>
  request?: { $ref: string }
  response?: { $ref: string }
}
type Schema = {
  type?: string
  format?: string
  $ref?: string
  enum?: readonly string[]
  pattern?: string
  items?: Schema
  properties?: Readonly<Record<string, Schema>>
  additionalProperties?: Schema
}

/**
 * Several of Google's descriptions as one in OpenAPI, each service under its name ("/iam/v1/…", as the made-up company has them). Google
 * sends no field that is not described; its errors are all alike and described nowhere, so they are left open.
 */
export function fromDiscovery(services: readonly Discovery[]): object {
  const paths: Record<string, Record<string, unknown>> = {}
  const schemas: Record<string, unknown> = {}
  for (const { name, version, methods, schemas: own } of services) {
    const of = (schema: string) => `${name}.${version}.${schema}`
    for (const [schema, said] of Object.entries(own)) schemas[of(schema)] = schemaOf(said, of)
    for (const method of methods) {
      const at = `/${name}/${method.flatPath}`
      paths[at] = { ...paths[at], [method.httpMethod.toLowerCase()]: operationOf(method, of) }
    }
  }
  return { openapi: '3.0.3', info: { title: 'Google', version: '1' }, paths, components: { schemas } }
}

type Named = (schema: string) => string

function operationOf({ flatPath, parameters = {}, request, response }: Method, of: Named) {
  const inPath = [...flatPath.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({ name, in: 'path', required: true, schema: { type: 'string' } }))
  const inQuery = Object.entries(parameters)
    .filter(([, { location }]) => location === 'query')
    .map(([name, said]) => ({ name, in: 'query', required: said.required === true, schema: said.repeated ? { type: 'array', items: schemaOf(said, of) } : schemaOf(said, of) })) // prettier-ignore
  const json = (schema: unknown) => ({ 'application/json': { schema } })
  const refusals = { description: '', content: json({ type: 'object', required: ['error'] }) }
  return {
    parameters: [...inPath, ...inQuery],
    ...(request && { requestBody: { required: true, content: json({ $ref: `#/components/schemas/${of(request.$ref)}` }) } }),
    responses: {
      ...(response
        ? { 200: { description: '', content: json({ $ref: `#/components/schemas/${of(response.$ref)}` }) } }
        : { 200: { description: '' }, 204: { description: '' } }),
      default: refusals,
    },
  }
}

function schemaOf({ type, $ref, items, properties, additionalProperties, ...said }: Schema, of: Named): unknown {
  if ($ref) return { $ref: `#/components/schemas/${of($ref)}` }
  const all = properties && Object.fromEntries(Object.entries(properties).map(([name, one]) => [name, schemaOf(one, of)]))
  return {
    ...(type && type !== 'any' && { type }),
    // "int64" is text in Google's JSON, and its own sorts of instants are those of RFC 3339.
    ...(said.format && { format: said.format.replace('google-datetime', 'date-time') }),
    ...(said.enum && { enum: said.enum }),
    ...(said.pattern && { pattern: said.pattern }),
    ...(items && { items: schemaOf(items, of) }),
    ...(type === 'object' && (all || !additionalProperties) && { properties: all ?? {} }),
    ...(type === 'object' && { additionalProperties: additionalProperties ? schemaOf(additionalProperties, of) : false }),
  }
}
