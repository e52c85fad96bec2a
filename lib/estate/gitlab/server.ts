import { canary } from '../canary.ts'
import { company } from '../company.ts'
import { bodyOf, isSame, json } from '../further/answers.ts'
import type { Asked, Changed, FurtherProvider } from '../further/provider.ts'
import { taken } from '../further/rows.ts'
import type { View } from '../view.ts'
import * as rows from './rows.ts'

const refused = json(401, { message: '401 Unauthorized' })
const forbidden = json(403, { message: '403 Forbidden' })
const missing = json(404, { message: '404 Not Found' })

const secrets = (seed: number) => ({ reads: canary(seed, 'gitlab-token', 'reader'), acts: canary(seed, 'gitlab-token', 'actor') })

/** GitLab's REST interface (and of GraphQL what is asked) over the group that the company still has there. */
export const gitlab: FurtherProvider = {
  name: 'gitlab',
  source: (seed, url) => ({
    kind: 'gitlab',
    name: `GitLab ${company.name}`,
    settings: { baseUrl: `${url}/api/v4`, group: rows.group, enterpriseUsers: true, variables: true },
    credential: { token: secrets(seed).reads },
    action: { token: secrets(seed).acts },
    everyMinutes: 60,
  }),
  answer(view, asked) {
    const { reads, acts } = secrets(view.seed)
    const token = asked.headers['private-token']
    const mayAct = isSame(typeof token === 'string' ? token : null, acts)
    if (!mayAct && !isSame(typeof token === 'string' ? token : null, reads)) return refused
    if (asked.path === '/api/graphql' && asked.method === 'POST') return graphql(view, asked)
    const [api, v4, ...parts] = asked.path.split('/').filter(Boolean).map(decodeURIComponent)
    if (api !== 'api' || v4 !== 'v4') return missing
    if (asked.method !== 'GET' && !mayAct) return forbidden
    if (asked.method === 'DELETE') return remove(view, parts)
    return asked.method === 'GET' ? read(view, asked, parts, mayAct) : missing
  },
}

function read(view: View, asked: Asked, [first, id = '', what, under, more]: readonly string[], mayAct: boolean): Changed {
  if (first === 'users') {
    const user = rows.users(view.seed).find((one) => String(one.id) === id)
    return user ? json(200, { ...user, bot: false, public_email: user.email, private_token: canary(view.seed, 'gitlab-user', id) }) : missing
  }
  if (first === 'personal_access_tokens' && id === 'self')
    return json(200, { id: mayAct ? 2 : 1, user_id: mayAct ? 63 : 62, scopes: [mayAct ? 'api' : 'read_api'], active: true, revoked: false })
  if (first === 'groups') return ofGroup(view, asked, id, [what, under, more])
  if (first !== 'projects') return missing
  const project = rows.projects.find((one) => String(one.id) === id)
  if (!project) return missing
  if (what === 'job_token_scope') return json(200, { inbound_enabled: !project.isOpen, outbound_enabled: false })
  return ofHome(view, asked, project.id, 'gitlab.project', [what, under])
} // prettier-ignore

function ofGroup(view: View, asked: Asked, id: string, [what, under, more]: readonly (string | undefined)[]): Changed {
  const group = rows.groups.find((one) => String(one.id) === id || one.full_path === id)
  if (!group) return missing
  const isTop = group.parent_id === null
  if (what === undefined) return json(200, { ...groupJson(view, group), ...(isTop && { ip_restriction_ranges: '203.0.113.0/24' }) })
  if (what === 'descendant_groups') return listed(asked, isTop ? rows.groups.filter((one) => one !== group).map((one) => groupJson(view, one)) : [])
  if (what === 'projects') return listed(asked, rows.projects.filter(({ path }) => path.startsWith(`${group.full_path}/`)).map(({ id: number, path }) => ({ id: number, path_with_namespace: path, runners_token: canary(view.seed, 'gitlab-project', number) })))
  if (what === 'runners') return listed(asked, [
    { id: 5, description: 'warehouse machine', runner_type: 'group_type', status: 'online', paused: false, is_shared: false },
    { id: 6, description: 'shared by gitlab', runner_type: 'instance_type', status: 'online', paused: false, is_shared: true },
  ])
  if (isTop && what === 'manage' && under === 'personal_access_tokens') return listed(asked, rows.tokenRows(view, 'gitlab.personal').map((row) => rows.tokenJson(view, row)))
  if (what === 'service_accounts') {
    const here = rows.accounts.filter((one) => one.group === group.id)
    if (under === undefined) return listed(asked, here.map(({ id: number, username, name }) => ({ id: number, username, name, email: `${username}@noreply.gitlab.example` })))
    const account = here.find((one) => String(one.id) === under)
    return account && more === 'personal_access_tokens' ? listed(asked, rows.tokenRows(view, 'gitlab.service', account.id).map((row) => rows.tokenJson(view, row))) : missing
  }
  return ofHome(view, asked, group.id, 'gitlab.group', [what, under])
} // prettier-ignore

