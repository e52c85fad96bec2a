import type { Rating } from '../../../../model/grant.ts'
import type { Json } from '../../../../model/json.ts'
import type { AwsIamStated, AwsPolicyUse } from '../../../../model/permission-statement.ts'
import { rate } from '../../rate.ts'

/** A policy of one statement that allows. */
export function allow(action: string | readonly string[], resource: string | readonly string[] = '*'): Json {
  return { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: action, Resource: resource }] }
}

/** A policy of one statement that denies. */
export function deny(action: string | readonly string[], resource: string | readonly string[] = '*'): Json {
  return { Version: '2012-10-17', Statement: [{ Effect: 'Deny', Action: action, Resource: resource }] }
}

/** The hash by which the nth document of a principal is found. */
export function hashAt(at: number): string {
  return at.toString(16).padStart(64, '0')
}

/** A document; null: the provider did not show it; undefined: it was not kept. */
type Document = Json | null | undefined

type Policies = {
  inline?: readonly Document[]
  managed?: readonly Document[]
  groupInline?: readonly Document[]
  groupManaged?: readonly Document[]
  boundary?: Document
  onlyService?: string
}

export type Principal = { stated: Json; documents?: ReadonlyMap<string, Json>; type?: 'root' }

/** A user with these policies, and the documents behind them. */
export function principal({ inline = [], managed = [], groupInline = [], groupManaged = [], boundary, onlyService }: Policies): Principal {
  const documents = new Map<string, Json>()
  let next = 0
  function keep(document: Document): string | null {
    if (document === null) return null
    const hash = hashAt(next++)
    if (document !== undefined) documents.set(hash, document)
    return hash
  }
  function uses(name: string, how: AwsPolicyUse['how'], bodies: readonly Document[]): AwsPolicyUse[] {
    const group = how.startsWith('group') ? { group: 'ops' } : {}
    return bodies.map((body, at) => ({ name: `${name}${at}`, how, ...group, document: keep(body) }))
  }
  const stated: AwsIamStated = {
    principal: { type: 'user', name: 'deploy', arn: 'arn:aws:iam::123456789012:user/deploy' },
    policies: [
      ...uses('inline', 'inline', inline),
      ...uses('managed', 'managed', managed),
      ...uses('groupInline', 'group-inline', groupInline),
      ...uses('groupManaged', 'group-managed', groupManaged),
    ],
    boundary: boundary === undefined ? null : { arn: 'arn:aws:iam::123456789012:policy/boundary', document: keep(boundary) },
    ...(onlyService === undefined ? {} : { onlyService }),
  }
  return { stated, documents }
}

/** The rating of a principal. */
export function rateIam({ stated, documents, type }: Principal): Rating {
  const told = type ? { ...(stated as AwsIamStated), principal: { ...(stated as AwsIamStated).principal, type } } : stated
  return rate({ scheme: 'aws.iam', stated: told }, (hash) => documents?.get(hash))
}
