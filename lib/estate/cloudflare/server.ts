import { canary } from '../canary.ts'
import { company } from '../company.ts'
import { bearer, bodyOf, isSame, json, pageNumbered } from '../further/answers.ts'
import type { Asked, Changed, FurtherProvider } from '../further/provider.ts'
import { taken, turned } from '../further/rows.ts'
import type { View } from '../view.ts'
import { account, kinds, ownRows, serviceJson, serviceRows, tokenJson, tokenRows } from './rows.ts'

const refused = (status: number, code: number, message: string) =>
  json(status, { success: false, errors: [{ code, message }], messages: [], result: null })
const missing = refused(404, 7_003, 'Could not route to that, perhaps your object identifier is invalid?')
const forbidden = refused(403, 10_000, 'Authentication error')
const secrets = (seed: number) => ({ reads: canary(seed, 'cloudflare-own', 'reader'), acts: canary(seed, 'cloudflare-own', 'actor') })

/** Cloudflare's interface over the company's account: its tokens, and service tokens of Access. */
export const cloudflare: FurtherProvider = {
  name: 'cloudflare',
  source: (seed, url) => ({
    kind: 'cloudflare',
    name: `Cloudflare ${company.name}`,
    settings: { account, baseUrl: `${url}/client/v4` },
    credential: { apiToken: secrets(seed).reads },
    action: { apiToken: secrets(seed).acts },
    everyMinutes: 60,
  }),
  answer(view, asked) {
    const { reads, acts } = secrets(view.seed)
    const mayAct = isSame(bearer(asked), acts)
    if (!mayAct && !isSame(bearer(asked), reads)) return refused(401, 1_000, 'Invalid API Token')
    const [client, version, accounts, id, ...rest] = asked.path.split('/').filter(Boolean).map(decodeURIComponent)
    if (client !== 'client' || version !== 'v4' || accounts !== 'accounts' || id !== account) return missing
    if (rest[0] === 'tokens') return tokens(view, asked, rest[1], mayAct)
    return rest[0] === 'access' && rest[1] === 'service_tokens' ? services(view, asked, rest[2], mayAct) : missing
  },
}

function tokens(view: View, asked: Asked, id: string | undefined, mayAct: boolean): Changed {
  const rows = tokenRows(view)
  if (id === undefined) return listed(rows.map((row) => tokenJson(view, row)), asked) // prettier-ignore
  if (id === 'verify') {
    const own = rows.find(({ row }) => row === (mayAct ? ownRows.acts : ownRows.reads))
    return own ? whole({ id: own.id, status: 'active' }) : refused(401, 1_000, 'Invalid API Token')
  }
  const row = rows.find((one) => one.id === id)
  return changed(view, asked, { kind: kinds.tokens, row: row?.row, shown: row && tokenJson(view, row), mayAct, on: (body) => body.status === 'active', isWhole: (body) => typeof body.name === 'string' && Array.isArray(body.policies) }) // prettier-ignore
}

function services(view: View, asked: Asked, id: string | undefined, mayAct: boolean): Changed {
  const rows = serviceRows(view)
  if (id === undefined) return listed(rows.map((row) => serviceJson(view, row)), asked) // prettier-ignore
  const row = rows.find((one) => one.id === id)
  return changed(view, asked, { kind: kinds.services, row: row?.row, shown: row && serviceJson(view, row), mayAct, on: (body) => body.enabled === true, isWhole: () => true }) // prettier-ignore
}

type One = {
  kind: string
  row: number | undefined
  shown: object | undefined
  mayAct: boolean
  on(body: Record<string, unknown>): boolean
  isWhole(body: Record<string, unknown>): boolean
}

function changed(view: View, asked: Asked, { kind, row, shown, mayAct, on, isWhole }: One): Changed {
  if (asked.method !== 'GET' && !mayAct) return forbidden
  if (row === undefined || shown === undefined) return missing
  if (asked.method === 'GET') return whole(shown)
  if (asked.method === 'DELETE') return { ...whole({ id: (shown as { id: string }).id }), next: taken(view.state, kind, row) }
  const body = bodyOf(asked)
  if (asked.method !== 'PUT' || !body) return missing
  if (!isWhole(body)) return refused(400, 1_001, 'Missing or invalid parameters')
  return { ...whole(shown), next: turned(view.state, kind, row, on(body), view.now) }
}

const whole = (result: object) => json(200, { success: true, errors: [], messages: [], result })

function listed(rows: readonly object[], { query }: Asked): Changed {
  const { page, ...info } = pageNumbered(rows, query, { size: 20, least: 5, most: 50 })
  return json(200, { success: true, errors: [], messages: [], result: page, result_info: info })
}
