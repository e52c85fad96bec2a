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

/** Jira numbers its issues. What is no number is none of its ids: no search is given it, and it is asked for by itself. */
const isNumber = (id: string) => /^\d{1,20}$/.test(id)
const IssueId = WireId.refine(isNumber, 'is no number')

const WireIssue = z
  .object({
    id: IssueId,
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

/** Issues as they are now, by id, and those that cannot be understood, with why; what is in neither is not there or not to be seen. */
export type Issues = { found: ReadonlyMap<string, Issue>; odd: ReadonlyMap<string, OddAnswer> }
/** So many one after the other that nobody understands, and none that somebody does: then it is not the issues. */
const mostOdd = 10

/**
 * The issues with these ids. A search refuses a list of which one is gone (400), may leave out what changed a moment ago, and cannot be
 * read where one of them is odd: whatever a search does not show is asked for by itself. `alone`: no search comes first.
 */
export async function readIssues(jira: Jira, ids: readonly string[], { alone = false } = {}): Promise<Issues> {
  if (ids.length > batchSize) throw new Error('At most 50 issues at once.')
  const numbers = alone ? [] : ids.filter(isNumber)
  const shown = numbers.length > 0 ? await searched(jira, `id in (${numbers.join(',')})`) : []
  const found = new Map(shown.map((issue) => [issue.externalId, issue]))
  const odd = new Map<string, OddAnswer>()
  for (const id of ids) {
    if (found.has(id)) continue
    try {
      const issue = await readIssue(jira, id)
      if (issue) found.set(id, issue)
    } catch (error) {
      if (!(error instanceof OddAnswer) || (found.size === 0 && odd.size + 1 >= mostOdd)) throw error
      odd.set(id, error)
    }
  }
  return { found, odd }
}

/** Jira answered, and what it answered is not what an issue looks like. */
export class OddAnswer extends CallError {}

async function searched(jira: Jira, jql: string): Promise<Issue[]> {
  try {
    return await search(jira, jql)
  } catch (error) {
    if (error instanceof OddAnswer || (error instanceof CallError && error.status === 400)) return []
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
  const Made = z.object({ id: IssueId, key: z.string().regex(/^[A-Z][A-Z0-9_]*-\d+$/) })
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
  throw new OddAnswer('provider', `${call} answered something else than Jira does (${field.slice(0, 100)}).`, { call, why: 'malformed' })
}
