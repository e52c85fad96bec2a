import { z } from 'zod'
import { wireText, WireId } from '../connectors/wire.ts'
import { CallError } from '../connectors/http/call-error.ts'
import type { TrackerCheck } from '../model/ticket.ts'
import type { Jira } from './client.ts'
import { parsed } from './issues.ts'
import type { JiraSettings } from './settings.ts'

/** What a test found. `as` and `site` are there once Jira told them; it may be used where no check is `wrong`. */
export type Tested = { checks: readonly TrackerCheck[]; as: string | null; site: string | null; duedate: boolean }

const Server = z.object({ baseUrl: z.url({ protocol: /^https?$/ }).nullish(), deploymentType: z.string().max(50).nullish() })
const Myself = z.object({ displayName: wireText(200), active: z.boolean().nullish() })
const Permissions = z.object({ permissions: z.record(z.string(), z.object({ havePermission: z.boolean() })) })
const Type = z.object({ id: WireId, name: wireText(200), subtask: z.boolean().nullish() })
const Types = z.object({
  issueTypes: z.array(Type).optional(),
  createMetaIssueType: z.array(Type).optional(),
  values: z.array(Type).optional(),
})
const FieldOf = z.object({
  fieldId: z.string().optional(),
  key: z.string().optional(),
  name: wireText(100),
  required: z.boolean(),
  hasDefaultValue: z.boolean().nullish(),
})
const Fields = z.object({ fields: z.array(FieldOf).optional(), results: z.array(FieldOf).optional(), values: z.array(FieldOf).optional() })
/** What we fill in, and what Jira fills in by itself. */
const filled = new Set(['summary', 'description', 'labels', 'duedate', 'project', 'issuetype', 'reporter'])

/** Who we are there, whether the project and the type exist, and whether issues may be made: in this order, as far as it goes. */
export async function checkJira(jira: Jira, settings: JiraSettings): Promise<Tested> {
  const checks: TrackerCheck[] = []
  const say = (what: string, state: TrackerCheck['state'], says: string) => void checks.push({ what, state, says })
  let [as, site, duedate]: [string | null, string | null, boolean] = [null, null, false]
  const end = (): Tested => ({ checks, as, site, duedate })
  const { projectKey, issueType } = settings
  try {
    as = parsed('myself', Myself, await jira.get(`${jira.rest}/myself`)).displayName
    say('Who we are', 'good', `Jira knows this credential as ${as}.`)
  } catch (error) {
    say('Who we are', 'wrong', saysOf(error, 'Jira does not take this credential.'))
    return end()
  }
  const server = await optional(() => jira.get(`${jira.rest}/serverInfo`), Server)
  site = server?.baseUrl?.replace(/\/+$/, '') ?? null
  const isCloud = server?.deploymentType?.toLowerCase() === 'cloud'
  if (server?.deploymentType && isCloud !== (settings.flavour === 'cloud'))
    say('Which Jira it is', 'wrong', isCloud ? 'This is Jira Cloud: choose it above, with an e-mail address and an API token.' : 'This is not Jira Cloud: choose Data Center above, with a personal access token.') // prettier-ignore
  try {
    const { name } = parsed(
      'project',
      z.object({ name: wireText(200) }),
      await jira.get(`${jira.rest}/project/${encodeURIComponent(projectKey)}`),
    )
    say('The project', 'good', `${projectKey} is “${name}”.`)
  } catch (error) {
    say('The project', 'wrong', isNotFound(error) ? `There is no project ${projectKey}, or ${as} may not see it.` : saysOf(error))
    return end()
  }
  await checkRights(jira, settings, as, say)
  duedate = await checkType(jira, { projectKey, issueType }, say)
  return end()
}

type Say = (what: string, state: TrackerCheck['state'], says: string) => void

async function checkRights(jira: Jira, { projectKey }: JiraSettings, as: string, say: Say): Promise<void> {
  const what = 'To make issues'
  try {
    const asked = { projectKey, permissions: 'CREATE_ISSUES,BROWSE_PROJECTS' }
    const { permissions } = parsed('mypermissions', Permissions, await jira.get(`${jira.rest}/mypermissions`, asked))
    const create = permissions.CREATE_ISSUES?.havePermission
    if (create === undefined) say(what, 'cannot-tell', 'Jira does not say whether it may.')
    else say(what, create ? 'good' : 'wrong', create ? `${as} may make issues in ${projectKey}.` : `${as} may not make issues in ${projectKey}: it needs the permission “Create issues”.`) // prettier-ignore
  } catch (error) {
    say(what, 'cannot-tell', saysOf(error))
  }
}

/** Whether the type is there, and every field that it asks for is one we fill in. Answers whether it has a due date. */
async function checkType(
  jira: Jira,
  { projectKey, issueType }: Pick<JiraSettings, 'projectKey' | 'issueType'>,
  say: Say,
): Promise<boolean> {
  const meta = `${jira.rest}/issue/createmeta/${encodeURIComponent(projectKey)}/issuetypes`
  const what = 'The type of issue'
  try {
    const answer = parsed('createmeta', Types, await jira.get(meta, { maxResults: '100' }))
    const types = answer.issueTypes ?? answer.createMetaIssueType ?? answer.values ?? []
    const type = types.find(({ name }) => name.toLowerCase() === issueType.toLowerCase())
    const others = types.filter(({ subtask }) => !subtask).map(({ name }) => name).slice(0, 10) // prettier-ignore
    if (!type || type.subtask) {
      say(what, 'wrong', `${type ? 'A sub-task cannot stand alone' : `${projectKey} has no type “${issueType}” that may be made`}.${others.length > 0 ? ` There is: ${others.join(', ')}.` : ''}`) // prettier-ignore
      return false
    }
    const shown = parsed('createmeta', Fields, await jira.get(`${meta}/${encodeURIComponent(type.id)}`, { maxResults: '200' }))
    const fields = (shown.fields ?? shown.results ?? shown.values ?? []).map((field) => ({
      ...field,
      id: field.fieldId ?? field.key ?? '',
    }))
    const unfilled = fields.filter(({ id, required, hasDefaultValue }) => required && !hasDefaultValue && !filled.has(id))
    const hasLabels = fields.some(({ id }) => id === 'labels')
    if (unfilled.length > 0)
      say(what, 'wrong', `“${type.name}” asks for ${unfilled.map(({ name }) => name).slice(0, 5).join(', ')}, which Standdown does not fill in. Choose a type without, or give it a default.`) // prettier-ignore
    else if (!hasLabels)
      say(what, 'wrong', `“${type.name}” has no field for labels as it is made. Standdown marks its issues by one, so that none is made twice.`) // prettier-ignore
    else say(what, 'good', `“${type.name}” is there, and asks for nothing that Standdown does not fill in.`)
    return fields.some(({ id }) => id === 'duedate')
  } catch (error) {
    say(what, 'wrong', isNotFound(error) ? 'Jira shows no types of issue that may be made in this project.' : saysOf(error))
    return false
  }
}

async function optional<T>(read: () => Promise<unknown>, schema: z.ZodType<T>): Promise<T | null> {
  try {
    return schema.safeParse(await read()).data ?? null
  } catch (error) {
    if (error instanceof CallError) return null
    throw error
  }
}

function isNotFound(error: unknown): boolean {
  return error instanceof CallError && error.why === 'not-found'
}

function saysOf(error: unknown, refused?: string): string {
  if (!(error instanceof CallError)) throw error
  return refused && error.status === 401 ? refused : error.message
}
