import type { Json } from '../../../model/json.ts'
import { actionsNamed } from './catalogue.ts'

/** A statement of a policy with its one-or-many fields made lists. Exactly one of the two action fields is there, and of the two resource fields at most one. */
export type Statement = {
  effect: 'allow' | 'deny'
  sid: string
  actions: readonly string[] | null
  notActions: readonly string[] | null
  resources: readonly string[]
  notResources: readonly string[] | null
  conditions: readonly string[]
}

export type PolicyDocument = { statements: readonly Statement[] }

const longest = 2_048
const mostEntries = 5_000

/** Says what is wrong with a document that cannot be used, for the note that a person reads. */
class Unusable extends Error {}

/**
 * Reads a policy document as AWS does: fields in any case, single values for lists. Anything that AWS itself would refuse
 * makes the whole document unreadable, as guessing at the rest could only make it look smaller than it is.
 */
export function readPolicyDocument(body: Json | undefined): PolicyDocument | { unreadable: string } {
  try {
    const fields = fieldsOf(body, 'The document')
    const statements = Array.isArray(fields.get('statement')) ? (fields.get('statement') as readonly Json[]) : [fields.get('statement')]
    if (statements.length === 0) throw new Unusable('it has no statement')
    if (statements.length > mostEntries) throw new Unusable('it has too many statements')
    return { statements: statements.map((statement, at) => readStatement(statement, `statement ${at + 1}`)) }
  } catch (error) {
    if (error instanceof Unusable) return { unreadable: error.message }
    throw error
  }
}

function readStatement(json: Json | undefined, where: string): Statement {
  const fields = fieldsOf(json, where)
  const effect = fields.get('effect')
  if (typeof effect !== 'string' || !/^(?:allow|deny)$/i.test(effect)) throw new Unusable(`${where} neither allows nor denies`)
  const [actions, notActions] = [list(fields, 'action', where), list(fields, 'notaction', where)]
  if ((actions === null) === (notActions === null)) throw new Unusable(`${where} must have one of Action and NotAction`)
  for (const action of actions ?? notActions ?? [])
    if (action.length > 300 || actionsNamed(action) === null) throw new Unusable(`${where} names something that is not an action`)
  const [resources, notResources] = [list(fields, 'resource', where), list(fields, 'notresource', where)]
  if ((resources === null) === (notResources === null)) throw new Unusable(`${where} must have one of Resource and NotResource`)
  return {
    effect: effect.toLowerCase() === 'allow' ? 'allow' : 'deny',
    sid: typeof fields.get('sid') === 'string' ? (fields.get('sid') as string) : '',
    actions,
    notActions,
    resources: resources ?? ['*'],
    notResources,
    conditions: conditionsOf(fields.get('condition'), where),
  }
}

function fieldsOf(json: Json | undefined, where: string): Map<string, Json | undefined> {
  if (typeof json !== 'object' || json === null || Array.isArray(json)) throw new Unusable(`${where} is not an object`)
  const fields = new Map<string, Json | undefined>()
  for (const [name, value] of Object.entries(json)) {
    if (fields.has(name.toLowerCase())) throw new Unusable(`${where} says ${name.toLowerCase()} twice`)
    fields.set(name.toLowerCase(), value)
  }
  return fields
}

/** A list of texts, or null where the field is not there. An empty list is refused: it grants nothing, and AWS does not take it. */
function list(fields: Map<string, Json | undefined>, name: string, where: string): readonly string[] | null {
  const value = fields.get(name)
  if (value === undefined) return null
  const entries = typeof value === 'string' ? [value] : value
  if (!Array.isArray(entries) || entries.length === 0 || entries.length > mostEntries) throw new Unusable(`${where} has no usable ${name}`)
  for (const entry of entries as readonly Json[])
    if (typeof entry !== 'string' || entry === '' || entry.length > longest) throw new Unusable(`${where} has no usable ${name}`)
  return entries as readonly string[]
}

/** Conditions as a person reads them: "IpAddress aws:SourceIp 10.0.0.0/8". At most ten, each cut to a line. */
function conditionsOf(json: Json | undefined, where: string): readonly string[] {
  if (json === undefined) return []
  const said: string[] = []
  for (const [operator, keys] of fieldsOf(json, `${where}'s condition`))
    for (const [key, value] of fieldsOf(keys, `${where}'s condition`)) {
      const values = (Array.isArray(value) ? (value as readonly Json[]) : [value])
        .slice(0, 5)
        .map((one) => (typeof one === 'object' ? '…' : String(one)))
      said.push(`${operator} ${key} ${values.join(', ')}`.slice(0, 200))
    }
  return said.slice(0, 10)
}
