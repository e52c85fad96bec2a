import { canary } from '../canary.ts'
import { leaver, person } from '../company.ts'
import { isStill, works } from '../further/rows.ts'
import { ageOf, day, habitOf, hour, lastUse, type Habit } from '../habit.ts'
import { hex } from '../roll.ts'
import type { View } from '../view.ts'

export const kinds = { tokens: 'cloudflare.tokens', services: 'cloudflare.service-tokens' } as const

export const account = hex(32, 0, 'cloudflare account of the company')
const zone = (name: string) => hex(32, 0, 'cloudflare zone', name)

export type TokenRow = {
  row: number
  id: string
  name: string
  permissions: readonly string[]
  resources: Readonly<Record<string, unknown>>
  ageMs: number
  /** Ends so long after it was made (ms); null: never. */
  lifeMs: number | null
  habit: Habit | null
  from?: readonly string[]
  creator?: string
}

/** Row 0 of the two is what reads and what acts with. */
export const ownRows = { reads: 0, acts: 1 } as const

const whole = { [`com.cloudflare.api.account.${account}`]: '*' }
const one = (name: string) => ({ [`com.cloudflare.api.account.zone.${zone(name)}`]: '*' })
const allZones = { [`com.cloudflare.api.account.${account}`]: { 'com.cloudflare.api.account.zone.*': '*' } }

/**
 * The account's tokens: one that renews certificates everywhere and was made by somebody who left, one that deploys Workers from a
 * pipeline and never ends, one of an old agency that nobody has used for long, and some that are as they should be.
 */
export function tokenRows(view: View): readonly TokenRow[] {
  const at = (index: number) => person(view.seed, index).email
  const often: Habit = { everyMs: hour, phase: view.epoch }
  const rows: readonly Omit<TokenRow, 'row' | 'id'>[] = [
    { name: 'standdown reader', permissions: ['Account API Tokens Read', 'Access: Service Tokens Read'], resources: whole, ageMs: 30 * day, lifeMs: 90 * day, habit: often, from: ['203.0.113.10/32'] },
    { name: 'standdown acting', permissions: ['Account API Tokens Write', 'Access: Service Tokens Write'], resources: whole, ageMs: 30 * day, lifeMs: 90 * day, habit: null, from: ['203.0.113.10/32'] },
    { name: 'wildcard certificates', permissions: ['DNS Write', 'Zone Read'], resources: allZones, ageMs: 900 * day, lifeMs: null, habit: { everyMs: 20 * day, phase: view.epoch }, creator: at(leaver) },
    { name: 'workers deploy', permissions: ['Workers Scripts Write', 'Workers KV Storage Write', 'Account Settings Read'], resources: whole, ageMs: 500 * day, lifeMs: null, habit: often, creator: at(5) },
    { name: 'agency website', permissions: ['DNS Write', 'Zone Settings Write', 'Cache Purge'], resources: one('www'), ageMs: 1_200 * day, lifeMs: null, habit: { everyMs: 30 * day, phase: view.epoch, untilMs: view.epoch - 300 * day }, creator: at(7) },
    { name: 'log push', permissions: ['Logs Read', 'Logs Write'], resources: whole, ageMs: 200 * day, lifeMs: 365 * day, habit: often, from: ['198.51.100.0/24'] },
    { name: 'dns of one zone', permissions: ['DNS Write'], resources: one('shop'), ageMs: 40 * day, lifeMs: 90 * day, habit: habitOf(view.seed, 'cloudflare', 6, view.epoch), from: ['198.51.100.7/32'] },
    { name: 'analytics board', permissions: ['Analytics Read'], resources: whole, ageMs: ageOf(view.seed, 'cloudflare', 7), lifeMs: null, habit: habitOf(view.seed, 'cloudflare', 7, view.epoch) },
  ] // prettier-ignore
  return rows
    .map((row, index): TokenRow => ({ ...row, row: index, id: hex(32, view.seed, 'cloudflare token', index) }))
    .filter(({ row }) => isStill(view, kinds.tokens, row))
}

/** A token as Cloudflare lists it; the canary stands where the answer that made it had its value. */
export function tokenJson(view: View, token: TokenRow) {
  const { made, ends } = lived(view, token)
  const used = token.habit && lastUse(token.habit, made, view.now)
  return {
    id: token.id,
    name: token.name,
    status: works(view, kinds.tokens, token.row) ? 'active' : 'disabled',
    issued_on: iso(made),
    modified_on: iso(made),
    ...(ends !== null && { expires_on: iso(ends) }),
    ...(used !== null && { last_used_on: iso(used) }),
    ...(token.creator && { creator_email_at_creation: token.creator }),
    ...(token.from && { condition: { request_ip: { in: token.from } } }),
    policies: [
      {
        id: hex(32, 0, 'cloudflare policy', token.id),
        effect: 'allow',
        permission_groups: token.permissions.map((name) => ({ id: hex(32, 0, 'cloudflare group', name), name })),
        resources: token.resources,
      },
    ],
    value: canary(view.seed, 'cloudflare-token', token.id),
  }
}

export type ServiceRow = { row: number; id: string; name: string; ageMs: number; hours: number | null; everyMs: number }

/** Service tokens of Access: one that never ends, for a build host; one for a partner's calls. */
export function serviceRows(view: View): readonly ServiceRow[] {
  const rows = [
    { name: 'build host to artefacts', ageMs: 700 * day, hours: null, everyMs: hour },
    { name: 'partner webhook', ageMs: 100 * day, hours: 8_760, everyMs: day },
    { name: 'staging checks', ageMs: 60 * day, hours: 2_160, everyMs: 5 * day },
  ]
  return rows
    .map((row, index) => ({ ...row, row: index, id: hex(32, view.seed, 'cloudflare service', index) }))
    .filter(({ row }) => isStill(view, kinds.services, row))
}

export function serviceJson(view: View, service: ServiceRow) {
  const { made, ends } = lived(view, { ageMs: service.ageMs, lifeMs: service.hours === null ? null : service.hours * hour })
  const used = lastUse({ everyMs: service.everyMs, phase: view.epoch }, made, view.now)
  return {
    id: service.id,
    name: service.name,
    client_id: `${hex(32, 0, 'cloudflare client', service.id)}.access`,
    client_secret: canary(view.seed, 'cloudflare-service', service.id),
    duration: service.hours === null ? 'forever' : `${service.hours}h`,
    enabled: works(view, kinds.services, service.row),
    created_at: iso(made),
    updated_at: iso(made),
    expires_at: ends === null ? null : iso(ends),
    ...(used !== null && { last_seen_at: iso(used) }),
  }
}

/** One that ends is made anew when it does, as whoever keeps it does. */
function lived(view: View, { ageMs, lifeMs }: { ageMs: number; lifeMs: number | null }): { made: number; ends: number | null } {
  const born = view.epoch - ageMs
  if (lifeMs === null) return { made: born, ends: null }
  const made = born + Math.floor((view.now - born) / lifeMs) * lifeMs
  return { made, ends: made + lifeMs }
}

const iso = (ms: number) => new Date(ms).toISOString().replace(/\.\d{3}Z$/, 'Z')
