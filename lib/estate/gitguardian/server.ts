import { canary } from '../canary.ts'
import { company } from '../company.ts'
import { isSame, json } from '../further/answers.ts'
import { fineGrainedTokenId } from '../github/fine-grained.ts'
import type { Asked, Changed, FurtherProvider } from '../further/provider.ts'
import { projects } from '../gitlab/rows.ts'
import { day, hour } from '../habit.ts'
import { hex } from '../roll.ts'
import { story } from '../stories.ts'
import type { View } from '../view.ts'

const workspace = 31_877
const idTag = 'token-id'

type Plot = {
  detector: readonly [name: string, display: string]
  status: 'TRIGGERED' | 'ASSIGNED' | 'RESOLVED' | 'IGNORED'
  validity: 'valid' | 'invalid' | 'failed_to_check' | 'no_checker'
  severity: string
  agoMs: number
  where: readonly string[]
  /** What people wrote into the tag: the id of a token of the company's GitLab or GitHub. */
  token?: string
  ignored?: string
}

/** Told, not rolled: the release robot's token works and lies in two places; the token of somebody who is blocked does not; a person's token of GitHub does. */
const plots: readonly Plot[] = [
  { detector: ['gitlab_token', 'GitLab Token'], status: 'TRIGGERED', validity: 'valid', severity: 'critical', agoMs: 20 * hour, where: ['bin/release.sh', 'docs/how-to-release.md'], token: 'token:90001' },
  { detector: ['gitlab_token', 'GitLab Token'], status: 'ASSIGNED', validity: 'invalid', severity: 'high', agoMs: 70 * day, where: ['notes/export.md'], token: 'token:90004' },
  { detector: ['slackbot_token', 'Slack Bot Token'], status: 'TRIGGERED', validity: 'failed_to_check', severity: 'medium', agoMs: 5 * day, where: ['alerts/config.yml'] },
  { detector: ['generic_password', 'Generic Password'], status: 'IGNORED', validity: 'no_checker', severity: 'low', agoMs: 200 * day, where: ['test/fixtures/login.json'], ignored: 'test_credential' },
  { detector: ['github_fine_grained_pat', 'GitHub Fine-Grained Personal Access Token'], status: 'TRIGGERED', validity: 'valid', severity: 'critical', agoMs: 30 * hour, where: ['notes/laptop.env'], token: `pat:${fineGrainedTokenId(story.fineGrained.leaked)}` },
] // prettier-ignore

const secret = (seed: number) => canary(seed, 'gitguardian-token', 'reader')
const detail = (status: number, text: string) => json(status, { detail: text })

/** GitGuardian's interface over the company's workspace: incidents, and where they lie. */
export const gitguardian: FurtherProvider = {
  name: 'gitguardian',
  source: (seed, url) => ({
    kind: 'gitguardian',
    name: `GitGuardian ${company.name}`,
    settings: { baseUrl: `${url}/v1`, workspace: String(workspace), idTag },
    credential: { apiKey: secret(seed) },
    action: null,
    everyMinutes: 60,
  }),
  answer(view, asked) {
    const given = /^Token (.+)$/i.exec(asked.headers.authorization ?? '')?.[1]
    if (!isSame(given, secret(view.seed))) return detail(401, 'Invalid API key.')
    const [v1, incidents, secrets, id, more] = asked.path.split('/').filter(Boolean)
    if (v1 !== 'v1' || incidents !== 'incidents' || secrets !== 'secrets' || more !== undefined || asked.method !== 'GET')
      return detail(404, 'Not found.')
    if (id === undefined) return listed(view, asked)
    const index = plots.findIndex((_, at) => String(idOf(at)) === id)
    const most = Math.min(100, Number(asked.query.get('with_occurrences') ?? 20) || 0)
    return index < 0 ? detail(404, 'Not found.') : json(200, { ...incidentJson(view, index), occurrences: occurrencesJson(view, index).slice(0, most) })
  },
} // prettier-ignore

const idOf = (index: number) => 3_900 + index

function incidentJson(view: View, index: number): object {
  const plot = plots[index]!
  const id = idOf(index)
  const [name, display] = plot.detector
  const at = new Date(view.epoch - plot.agoMs).toISOString()
  return {
    id,
    date: at,
    detector: { name, display_name: display, nature: 'specific', family: 'apikey', detector_group_name: name, detector_group_display_name: display },
    secret_id: 70_000 + index,
    secret_hash: canary(view.seed, 'gitguardian-hash', id),
    hmsl_hash: canary(view.seed, 'gitguardian-hmsl', id),
    gitguardian_url: `https://dashboard.gitguardian.example/workspace/${workspace}/incidents/${id}`,
    regression: false,
    status: plot.status,
    assignee_id: null,
    assignee_email: null,
    occurrences_count: plot.where.length,
    secret_presence: { files_requiring_code_fix: plot.where.length, files_pending_merge: 0, files_fixed: 0, outside_vcs: 0, removed_outside_vcs: 0, in_vcs: plot.where.length, removed_in_vcs: 0 },
    ignore_reason: plot.ignored ?? null,
    triggered_at: at,
    ignored_at: plot.ignored ? at : null,
    secret_revoked: false,
    severity: plot.severity,
    validity: plot.validity,
    resolved_at: null,
    share_url: `https://dashboard.gitguardian.example/share/incidents/${canary(view.seed, 'gitguardian-share', id)}`,
    tags: ['DEFAULT_BRANCH'],
    custom_tags: plot.token ? [{ id: `tag-${id}`, key: idTag, value: plot.token }] : [],
    feedback_list: [],
  }
} // prettier-ignore

function occurrencesJson(view: View, index: number): readonly object[] {
  const plot = plots[index]!
  return plot.where.map((filepath, at) => ({
    id: 44_000 + index * 10 + at,
    incident_id: idOf(index),
    kind: 'realtime',
    source: { id: 6_531, full_name: projects[0].path, type: 'gitlab', url: `https://gitlab.example/${projects[0].path}`, visibility: 'private' },
    author_name: canary(view.seed, 'gitguardian-author', `${index} ${at}`),
    author_info: 'someone@example.invalid',
    date: new Date(view.epoch - plot.agoMs - at * hour).toISOString(),
    url: `https://gitlab.example/${projects[0].path}/-/blob/main/${filepath}`,
    matches: [{ name: 'apikey', indice_start: 10, indice_end: 36, pre_line_start: null, pre_line_end: null, post_line_start: 3 + at, post_line_end: 3 + at }],
    tags: [],
    sha: hex(40, view.seed, 'gitguardian commit', index, at),
    presence: 'present',
    filepath,
  }))
} // prettier-ignore

/** No page is as long as the most that may be asked for. */
const page = 2

/** A list as GitGuardian pages it: by a cursor in the Link header. */
function listed(view: View, { query, base }: Asked): Changed {
  const cursor = query.get('cursor')
  const from = cursor === null ? 0 : Number(Buffer.from(cursor, 'base64url').toString().split('=')[1])
  const rows = plots.slice(from, from + page).map((_, at) => incidentJson(view, from + at))
  const next = Buffer.from(`p=${from + page}`).toString('base64url')
  const link: Record<string, string> = from + page < plots.length ? { link: `<${base}/v1/incidents/secrets?cursor=${next}&per_page=${page}>; rel="next"` } : {}
  return json(200, rows, link)
} // prettier-ignore
