import { canary } from '../canary.ts'
import { company } from '../company.ts'
import { isSame, json } from '../further/answers.ts'
import type { Asked, Changed, FurtherProvider } from '../further/provider.ts'
import { taken } from '../further/rows.ts'
import type { View } from '../view.ts'
import {
  apiKeyJson,
  apiKeyRows,
  applicationKeyJson,
  applicationKeyRows,
  kinds,
  leakedJson,
  tokenJson,
  tokenRows,
  userJson,
  userRows,
  withKey,
} from './rows.ts'

const failed = (status: number, says: string) => json(status, { errors: [says] })
const missing = failed(404, 'Not Found')
const secrets = (seed: number) => ({
  api: canary(seed, 'datadog-own-api', 'organisation'),
  reads: canary(seed, 'datadog-own-application', 'reader'),
  acts: canary(seed, 'datadog-own-application', 'actor'),
})

/** Datadog's interface over the company's organisation. */
export const datadog: FurtherProvider = {
  name: 'datadog',
  source: (seed, url) => ({
    kind: 'datadog',
    name: `Datadog ${company.name}`,
    settings: { organisation: company.name, baseUrl: url },
    credential: { apiKey: secrets(seed).api, applicationKey: secrets(seed).reads },
    action: { apiKey: secrets(seed).api, applicationKey: secrets(seed).acts },
    everyMinutes: 60,
  }),
  answer(view, asked) {
    const { api, reads, acts } = secrets(view.seed)
    const given = (name: string) => String(asked.headers[name] ?? '')
    if (!isSame(given('dd-api-key'), api)) return failed(401, 'Unauthorized')
    const [root, version, thing, ...rest] = asked.path.split('/').filter(Boolean).map(decodeURIComponent)
    if (root !== 'api') return missing
    if (version === 'v1' && thing === 'validate') return json(200, { valid: true })
    const mayAct = isSame(given('dd-application-key'), acts)
    if (version !== 'v2') return missing
    if (!mayAct && !isSame(given('dd-application-key'), reads)) return failed(401, 'Unauthorized')
    return answer(view, asked, [thing ?? '', ...rest], mayAct)
  },
}

function answer(view: View, asked: Asked, [thing, id, part, token]: string[], mayAct: boolean): Changed {
  const one = { view, asked, mayAct }
  if (thing === 'users') return listed(userRows(view.seed).map(userJson), asked, { total_count: userRows(view.seed).length })
  if (thing === 'api_keys') return things(one, apiKeyRows(view).map((row) => apiKeyJson(view, row)), id, { kind: kinds.api, rows: apiKeyRows(view) })
  if (thing === 'application_keys')
    return things(one, applicationKeyRows(view).map((row) => applicationKeyJson(view, row)), id, { kind: kinds.application, rows: applicationKeyRows(view) })
  if (thing === 'personal_access_tokens') {
    // The list has all tokens; by itself only one of a person is shown here.
    const owner = asked.query.get('filter[owned_by]')
    const rows = tokenRows(view).filter((one) => (id === undefined || one.kind === kinds.personal) && (owner === null || one.owner === owner))
    return things(one, rows.map((row) => tokenJson(view, row)), id, { kind: kinds.personal, rows, leaked: leakedJson(view, rows) })
  }
  if (thing !== 'service_accounts' || part !== 'access_tokens' || !userRows(view.seed).some((user) => user.service && user.id === id)) return missing
  // Shown to none but who may change them.
  if (!mayAct) return failed(403, 'Forbidden')
  const rows = tokenRows(view).filter(({ kind, owner }) => kind === kinds.service && owner === id)
  return things(one, rows.map((row) => tokenJson(view, row)), token, { kind: kinds.service, rows })
} // prettier-ignore

type Keyed = { id: string; attributes: object }
type Held = { kind: string; rows: readonly { id: string; row: number }[]; leaked?: readonly object[] }

function things({ view, asked, mayAct }: { view: View; asked: Asked; mayAct: boolean }, rows: readonly { id: string }[], id: string | undefined, held: Held | null): Changed {
  if (id === undefined) return asked.method === 'GET' ? listed(rows, asked, {}, held?.leaked) : missing
  if (asked.method === 'DELETE' && !mayAct) return failed(403, 'Forbidden')
  const shown = rows.find((one) => one.id === id)
  const row = held?.rows.find((one) => one.id === id)
  if (!shown || !row || !held) return missing
  const isKey = held.kind === kinds.api || held.kind === kinds.application
  if (asked.method === 'GET') return json(200, { data: isKey ? withKey(view, shown as Keyed, held.kind) : shown })
  return asked.method === 'DELETE' ? { status: 204, headers: {}, body: '', next: taken(view.state, held.kind, row.row) } : missing
} // prettier-ignore

/** A part of the rows, ten unless more are asked for; how many there are in all stands beside it. */
function listed(rows: readonly object[], { query }: Asked, beside: object = {}, leaked: readonly object[] = []): Changed {
  const size = Math.min(100, Math.max(1, Number(query.get('page[size]') ?? 10) || 10))
  const number = Math.max(0, Number(query.get('page[number]') ?? 0) || 0)
  const page = rows.slice(number * size, (number + 1) * size)
  const included = query.get('include') === 'leak_information' ? { included: leaked } : {}
  return json(200, { data: page, ...included, meta: { page: { total_filtered_count: rows.length, ...beside } } })
}