function ofHome(view: View, asked: Asked, home: number, kind: 'gitlab.group' | 'gitlab.project', [what, id]: readonly (string | undefined)[]): Changed {
  const one = <Row extends { id: number }>(all: readonly Row[], told: (row: Row) => object): Changed => {
    if (id === undefined) return listed(asked, all.map(told))
    const found = all.find((row) => String(row.id) === id)
    return found ? json(200, told(found)) : missing
  }
  if (what === 'access_tokens') return one(rows.tokenRows(view, kind, home), (row) => rows.tokenJson(view, row))
  if (what === 'deploy_tokens') return one(rows.deployedAt(view, 'gitlab.deploy-tokens', home), (row) => rows.deployedJson(view, row))
  if (what === 'deploy_keys' && kind === 'gitlab.project') return one(rows.deployedAt(view, 'gitlab.deploy-keys', home), (row) => rows.deployedJson(view, row))
  return what === 'variables' && id === undefined ? listed(asked, rows.variablesJson(view, home)) : missing
} // prettier-ignore

/** GitLab revokes for good; what was revoked is in no list of active tokens any more. */
function remove(view: View, parts: readonly string[]): Changed {
  const id = parts.at(-1) ?? ''
  const [first, of = '', what, user = ''] = parts
  const home = first === 'groups' ? rows.groups.find((one) => String(one.id) === of || one.full_path === of)?.id : Number(of)
  if (home === undefined) return missing
  const kind = first === 'groups' ? 'gitlab.group' : 'gitlab.project'
  const there: readonly { row: number; id: number; kind: string }[] =
    what === 'access_tokens' ? rows.tokenRows(view, kind, home)
    : what === 'manage' ? rows.tokenRows(view, 'gitlab.personal')
    : what === 'service_accounts' && rows.accounts.some((one) => one.id === Number(user) && one.group === home) ? rows.tokenRows(view, 'gitlab.service', Number(user))
    : what === 'deploy_tokens' ? rows.deployedAt(view, 'gitlab.deploy-tokens', home)
    : what === 'deploy_keys' ? rows.deployedAt(view, 'gitlab.deploy-keys', home)
    : []
  const row = there.find((one) => String(one.id) === id)
  return row ? { status: 204, headers: {}, body: '', next: taken(view.state, row.kind, row.row) } : missing
} // prettier-ignore

function groupJson({ seed }: View, group: (typeof rows.groups)[number]): object {
  return { ...group, name: group.full_path, runners_token: canary(seed, 'gitlab-group', group.id) }
}

function graphql(view: View, asked: Asked): Changed {
  const body = bodyOf(asked)
  if (!String(body?.query).includes('SECRET_DETECTION')) return json(200, { errors: [{ message: 'Nothing else is asked here.' }] })
  const nodes = rows.findingsJson(view)
  return json(200, { data: { group: { vulnerabilities: { pageInfo: { hasNextPage: false, endCursor: null }, nodes } } } })
}

/** No page is as long as the most that may be asked for. */
const longest = 2

/** A list as GitLab pages them: by number, with links beside. */
function listed({ query, base, path }: Asked, all: readonly object[]): Changed {
  const page = Math.max(1, Number(query.get('page') ?? 1) || 1)
  const size = Math.min(longest, Math.max(1, Number(query.get('per_page') ?? 20) || 20))
  const next = page * size < all.length ? String(page + 1) : ''
  const link: Record<string, string> = next ? { link: `<${base}${path}?${new URLSearchParams({ ...Object.fromEntries(query), page: next })}>; rel="next"` } : {}
  return json(200, all.slice((page - 1) * size, page * size), { 'x-page': String(page), 'x-per-page': String(size), 'x-next-page': next, 'x-total': String(all.length), ...link })
} // prettier-ignore
