import { z } from 'zod'
import type { ProviderVerb, Shown } from '../../model/provider-act.ts'
import type { Sighting } from '../../model/sighting.ts'
import type { Actions, Look } from '../contract.ts'
import { CallError } from '../http/call-error.ts'
import { beforeSending, notAddressed } from '../not-sent.ts'
import type { Api } from '../rest/api.ts'
import { cannotTell, lookAtOne } from '../rest/look.ts'
import { WireInstant } from '../wire.ts'
import { openCloudflare, servicePath, tokensPath } from './api.ts'
import { Credential, type Settings } from './settings.ts'
import { seesOnlyItsOwn } from './tokens.ts'
import { actionPolicy, fields } from './words.ts'

const switches = ['disable', 'enable', 'delete'] as const

/** Cloudflare switches tokens off and on again, and deletes them. */
export const actions: Actions<Settings, Credential, Credential> = {
  kinds: { 'cloudflare.api-token': switches, 'cloudflare.access-service-token': switches },
  credential: Credential,
  fields: fields
    .filter(({ name }) => name === 'apiToken')
    .map((field) => ({ ...field, hint: 'Of a token that may change tokens: another one than the one that reads.' })),
  policy: actionPolicy,
  steps: [
    'As a super administrator, create a second account-owned token with the permissions of the text to copy.',
    'It could make tokens of any right: give it an end date and client IP filtering, and take it away when it is not needed.',
  ],
  principal: 'Standdown’s acting token',
  async test(settings, credential, world) {
    const api = openCloudflare(settings, credential, world)
    await api.get(`${tokensPath(settings)}/verify`)
    return [
      { permission: 'Reach the account', state: 'granted', says: 'Cloudflare knows the token.', lost: 'Everything.' },
      {
        permission: 'Account API Tokens: Edit',
        state: 'cannot-tell',
        says: 'Cloudflare does not say what a token may do without trying it, and nothing is tried.',
        lost: 'Switching tokens off and on, and deleting them.',
      },
    ]
  },
  async sameAsReading(_settings, reads, acts) {
    return reads.apiToken === acts.apiToken ? 'This is the token that reads. Give another one.' : null
  },
  look: (settings, credential, world, target) => lookAt(openCloudflare(settings, credential, world), settings, target, world.now),
  async act(settings, credential, world, { target, verb }) {
    const api = openCloudflare(settings, credential, world)
    const path = pathOf(settings, target)
    if (!path) throw notAddressed(`DELETE ${tokensPath(settings)}/{id}`, `${target.kind} is nothing that Cloudflare has.`)
    if (verb === 'delete') await api.send('DELETE', path)
    else await api.send('PUT', path, await turned(api, path, target, verb))
  },
}

/** What Cloudflare wants to have of a token to change its status is the whole of it: sent back as it is, or it would lose its addresses. */
const Whole = z.object({
  result: z.object({
    name: z.string(),
    policies: z.array(z.unknown()),
    condition: z.unknown().optional(),
    expires_on: z.string().nullish(),
    not_before: z.string().nullish(),
  }),
})

async function turned(api: Api, path: string, target: Sighting, verb: ProviderVerb): Promise<object> {
  if (target.kind === 'cloudflare.access-service-token') return { enabled: verb === 'enable' }
  const { result } = await beforeSending(async () => {
    const whole = Whole.safeParse((await api.get(path)).data)
    const call = `GET ${path}`
    if (!whole.success)
      throw new CallError('provider', `${call} answered something that cannot be sent back whole.`, { call, why: 'malformed' })
    return whole.data
  })
  const { expires_on: ends, not_before: begins, condition, ...rest } = result
  return {
    ...rest,
    ...(condition !== undefined && { condition }),
    ...(ends && { expires_on: ends }),
    ...(begins && { not_before: begins }),
    status: verb === 'enable' ? 'active' : 'disabled',
  }
}

const ShownToken = z.object({
  result: z.object({
    id: z.string(),
    status: z.string().nullish(),
    enabled: z.boolean().nullish(),
    /** Of a service token. */
    expires_at: WireInstant.nullish(),
  }),
})

/** What ended does not work, and works again once its end is moved. */
function shownOf({ status, enabled, expires_at: ends }: z.infer<typeof ShownToken>['result'], now: Date): Shown {
  return status === 'disabled' || status === 'expired' || enabled === false || (ends && ends <= now) ? 'disabled' : 'live'
}

/** Cloudflare says so where it has not done what was asked. */
const Listed = z.object({ success: z.literal(true), result: z.array(z.unknown()) })

async function lookAt(api: Api, settings: Settings, target: Sighting, now: Date): Promise<Look> {
  const path = pathOf(settings, target)
  if (!path) return cannotTell(`${target.kind} is nothing that Cloudflare has.`)
  const look = await lookAtOne(api, {
    path,
    shows(data) {
      const shown = ShownToken.safeParse(data).data?.result
      return shown?.id === target.externalId ? shownOf(shown, now) : null
    },
    listQuery: { per_page: 5 },
    isList: (data) => Listed.safeParse(data).success,
  })
  const narrowed = look.shown === 'gone' && target.kind === 'cloudflare.api-token' ? await seesOnlyItsOwn(api, settings) : null
  return narrowed ? cannotTell(narrowed.says) : look
}

function pathOf(settings: Settings, { kind, externalId }: Sighting): string | null {
  const id = encodeURIComponent(externalId)
  if (kind === 'cloudflare.api-token') return `${tokensPath(settings)}/${id}`
  return kind === 'cloudflare.access-service-token' ? `${servicePath(settings)}/${id}` : null
}
