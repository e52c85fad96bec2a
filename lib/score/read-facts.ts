import type { z } from 'zod'
import { AppError, type Issue } from '../model/app-error.ts'
import { Facts } from '../model/facts.ts'

/** What each field takes, as it is told to whoever got it wrong. */
const takes: Readonly<Record<string, string>> = {
  id: 'text of 1 to 1024 characters; every token needs one',
  provider: 'text of at most 200 characters',
  kind: 'text of at most 200 characters',
  lifecycle: 'active, disabled, expired or revoked',
  ttlSeconds: 'a number of seconds, never or not-reported',
  rotationEnforcedSeconds: 'a number of seconds or null',
  ageDays: 'a number of days or not-reported',
  idleDays: 'a number of days, never-used or not-reported',
  binding: 'pop-attested, pop-mtls, pop-app, keyed-asym, keyed-hmac, bearer, bearer-url or not-reported',
  popVerified: 'true, false or not-reported',
  scope: '{"level": 1–6, "reach": 1–4}, a list of at least one of those, or not-reported',
  sensitivity: '0, 1, 2, 3, 4 or not-reported',
  exposure: 'none, suspected, confirmed or abuse',
  revoked: 'true or false',
  replaced: 'true or false',
  workload: 'active, decommissioned or vendor-ended',
  owner: 'assigned, none or departed',
  consumers: 'a whole number, 0 or more, or not-reported',
  thirdParty: 'true or false',
  agent: 'none, supervised or autonomous',
  storage: 'vault, plaintext or not-reported',
  prohibited: 'true or false',
  controls: 'an object of networkConfined, revocationMinutes, monitored and secretScanning',
  'controls.networkConfined': 'true or false',
  'controls.revocationMinutes': 'a number of minutes or null',
  'controls.monitored': 'true or false',
  'controls.secretScanning': 'true or false',
}

/**
 * Facts from parsed JSON, with what stands in for whatever was left out. Throws AppError 'bad-input' with an issue for
 * each field at fault. A value is never repeated in a message, since it may be a secret in the wrong place.
 */
export function readFacts(value: unknown): Facts {
  const read = Facts.safeParse(value)
  if (read.success) return read.data
  throw new AppError('bad-input', 'These are not facts that can be scored.', read.error.issues.flatMap(issuesOf))
}

function issuesOf(issue: z.core.$ZodIssue): Issue[] {
  const place = issue.path.filter((step) => typeof step === 'string').join('.')
  if (issue.code === 'unrecognized_keys' && (place === '' || place === 'controls')) {
    const inside = place === '' ? '' : `${place}.`
    return issue.keys.slice(0, 5).map((key) => unknownField(`${inside}${key}`))
  }
  if (place === '') return [{ where: 'the whole of it', what: 'must be a JSON object of facts' }]
  // Inside a scope only the whole says what is allowed.
  const field = Object.hasOwn(takes, place) ? place : (place.split('.')[0] ?? place)
  return [{ where: `field ${field}`, what: `must be ${takes[field]}` }]
}

function unknownField(name: string): Issue {
  const inside = name.startsWith('controls.')
  const known = Object.keys(takes).filter((field) => field.includes('.') === inside)
  const shown = name.length > 60 ? `${name.slice(0, 60)}…` : name
  return { where: `field ${shown}`, what: `is not known; the fields are ${known.join(', ')}` }
}
