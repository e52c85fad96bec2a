import { canary } from '../canary.ts'
import { company } from '../company.ts'
import { bearer, isSame, json } from '../further/answers.ts'
import type { Asked, Changed, FurtherProvider } from '../further/provider.ts'
import type { View } from '../view.ts'
import * as rows from './rows.ts'

const tokenOf = (seed: number) => canary(seed, 'slack-token', 'admin')
/** Slack refuses with status 200. */
const refused = (error: string) => json(200, { ok: false, error })

/** Slack's Web API over the company's workspace. */
export const slack: FurtherProvider = {
  name: 'slack',
  source: (seed, url) => ({
    kind: 'slack',
    name: `Slack ${company.name}`,
    settings: { workspace: rows.workspace, baseUrl: `${url}/api` },
    credential: { token: tokenOf(seed) },
    action: null,
    everyMinutes: 60,
  }),
  answer(view, asked) {
    if (!asked.path.startsWith('/api/')) return json(404, {})
    if (!isSame(bearer(asked), tokenOf(view.seed))) return refused('invalid_auth')
    return answered(view, asked)
  },
}

/** No page is as long as the most that may be asked for. */
const page = 5

function answered(view: View, { path, method, query }: Asked): Changed {
  if (method === 'POST' && path === '/api/auth.test')
    return json(200, {
      ok: true,
      url: `https://${rows.workspace}.slack.com/`,
      team: company.name,
      user: 'standdown',
      team_id: 'TFERNHOLLOW',
      user_id: 'USTANDDOWN',
    })
  if (method !== 'GET') return refused('invalid_post_type')
  if (path === '/api/team.integrationLogs') {
    const all = rows.logRows(view)
    const at = Math.max(1, Number(query.get('page') ?? 1))
    const paging = { count: page, total: all.length, page: at, pages: Math.ceil(all.length / page) }
    return json(200, { ok: true, logs: all.slice((at - 1) * page, at * page), paging })
  }
  if (path === '/api/users.list') {
    const all = rows.userRows(view)
    const from = Number(Buffer.from(query.get('cursor') ?? '', 'base64url').toString() || 0)
    const to = from + 3
    const next = to < all.length ? Buffer.from(String(to)).toString('base64url') : ''
    return json(200, { ok: true, members: all.slice(from, to), cache_ts: 1, response_metadata: { next_cursor: next } })
  }
  return refused(path.startsWith('/api/admin.') ? 'not_allowed_token_type' : 'unknown_method')
}
