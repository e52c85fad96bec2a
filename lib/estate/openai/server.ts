import { canary } from '../canary.ts'
import { company } from '../company.ts'
import { bearer, isSame, json, pageAfter } from '../further/answers.ts'
import type { Asked, Changed, FurtherProvider } from '../further/provider.ts'
import { taken } from '../further/rows.ts'
import type { View } from '../view.ts'
import { adminKeyRows, certificateRows, hasAccess, keyJson, projectRows, projectKeyRows, providerRows, ruleRows } from './rows.ts'

const refused = json(401, {
  error: { message: 'Incorrect API key provided.', type: 'invalid_request_error', param: null, code: 'invalid_api_key' },
})
const missing = json(404, { error: { message: 'Not found', type: 'invalid_request_error', param: null, code: null } })
const forbidden = json(403, {
  error: { message: 'You have insufficient permissions for this operation.', type: 'invalid_request_error', param: null, code: null },
})

const secrets = (seed: number) => ({ reads: canary(seed, 'openai-admin-key', 'reader'), acts: canary(seed, 'openai-admin-key', 'actor') })

/** OpenAI's administration interface over the company's projects. */
export const openai: FurtherProvider = {
  name: 'openai',
  source: (seed, url) => ({
    kind: 'openai',
    name: `OpenAI ${company.name}`,
    settings: { baseUrl: `${url}/v1`, organisation: company.name },
    credential: { adminKey: secrets(seed).reads },
    action: { adminKey: secrets(seed).acts },
    everyMinutes: 60,
  }),
  answer(view, asked) {
    const { reads, acts } = secrets(view.seed)
    const mayAct = isSame(bearer(asked), acts)
    if (!mayAct && !isSame(bearer(asked), reads)) return refused
    const parts = asked.path.split('/').filter(Boolean).map(decodeURIComponent)
    if (parts[0] !== 'v1' || parts[1] !== 'organization') return missing
    if (parts[2] === 'admin_api_keys')
      return keys(view, asked, { kind: 'openai.admin-keys', rows: adminKeyRows(view), id: parts[3], mayAct })
    if (parts[2] === 'certificates' && parts.length === 3) return listed([], asked)
    if (parts[2] === 'workload_identity_providers' && asked.method === 'GET') return federation(view, asked, parts)
    if (parts[2] !== 'projects') return missing
    if (parts.length === 3)
      return listed(
        projectRows().map(({ id, name }) => ({
          id,
          object: 'organization.project',
          name,
          created_at: 1_700_000_000,
          archived_at: null,
          status: 'active',
        })),
        asked,
      )
    const project = projectRows().find(({ id }) => id === parts[3])
    if (!project) return missing
    if (parts[4] === 'certificates' && parts.length === 5) return listed(certificateRows(project.id) as { id: string }[], asked)
    if (parts[4] === 'service_accounts' && parts.length === 5) return listed([serviceAccount(project.name)], asked)
    if (parts[4] !== 'api_keys') return missing
    const all = projectKeyRows(view, project.id)
    // Left out unless asked for: keys of owners without access to the project.
    const isAny = parts[5] !== undefined || asked.query.get('owner_project_access') === 'any'
    return keys(view, asked, { kind: 'openai.project-keys', rows: isAny ? all : all.filter(hasAccess), id: parts[5], mayAct })
  },
}

const serviceAccount = (project: string) => ({ object: 'organization.project.service_account', id: `svc-${project}-runner`, name: `${project}-runner`, role: 'member', created_at: 1_700_000_000 }) // prettier-ignore

function federation(view: View, asked: Asked, parts: readonly string[]): Changed {
  const providers = providerRows(view)
  if (parts.length === 3) return listed(providers, asked)
  if (parts.length !== 5 || parts[4] !== 'federation_rules' || !providers.some(({ id }) => id === parts[3])) return missing
  return listed(ruleRows(), asked)
}

type Keys = { kind: string; rows: readonly ReturnType<typeof adminKeyRows>[number][]; id: string | undefined; mayAct: boolean }

function keys(view: View, asked: Asked, { kind, rows, id, mayAct }: Keys): Changed {
  if (id === undefined)
    return asked.method === 'GET'
      ? listed(
          rows.map((row) => keyJson(view, row)),
          asked,
        )
      : missing
  const row = rows.find((one) => one.id === id)
  if (asked.method === 'DELETE' && !mayAct) return forbidden
  if (!row) return missing
  if (asked.method === 'GET') return json(200, keyJson(view, row))
  if (asked.method !== 'DELETE') return missing
  const object = `${kind === 'openai.admin-keys' ? 'organization.admin_api_key' : 'organization.project.api_key'}.deleted`
  return { ...json(200, { object, id, deleted: true }), next: taken(view.state, kind, row.row) }
}

function listed(rows: readonly { id: string }[], { query }: Asked): Changed {
  const { page, more } = pageAfter(rows, ({ id }) => id, query)
  return json(200, { object: 'list', data: page, first_id: page[0]?.id ?? null, last_id: page.at(-1)?.id ?? null, has_more: more })
}
