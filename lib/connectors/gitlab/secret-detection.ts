import { z } from 'zod'
import type { LeakSighting } from '../../model/leak.ts'
import type { Observation } from '../../model/sighting.ts'
import { gapOf } from '../gaps.ts'
import { CallError } from '../http/call-error.ts'
import type { Place } from '../rest/listing.ts'
import { readRows, WireHandle, WireInstant, wireText } from '../wire.ts'
import { graphqlUrl, type Reading } from './api.ts'

export const secretDetectionObject = 'GitLab secret detection'
const call = 'POST /graphql group.vulnerabilities'

/** GitLab 18.1 and later tell whether a token of their own that leaked still works; older ones know no such field. */
const status = 'findingTokenStatus { status }'

function query(withStatus: boolean): string {
  return `query ($group: ID!, $after: String) {
  group(fullPath: $group) {
    vulnerabilities(reportType: [SECRET_DETECTION], first: 100, after: $after) {
      pageInfo { hasNextPage endCursor }
      nodes {
        id title state detectedAt webUrl
        project { fullPath }
        identifiers { externalType externalId name }
        location { ... on VulnerabilityLocationSecretDetection { file startLine } }
        ${withStatus ? status : ''}
      }
    }
  }
}`
}

const Finding = z.object({
  id: WireHandle,
  title: wireText(150).nullish(),
  state: z.string().max(50),
  detectedAt: WireInstant,
  webUrl: z.url().max(2_000).nullish().catch(null),
  project: z.object({ fullPath: WireHandle }),
  identifiers: z.array(z.object({ externalType: z.string().max(100).nullish(), externalId: z.string().max(300).nullish() })).nullish(),
  location: z.object({ file: wireText(500).nullish(), startLine: z.union([z.string().max(20), z.number()]).nullish() }).nullish().catch(null),
  findingTokenStatus: z.object({ status: z.string().max(50) }).nullish().catch(null),
}) // prettier-ignore
type Finding = z.infer<typeof Finding>

const Answer = z.object({
  data: z.object({ group: z.object({ vulnerabilities: z.object({ pageInfo: z.object({ hasNextPage: z.boolean(), endCursor: z.string().max(2_000).nullish() }), nodes: z.array(z.unknown()) }).nullish() }).nullish() }).nullish(),
  errors: z.array(z.object({ message: z.string().max(2_000) })).nullish(),
}) // prettier-ignore

/** No group has more findings than this many pages. */
const mostPages = 2_000

/**
 * Secrets that GitLab found in the group's projects, by GraphQL: REST's list of findings is on its way out, and GraphQL's holds no secret. They
 * are no tokens: where they may not be read, or are not in the plan, everything else is seen as completely as before.
 */
export async function* secretDetection({ api, settings, world }: Reading, from: Place): AsyncGenerator<Observation> {
  let after = from.next
  let seen = from.seen
  let withStatus = true
  try {
    for (let page = from.page; page < mostPages; page += 1) {
      world.signal.throwIfAborted()
      const parsed = Answer.safeParse((await api.ask(graphqlUrl(settings), { query: query(withStatus), variables: { group: settings.group, after } })).data)
      if (!parsed.success) throw new CallError('provider', `${call} answered something that is not GraphQL.`, { call, why: 'malformed' })
      if (withStatus && parsed.data.errors?.some(({ message }) => message.includes('findingTokenStatus'))) {
        withStatus = false
        page -= 1
        continue
      }
      const { data, errors } = parsed.data
      const list = data?.group?.vulnerabilities
      // Not let in, or not in the plan: GitLab leaves it out, with or without an error. In the middle it is neither.
      if (!list && data && page === 0) return
      // A query that was cut short (a time limit, too much asked) answers what it has, with an error beside it.
      if (!list || errors?.length) throw new CallError('provider', `${call} page ${page + 1} was not answered whole.`, { call, why: 'failed' })
      const { good, gap } = readRows(Finding, list.nodes, { object: secretDetectionObject, call: `${call} page ${page + 1}` })
      if (gap) yield { see: 'gap', gap }
      for (const finding of good) yield { see: 'leak', leak: leakOf(finding) }
      seen += list.nodes.length
      const { hasNextPage, endCursor } = list.pageInfo
      if (!hasNextPage) {
        yield { see: 'covered', object: secretDetectionObject, seen }
        return
      }
      if (!endCursor || endCursor === after) throw new CallError('provider', `${call} goes in a circle.`, { call, why: 'loop' })
      after = endCursor
      yield { see: 'mark', cursor: { ...from, next: after, page: page + 1, seen } }
    }
    throw new CallError('provider', `${call} has no end.`, { call, why: 'capped' })
  } catch (error) {
    if (error instanceof CallError && (error.status === 403 || error.status === 404) && after === null) return
    yield { see: 'gap', gap: gapOf(error, secretDetectionObject) }
  }
} // prettier-ignore

/** What GitLab's rules are called -> our kind of token, where it is one. */
const kinds: readonly (readonly [RegExp, string])[] = [
  [/gitlab.*personal.?access.?token/i, 'gitlab.personal-token'],
  [/gitlab.*deploy.?token/i, 'gitlab.deploy-token'],
  [/aws.*access|^aws$/i, 'aws.access-key'],
  [/github.*fine.?grained/i, 'github.pat.fine-grained'],
  [/github.*personal|github.?pat/i, 'github.pat.classic'],
  [/slack.*web.?hook/i, 'slack.webhook'],
  [/slack/i, 'slack.bot-token'],
  [/okta/i, 'okta.api-token'],
  [/openai/i, 'openai.api-key'],
]

function leakOf(finding: Finding): LeakSighting {
  const { project, location, identifiers } = finding
  const rule = identifiers?.find(({ externalType }) => externalType === 'gitleaks_rule_id')?.externalId ?? finding.title ?? ''
  const line = location?.startLine ? ` line ${location.startLine}` : ''
  const at = location?.file ? ` ${location.file}${line}` : ' its history'
  const closed = finding.state === 'RESOLVED' || finding.state === 'DISMISSED'
  const works = finding.findingTokenStatus?.status
  return {
    key: `finding:${finding.id}`,
    detector: `GitLab secret detection: ${finding.title || rule || 'a secret'}`.slice(0, 200),
    kind: kinds.find(([name]) => name.test(rule))?.[1] ?? null,
    reference: null,
    tail: null,
    fingerprint: null,
    repository: project.fullPath,
    foundAt: finding.detectedAt,
    stillValid: works === 'ACTIVE' ? 'yes' : works === 'INACTIVE' ? 'no' : 'not-reported',
    // Its rule for AWS finds the id of a key alone.
    secretSeen: !/^aws$|aws.access.(?:key|token)/i.test(rule),
    places: [{ in: `${project.fullPath}:${at}`.slice(0, 1_024), at: null, url: finding.webUrl ?? null }],
    placeCount: 1,
    finderSays: closed ? `GitLab’s finding is ${finding.state.toLowerCase()}.` : null,
    finderClosed: closed,
  }
}
