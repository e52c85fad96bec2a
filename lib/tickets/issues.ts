import { z } from 'zod'
import { WireId, wireText } from '../connectors/wire.ts'
import { CallError } from '../connectors/http/call-error.ts'
import type { Issue, TicketCategory, TicketText } from '../model/ticket.ts'
import type { Jira } from './client.ts'
import { documentOf, notationOf } from './document.ts'
import type { JiraSettings } from './settings.ts'

/** The label by which people find all of ours. */
export const label = 'standdown'
/** Issues of one question: both flavours take so many ids, and give so many back. */
export const batchSize = 50
/** A longer walk than any answer to one question has. */
const mostPages = 20
const fields = ['summary', 'status', 'assignee']

/** Jira's own words for the kinds of status, which no administrator can rename. */
const categories: Readonly<Record<string, TicketCategory>> = { new: 'to-do', indeterminate: 'in-progress', done: 'done' }

const WireIssue = z
  .object({
    id: WireId,
    key: z.string().regex(/^[A-Z][A-Z0-9_]*-\d+$/),
    fields: z.object({
      summary: wireText(300).nullish(),
      status: z.object({ name: wireText(100), statusCategory: z.object({ key: z.string() }).nullish() }),
      assignee: z.object({ displayName: wireText(200).nullish() }).nullish(),
    }),
  })
  .transform(({ id, key, fields: { summary, status, assignee } }): Issue => ({
    externalId: id,
    key,
    summary: summary ?? key,
    status: status.name,
    category: categories[status.statusCategory?.key ?? ''] ?? 'not-reported',
    assignee: assignee ? assignee.displayName || 'somebody' : null,
  }))

/** One issue by its id or key; null where it is not there, or not to be seen by our account. */
export async function readIssue(jira: Jira, idOrKey: string): Promise<Issue | null> {
  const path = `${jira.rest}/issue/${encodeURIComponent(idOrKey)}`
  try {
    return parsed(path, WireIssue, await jira.get(path, { fields: fields.join(',') }))
  } catch (error) {
    if (error instanceof CallError && error.why === 'not-found') return null
    throw error
  }
}

/**
 * The issues with these ids, as they are now; what is not in the answer is not there or not to be seen. A search refuses a list of which
 * one is gone (400), and may leave out what changed a moment ago: whatever a search does not show is asked for by itself.
 */
export async function readIssues(jira: Jira, ids: readonly string[]): Promise<ReadonlyMap<string, Issue>> {
  if (ids.length === 0) return new Map()
  if (ids.length > batchSize || ids.some((id) => !/^\d{1,20}$/.test(id))) throw new Error('At most 50 issues at once, by their numbers.')
  const found = new Map((await searched(jira, `id in (${ids.join(',')})`)).map((issue) => [issue.externalId, issue]))
  for (const id of ids) {
    if (found.has(id)) continue
    const issue = await readIssue(jira, id)
    if (issue) found.set(id, issue)
  }
  return found
}

async function searched(jira: Jira, jql: string): Promise<Issue[]> {
  try {
    return await search(jira, jql)
  } catch (error) {
    if (error instanceof CallError && error.status === 400) return []
    throw error
  }
}

/** The issue that carries a marker, the oldest where there are several; null where a search shows none. */
export async function findMarked(jira: Jira, { projectKey }: Pick<JiraSettings, 'projectKey'>, marker: string): Promise<Issue | null> {
  if (!/^[a-z0-9-]+$/.test(marker)) throw new Error('A marker is made of small letters, digits and hyphens.')
  const found = await search(jira, `project = "${projectKey}" AND labels = "${marker}" ORDER BY created ASC`)
  return found[0] ?? null
}

/** Makes an issue, in one call that is sent once. Answers with its id and key. */
export async function createIssue(
  jira: Jira,
  { projectKey, issueType }: Pick<JiraSettings, 'projectKey' | 'issueType'>,
  { summary, blocks, dueDay }: TicketText,
  marker: string,
  { withDueDate }: { withDueDate: boolean },
): Promise<{ externalId: string; key: string }> {
  const path = `${jira.rest}/issue`
  const body = {
    fields: {
      project: { key: projectKey },
      issuetype: { name: issueType },
      summary,
      description: jira.flavour === 'cloud' ? documentOf(blocks) : notationOf(blocks),
      labels: [label, marker],
      ...(withDueDate && { duedate: dueDay }),
    },
  }
  const Made = z.object({ id: WireId, key: z.string().regex(/^[A-Z][A-Z0-9_]*-\d+$/) })
  const { id, key } = parsed(path, Made, await jira.send(path, body))
  return { externalId: id, key }
}

/** All issues that a question finds, page by page: by token in the cloud, where the older way was removed; by number elsewhere. */
async function search(jira: Jira, jql: string): Promise<Issue[]> {
  return jira.flavour === 'cloud' ? searchByToken(jira, jql) : searchByNumber(jira, jql)
}

const TokenPage = z.object({
  issues: z.array(WireIssue),
  nextPageToken: z.string().min(1).max(10_000).nullish(),
  isLast: z.boolean().nullish(),
})

async function searchByToken(jira: Jira, jql: string): Promise<Issue[]> {
  const path = `${jira.rest}/search/jql`
  const all: Issue[] = []
  let token: string | null = null
  for (let page = 0; page < mostPages; page += 1) {
    const answer: z.output<typeof TokenPage> = parsed(path, TokenPage, await jira.ask(path, { jql, fields, maxResults: batchSize, ...(token && { nextPageToken: token }) })) // prettier-ignore
    all.push(...answer.issues)
    if (answer.isLast === true || !answer.nextPageToken) return all
    const repeats = token !== null && answer.nextPageToken === token
    if (repeats) break
    token = answer.nextPageToken
  }
  throw endless(path)
}

const NumberPage = z.object({ issues: z.array(WireIssue), startAt: z.int().min(0), total: z.int().min(0) })

async function searchByNumber(jira: Jira, jql: string): Promise<Issue[]> {
  const path = `${jira.rest}/search`
  const all: Issue[] = []
  for (let page = 0; page < mostPages; page += 1) {
    const answer = parsed(path, NumberPage, await jira.ask(path, { jql, fields, maxResults: batchSize, startAt: all.length }))
    all.push(...answer.issues)
    if (answer.issues.length === 0 || all.length >= answer.total) return all
  }
  throw endless(path)
}

function endless(call: string): CallError {
  return new CallError('provider', `${call} gives one page after the other and comes to no end.`, { call, why: 'loop' })
}

/** What fits a schema. What does not is an error that names the field, never what was in it. */
export function parsed<T>(call: string, schema: z.ZodType<T>, value: unknown): T {
  const result = schema.safeParse(value)
  if (result.success) return result.data
  const field = result.error.issues[0]?.path.map(String).join('.') || 'the answer itself'
  throw new CallError('provider', `${call} answered something else than Jira does (${field.slice(0, 100)}).`, { call, why: 'malformed' })
}
