import type { IncomingMessage } from 'node:http'
import type { Answer } from '../answer.ts'
import { canary } from '../canary.ts'
import { company } from '../company.ts'
import type { EstateState, JiraIssue } from '../state.ts'
import { fieldsOf, projects, statuses, types, type JiraCaller, type Site } from './project.ts'
import { matching, pageOf, JqlError } from './search.ts'

export type JiraPrincipals = {
  /** The cloud's: e-mail and API token. The first may make issues, the second sees nothing of the project. */
  email: string
  token: string
  powerlessEmail: string
  powerlessToken: string
  /** The personal access token of the company's own Jira. */
  pat: string
}

type Found = { status?: number; json?: unknown; issues?: EstateState['jira'] }
type Asked = { site: Site; method: string; path: string; url: URL; body: Record<string, unknown>; caller: JiraCaller; base: string }

class JiraRefusal extends Error {
  readonly status: number
  readonly errors: Readonly<Record<string, string>>
  constructor(status: number, message: string, errors: Readonly<Record<string, string>> = {}) {
    super(message)
    this.status = status
    this.errors = errors
  }
}

/**
 * Two Jiras over one estate: `/jira` as Atlassian runs it (version 3, an API token, search by page tokens), and `/jira-own` as a company
 * runs it (version 2, a personal access token, search by numbers). Each answers on its own paths alone.
 */
export function jiraServer(principals: JiraPrincipals, keep: (jira: EstateState['jira']) => void) {
  function callerOf(site: Site, header: string | undefined): JiraCaller | null {
    if (site === 'own') return header === `Bearer ${principals.pat}` ? { name: 'standdown', may: 'make' } : null
    const basic = /^Basic ([A-Za-z0-9+/=]+)$/.exec(header ?? '')?.[1]
    const said = basic ? Buffer.from(basic, 'base64').toString('utf8') : ''
    if (said === `${principals.email}:${principals.token}`) return { name: 'Standdown (automation)', may: 'make' }
    return said === `${principals.powerlessEmail}:${principals.powerlessToken}` ? { name: 'A visitor', may: 'nothing' } : null
  }

  function answer(state: EstateState, nowMs: number, request: IncomingMessage, body: Buffer, base: string): Answer {
    const url = new URL(request.url ?? '/', base)
    const own = url.pathname.startsWith('/jira-own')
    const site: Site = own ? 'own' : 'cloud'
    const path = url.pathname.slice(own ? '/jira-own'.length : '/jira'.length)
    const caller = callerOf(site, request.headers.authorization)
    try {
      if (!caller) throw new JiraRefusal(401, 'Client must be authenticated to access this resource.')
      const asked = {
        site,
        method: request.method ?? 'GET',
        path,
        url,
        body: bodyOf(body),
        caller,
        base: `${base}${own ? '/jira-own' : '/jira'}`,
      }
      const { status = 200, json = null, issues } = own ? ownRoutes(state, nowMs, asked) : cloudRoutes(state, nowMs, asked)
      if (issues) keep(issues)
      return told(status, json)
    } catch (error) {
      if (error instanceof JqlError) return told(400, { errorMessages: [error.message], errors: {} })
      if (!(error instanceof JiraRefusal)) throw error
      const cookie = `atlassian.xsrf.token=${canary(state.seed, 'jira-cookie', error.status)}; Path=/`
      const told400 = Object.keys(error.errors).length > 0
      return {
        ...told(error.status, { errorMessages: told400 ? [] : [error.message], errors: error.errors }),
        headers: { ...type, 'set-cookie': cookie },
      }
    }
  }

  return { answer }
}

const type = { 'content-type': 'application/json;charset=UTF-8' }

function told(status: number, json: unknown): Answer {
  return { status, headers: { ...type }, body: json === null ? '' : JSON.stringify(json), value: json, write: JSON.stringify }
}

function bodyOf(body: Buffer): Record<string, unknown> {
  if (body.length === 0) return {}
  try {
    return JSON.parse(body.toString('utf8')) as Record<string, unknown>
  } catch {
    throw new JiraRefusal(400, 'There was an error parsing JSON. Check that your request body is valid.')
  }
}

