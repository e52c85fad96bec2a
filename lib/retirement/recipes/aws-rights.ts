import type { RecipeSubject } from '../../model/recipe.ts'
import type { Blanks, Value } from './writing.ts'

const action = /^[a-z0-9-]{1,60}:[A-Za-z0-9*?]{1,128}$/
const arn = /^arn:[\w-]*:[\w-]*:[\w-]*:[\d*]*:\S{1,1000}$/
const mostStatements = 20

/**
 * A policy with what the token was seen to use, else with what it was granted. Rights to everything are never copied: where only they
 * are known, the reader fills in what is called. What is not an action or an ARN, as a page shows it, becomes a blank.
 */
export function leastPolicy(subject: RecipeSubject, blanks: Blanks): Value {
  const observed = subject.grants.filter((grant) => grant.observed)
  const rights = observed.length > 0 ? observed : subject.grants
  const statements = rights.slice(0, mostStatements).map((right) => ({
    Effect: 'Allow',
    Action: actionsOf(right.action, right.service, blanks),
    Resource: resourcesOf(right.resource, right.service, blanks),
  }))
  if (observed.length === 0)
    blanks.say(
      rights.length > 0
        ? 'These are the widest rights that it was granted, and nothing shows which of them it uses. Keep what CloudTrail and IAM’s last accessed report show, and nothing else.'
        : 'No right of it is known. Take what CloudTrail shows it calls.',
    )
  if (subject.lastUsedService && /^[a-z0-9-]{1,60}$/i.test(subject.lastUsedService))
    blanks.say(`AWS last saw it call ${subject.lastUsedService}.`)
  if (statements.length === 0) statements.push({ Effect: 'Allow', Action: [anyAction(blanks)], Resource: [anyResource('', blanks)] })
  return { Version: '2012-10-17', Statement: statements }
}

function actionsOf(said: string, service: string, blanks: Blanks): string[] {
  const found = said
    .split(' + ')
    .filter((one) => action.test(one))
    .map((one) => (one.endsWith(':*') ? someOf(one.slice(0, -2), blanks) : one))
  if (found.length > 0) return found
  return [/^[a-z0-9-]{1,60}$/.test(service) ? someOf(service, blanks) : anyAction(blanks)]
}

function resourcesOf(said: string, service: string, blanks: Blanks): string[] {
  const more = / and \d+ more$/
  const parts = said.replace(more, '').split(', ')
  if (!parts.every((part) => arn.test(part))) return [anyResource(service, blanks)]
  if (more.test(said)) blanks.say('Not every resource of a right is shown. Add those that it really uses.')
  return parts
}

function someOf(service: string, blanks: Blanks): string {
  return blanks.blank(`${service}-actions`, `the actions of ${service} that it really calls; it was granted all of them`)
}

function anyAction(blanks: Blanks): string {
  return blanks.blank('actions', 'the actions that CloudTrail shows it calls')
}

function anyResource(service: string, blanks: Blanks): string {
  const of = /^[a-z0-9-]{1,60}$/.test(service) ? service : 'any'
  return blanks.blank(`${of}-resources`, 'the ARNs it needs; “*” only for actions that take no resource')
}
