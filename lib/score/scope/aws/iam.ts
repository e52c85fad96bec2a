import type { Grant, Rating } from '../../../model/grant.ts'
import type { Json } from '../../../model/json.ts'
import { AwsIamStated } from '../../../model/permission-statement.ts'
import type { AwsPolicyUse } from '../../../model/permission-statement.ts'
import { ratingOf, shown, unknownRating } from '../rating.ts'
import { boundaryOf } from './boundary.ts'
import { denialsOf } from './denial.ts'
import { explain } from './explain.ts'
import { onlyPrefixes } from './only-service.ts'
import { readPolicyDocument } from './policy-document.ts'
import type { PolicyDocument } from './policy-document.ts'
import { tally } from './tally.ts'

/** A policy that could be read, with the words by which a person knows it. */
export type AppliedPolicy = { source: string; document: PolicyDocument }

const read = new WeakMap<object, PolicyDocument | { unreadable: string }>()

const outsideView = 'Service control policies and the policies of resources are not read here: they may narrow this, or widen it.'
const everything: Grant = {
  level: 6,
  reach: 4,
  service: '*',
  action: '*',
  resource: '*',
  conditions: [],
  source: 'root user',
  because: 'The root user of an account may do everything in it, and no policy of the account can take that away.',
}
const nothingButItself: Grant = {
  level: 1,
  reach: 1,
  service: 'sts',
  action: 'sts:GetCallerIdentity',
  resource: '*',
  conditions: [],
  source: 'every AWS principal',
  because: 'No policy grants it anything: it can only ask who it is.',
}

/**
 * What an AWS principal may do: the union of its policies, less what is denied without conditions, capped by its boundary
 * and by the one service its credential works for. Conditions are shown and never make it less. A policy that cannot be
 * read leaves the whole unknown, unless the rest is the worst already.
 */
export function rateAwsIam(json: Json, document: (hash: string) => Json | undefined, dataVersion: string): Rating {
  const parsed = AwsIamStated.safeParse(json)
  if (!parsed.success) return unknownRating(['What the connector stated of this principal cannot be read.'], dataVersion)
  const stated = parsed.data
  if (stated.principal.type === 'root') return ratingOf([everything], [], dataVersion)

  const { applied, unreadable } = readPolicies(stated.policies, document)
  const boundary = readBoundary(stated, document)
  const only = onlyPrefixes(stated.onlyService)
  const denials = denialsOf(boundary.applied ? [...applied, boundary.applied] : applied)
  const tallied = tally(applied, { denials, boundary: boundary.applied && boundaryOf(boundary.applied.document), only: only.prefixes })
  const notes = [...boundary.notes, ...only.notes, ...tallied.notes, ...denials.notes, outsideView]

  const rating = tallied.pieces.length === 0 ? ratingOf([nothingButItself], notes, dataVersion) : explain(tallied, notes, dataVersion)
  if (unreadable.length === 0) return rating
  const worst = rating.breadth !== 'not-reported' && rating.breadth.level === 6 && rating.breadth.reach === 4
  if (worst) return { ...rating, notes: [...unreadable, ...rating.notes] }
  return unknownRating([...unreadable, partlyKnown(rating), ...notes], dataVersion)
}

function readPolicies(policies: readonly AwsPolicyUse[], document: (hash: string) => Json | undefined) {
  const applied: AppliedPolicy[] = []
  const unreadable: string[] = []
  for (const policy of policies) {
    const found = readDocument(policy.document, document)
    if ('unreadable' in found)
      unreadable.push(`${sourceOf(policy)} could not be read: ${found.unreadable}. What it grants counts as the worst.`)
    else applied.push({ source: sourceOf(policy), document: found })
  }
  return { applied, unreadable: several(unreadable) }
}

/** An unreadable boundary caps nothing: counting it as a cap would be a guess in the token's favour. */
function readBoundary(
  { boundary }: AwsIamStated,
  document: (hash: string) => Json | undefined,
): { applied: AppliedPolicy | null; notes: string[] } {
  if (!boundary) return { applied: null, notes: [] }
  const found = readDocument(boundary.document, document)
  const name = `The boundary ${shown(boundary.arn)}`
  if ('unreadable' in found)
    return { applied: null, notes: [`${name} could not be read: ${found.unreadable}. It is not counted as a cap.`] }
  return { applied: { source: `boundary ${shown(boundary.arn)}`, document: found }, notes: [`${name} caps what the policies grant.`] }
}

function readDocument(address: string | null, document: (hash: string) => Json | undefined): PolicyDocument | { unreadable: string } {
  if (address === null) return { unreadable: 'the provider did not show it' }
  const body = document(address)
  if (body === undefined) return { unreadable: 'its text was not kept' }
  if (typeof body !== 'object' || body === null) return readPolicyDocument(body)
  const before = read.get(body)
  if (before) return before
  const found = readPolicyDocument(body)
  read.set(body, found)
  return found
}

function sourceOf({ name, how, group }: AwsPolicyUse): string {
  const policy = how === 'inline' || how === 'group-inline' ? `inline policy ${shown(name, 150)}` : `policy ${shown(name, 150)}`
  return group === undefined ? policy : `${policy} of group ${shown(group, 150)}`
}

function partlyKnown(rating: Rating): string {
  const worst = rating.grants[0]
  return worst ? `What could be read goes to level ${worst.level}, reach ${worst.reach}: ${worst.because}` : 'Nothing else is known of it.'
}

function several(sentences: readonly string[]): string[] {
  const [most, left] = [sentences.slice(0, 5), sentences.length - 5]
  return left > 0 ? [...most, `${left} more policies could not be read either.`] : [...most]
}