function cloudRoutes(state: EstateState, nowMs: number, asked: Asked): Found {
  const { method, path, body, caller } = asked
  if (!path.startsWith('/rest/api/3/')) throw new JiraRefusal(404, 'Not found')
  const rest = path.slice('/rest/api/3'.length)
  if (rest === '/search')
    throw new JiraRefusal(410, 'The requested API has been removed. Please migrate to the /rest/api/3/search/jql API.')
  if (`${method} ${rest}` === 'POST /search/jql') {
    const stray = Object.keys(body).find(
      (name) => !['jql', 'fields', 'maxResults', 'nextPageToken', 'reconcileIssues', 'expand'].includes(name),
    )
    if (stray) throw new JiraRefusal(400, 'Invalid request payload. Refer to the REST API documentation and try again.')
    const { page, next } = pageOf(matching(seen(state, 'cloud', caller), String(body.jql)), String(body.nextPageToken ?? '') || '0', Number(body.maxResults ?? 50)) // prettier-ignore
    return {
      json: { issues: page.map((issue) => shown(issue, asked, body.fields)), isLast: next === null, ...(next && { nextPageToken: next }) },
    }
  }
  return common(state, nowMs, asked, rest)
}

function ownRoutes(state: EstateState, nowMs: number, asked: Asked): Found {
  const { method, path, body, caller } = asked
  if (!path.startsWith('/rest/api/2/')) throw new JiraRefusal(404, 'null for uri')
  const rest = path.slice('/rest/api/2'.length)
  if (`${method} ${rest}` === 'POST /search') {
    const found = matching(seen(state, 'own', caller), String(body.jql))
    const startAt = Number(body.startAt ?? 0)
    // It gives no more than it wants to, whatever is asked.
    const { page } = pageOf(found, String(startAt), Math.min(20, Number(body.maxResults ?? 50)))
    return {
      json: { startAt, maxResults: page.length, total: found.length, issues: page.map((issue) => shown(issue, asked, body.fields)) },
    }
  }
  return common(state, nowMs, asked, rest)
}

function common(state: EstateState, nowMs: number, asked: Asked, rest: string): Found {
  const { site, method, caller, base } = asked
  const project = projects[site]
  const sees = caller.may === 'make'
  const typesPath = `/issue/createmeta/${project.key}/issuetypes`
  const one = /^\/issue\/([^/]+)$/.exec(rest)?.[1]
  const typeId = rest.startsWith(`${typesPath}/`) ? rest.slice(typesPath.length + 1) : undefined
  if (`${method} ${rest}` === 'GET /serverInfo')
    return {
      json: {
        baseUrl: base,
        version: site === 'cloud' ? '1001.0.0-SNAPSHOT' : '10.3.4',
        deploymentType: site === 'cloud' ? 'Cloud' : 'Server',
      },
    }
  if (`${method} ${rest}` === 'GET /myself') return { json: { displayName: caller.name, active: true, self: `${base}/myself` } }
  if (`${method} ${rest}` === 'GET /mypermissions')
    return {
      json: { permissions: Object.fromEntries(['CREATE_ISSUES', 'BROWSE_PROJECTS'].map((key) => [key, { key, havePermission: sees }])) },
    }
  if (method === 'GET' && rest === `/project/${project.key}` && sees) return { json: project }
  if (method === 'GET' && rest === typesPath && sees) {
    const rows = types.map(({ asks: _, ...row }) => row)
    return { json: site === 'cloud' ? { issueTypes: rows, startAt: 0, maxResults: 50, total: rows.length } : { values: rows, startAt: 0, maxResults: 50, total: rows.length, isLast: true } } // prettier-ignore
  }
  const typeOf = types.find(({ id }) => id === typeId)
  if (method === 'GET' && typeOf && sees) {
    const rows = fieldsOf(typeOf)
    return { json: site === 'cloud' ? { fields: rows, startAt: 0, maxResults: 50, total: rows.length } : { values: rows, startAt: 0, maxResults: 50, total: rows.length, isLast: true } } // prettier-ignore
  }
  if (`${method} ${rest}` === 'POST /issue') return made(state, nowMs, asked)
  if (method === 'GET' && one) {
    const issue = seen(state, site, caller).find(({ id, key }) => String(id) === one || key === one.toUpperCase())
    if (issue) return { json: shown(issue, asked, asked.url.searchParams.get('fields')?.split(',')) }
    throw new JiraRefusal(404, 'Issue does not exist or you do not have permission to see it.')
  }
  if (rest.startsWith('/project/')) throw new JiraRefusal(404, `No project could be found with key '${rest.slice(9)}'.`)
  throw new JiraRefusal(404, 'Not found')
}

function seen({ jira }: EstateState, site: Site, { may }: JiraCaller): JiraIssue[] {
  return may === 'make' ? jira.issues.filter((issue) => issue.site === site) : []
}

/** An issue made as it was asked for, or what is wrong with the asking, by field. */
function made({ jira }: EstateState, nowMs: number, { site, body, caller, base }: Asked): Found {
  const project = projects[site]
  const fields = (body.fields ?? {}) as Record<string, unknown>
  const errors: Record<string, string> = {}
  const named = (value: unknown) => ({ key: (value as { key?: unknown })?.key, name: (value as { name?: unknown })?.name })
  if (caller.may !== 'make' || named(fields.project).key !== project.key) errors.project = 'valid project is required'
  const type = types.find(({ name }) => name === named(fields.issuetype).name)
  if (!type) errors.issuetype = 'Specify an issue type'
  if (typeof fields.summary !== 'string' || fields.summary === '') errors.summary = 'You must specify a summary of the issue.'
  else if (fields.summary.length > 255 || /[\r\n]/.test(fields.summary)) errors.summary = 'The summary is invalid.'
  const isDocument = (fields.description as { type?: unknown })?.type === 'doc'
  if (site === 'cloud' && !isDocument) errors.description = 'Operation value must be an Atlassian Document'
  if (site === 'own' && typeof fields.description !== 'string') errors.description = 'Operation value must be a string'
  const labels = Array.isArray(fields.labels) ? fields.labels.map(String) : []
  if (labels.some((label) => /\s/.test(label))) errors.labels = 'The label can’t contain spaces.'
  if (fields.duedate !== undefined && !/^\d{4}-\d\d-\d\d$/.test(String(fields.duedate))) errors.duedate = 'Error parsing date string'
  const known = type ? fieldsOf(type).map(({ fieldId }) => fieldId) : []
  for (const name of Object.keys(fields)) if (type && !known.includes(name)) errors[name] = `Field '${name}' cannot be set.`
  type?.asks.forEach((name, index) => (errors[`customfield_1${index}001`] = `${name} is required.`))
  if (!type || Object.keys(errors).length > 0) throw new JiraRefusal(400, '', errors)
  const last = jira.last + 1
  const issue: JiraIssue = {
    id: 20_000 + last,
    key: `${project.key}-${last}`,
    site,
    project: project.key,
    type: type.name,
    summary: String(fields.summary),
    description: fields.description,
    labels,
    duedate: fields.duedate === undefined ? null : String(fields.duedate),
    status: 'To Do',
    assignee: null,
    createdMs: nowMs,
  }
  return {
    status: 201,
    json: { id: String(issue.id), key: issue.key, self: `${base}/rest/api/${site === 'cloud' ? 3 : 2}/issue/${issue.id}` },
    issues: { last, issues: [...jira.issues, issue] },
  }
}

/** An issue with the fields that were asked for: the cloud's search gives none where none are named. */
function shown(issue: JiraIssue, { site, base }: Asked, asked: unknown): object {
  const { summary, description, labels, duedate, assignee } = issue
  const status = statuses[issue.status] ?? { id: '10999', category: 'undefined' }
  const all: Record<string, unknown> = {
    summary,
    description,
    labels,
    duedate,
    status: { name: issue.status, id: status.id, statusCategory: { key: status.category, name: issue.status } },
    assignee:
      assignee === null
        ? null
        : { displayName: assignee, emailAddress: `${assignee.toLowerCase().replace(/\W+/g, '.')}@${company.domain}`, active: true },
    created: new Date(issue.createdMs).toISOString(),
  }
  const names = Array.isArray(asked) ? asked.map(String) : site === 'cloud' ? [] : Object.keys(all)
  const fields = Object.fromEntries(Object.entries(all).filter(([name]) => names.includes(name)))
  return {
    id: String(issue.id),
    key: issue.key,
    self: `${base}/rest/api/${site === 'cloud' ? 3 : 2}/issue/${issue.id}`,
    ...(names.length > 0 && { fields }),
  }
}
