import { z } from 'zod'
import type { Shown } from '../../model/provider-act.ts'
import type { Sighting } from '../../model/sighting.ts'
import type { Actions, Look } from '../contract.ts'
import { notAddressed } from '../not-sent.ts'
import type { Api } from '../rest/api.ts'
import { readWhole } from '../rest/listing.ts'
import { cannotTell, lookAtOne, shownAs } from '../rest/look.ts'
import { WireExpiry } from '../wire.ts'
import { GitLabId, next, openGitLab, pageSize, pathId, readList } from './api.ts'
import { Credential, type Settings } from './settings.ts'
import { asAdministrator } from './tokens-of-people.ts'
import { actionPolicy, fields } from './words.ts'

const deletes = ['delete'] as const

/** GitLab revokes tokens for good, and can switch none off and on again. */
export const actions: Actions<Settings, Credential, Credential> = {
  kinds: {
    'gitlab.personal-token': deletes,
    'gitlab.service-account-token': deletes,
    'gitlab.group-token': deletes,
    'gitlab.project-token': deletes,
    'gitlab.deploy-token': deletes,
    'gitlab.deploy-key': deletes,
  },
  credential: Credential,
  fields: fields.filter(({ name }) => name === 'token').map((field) => ({ ...field, hint: 'Of a token with api that may revoke: another one, of another user, than the token that reads.' })),
  policy: actionPolicy,
  steps: [
    'Make another service account (or administrator, for a whole instance) and name it so that the audit log shows who acted.',
    'Give it the role of an owner of the group, and a token with api and an end within 90 days.',
    'It is a standing privilege of our own, wider than reading: take it away when it is not needed.',
  ],
  principal: 'Standdown’s acting account',
  async test(settings, credential, world) {
    const own = await self(openGitLab(settings, credential, world))
    const has = own?.scopes?.includes('api')
    return [
      { permission: 'Reach GitLab', state: 'granted', says: 'GitLab answers.', lost: 'Everything.' },
      {
        permission: 'The scope api',
        state: own?.scopes ? (has ? 'granted' : 'missing') : 'cannot-tell',
        says: own?.scopes ? (has ? 'The token has it. Nothing was changed.' : 'The token does not have it.') : 'GitLab does not tell the scopes of this token.',
        lost: 'Revoking anything.',
      },
      { permission: 'The role of an owner (or administrator)', state: 'cannot-tell', says: 'GitLab does not say it without trying, and nothing is tried.', lost: 'Revoking tokens of groups and people.' },
    ]
  },
  async sameAsReading(settings, reads, acts, world) {
    if (reads.token === acts.token) return 'This is the token that reads. Give another one.'
    const [reader, actor] = await Promise.all([reads, acts].map((one) => self(openGitLab(settings, one, world)).catch(() => null)))
    return reader?.user_id && reader.user_id === actor?.user_id ? 'This token is of the user who reads. Give one of another user.' : null
  },
  look: (settings, credential, world, target) => lookAt(openGitLab(settings, credential, world), settings, target, world.now),
  async act(settings, credential, world, { target }) {
    const at = placeOf(settings, target)
    if (!at) throw notAddressed('DELETE …/access_tokens/{id}', 'Which group or project it is of is not known.')
    await openGitLab(settings, credential, world).send('DELETE', at.item)
  },
} // prettier-ignore

const Self = z.object({ user_id: GitLabId.nullish(), scopes: z.array(z.string()).nullish() })

async function self(api: Api): Promise<z.infer<typeof Self> | null> {
  return Self.safeParse((await api.get('/personal_access_tokens/self')).data).data ?? null
}

/** Where a token is addressed, and the list it stands in. `hasItem`: GitLab shows it by itself as well. */
type Addressed = { list: string; item: string; hasItem: boolean }

function placeOf({ group }: Settings, { kind, externalId, tags }: Sighting): Addressed | null {
  const id = /^(?:token|deploy-token|deploy-key):(\d{1,19})(?::project:\d{1,19})?$/.exec(externalId)?.[1]
  const home = /^\d{1,19}$/.exec(tags['home id'] ?? '')?.[0]
  const user = /^\d{1,19}$/.exec(tags['user id'] ?? '')?.[0]
  if (!id) return null
  const under = (list: string, hasItem = true): Addressed => ({ list, item: `${list}/${id}`, hasItem })
  if (kind === 'gitlab.personal-token' || (kind === 'gitlab.service-account-token' && group === undefined))
    return group === undefined ? under('/personal_access_tokens') : under(`/groups/${pathId(group)}/manage/personal_access_tokens`, false)
  if (kind === 'gitlab.service-account-token')
    // Of a subgroup's, that answers and no other; one of the top-level group has no home beside it.
    return user && group !== undefined ? under(`/groups/${home ?? pathId(group)}/service_accounts/${user}/personal_access_tokens`, false) : null
  if (!home) return null
  const of = tags.project === undefined ? 'groups' : 'projects'
  if (kind === 'gitlab.deploy-token') return under(`/${of}/${home}/deploy_tokens`)
  if (kind === 'gitlab.deploy-key') return under(`/projects/${home}/deploy_keys`)
  return kind === 'gitlab.group-token' || kind === 'gitlab.project-token' ? under(`/${of}/${home}/access_tokens`) : null
} // prettier-ignore

const Row = z.object({
  id: GitLabId,
  revoked: z.boolean().nullish(),
  active: z.boolean().nullish(),
  /** Of a deploy token. */
  expired: z.boolean().nullish(),
  expires_at: WireExpiry,
})

/** One that has ended is not active either, and comes back no more: only what is switched off otherwise could. */
function shownOf({ revoked, active, expired, expires_at: ends }: z.infer<typeof Row>, now: Date): Shown {
  const isOver = revoked === true || expired === true || (typeof ends === 'object' && 'fixed' in ends && ends.fixed <= now)
  return isOver ? 'gone' : active === false ? 'disabled' : 'live'
}

/** Found by its id, or absent where its list can be read all the same; what has no page of its own is looked for in its list. */
async function lookAt(api: Api, settings: Settings, target: Sighting, now: Date): Promise<Look> {
  const at = placeOf(settings, target)
  if (!at) return cannotTell('Which group or project it is of is not known.')
  const id = at.item.slice(at.list.length + 1)
  if (!at.hasItem) {
    const { rows, gap } = await readWhole(api, { path: at.list, query: { per_page: pageSize }, schema: Row, next }, 'GitLab tokens')
    const found = rows.find((row) => row.id === id)
    if (found) return shownAs(shownOf(found, now))
    return gap ? cannotTell(gap.says.slice(0, 300)) : shownAs('gone')
  }
  const shows = (data: unknown) => {
    const row = Row.safeParse(data).data
    return row?.id === id ? shownOf(row, now) : null
  }
  const absent = async () => {
    // "Not there" is also said to whoever may not see it: the list beside it tells which of the two it is.
    await readList(api, at.list)
    // Whoever is no administrator is shown their own personal tokens alone, and that list too.
    if (at.list === '/personal_access_tokens') await asAdministrator(api)
    return shownAs('gone')
  }
  return lookAtOne(api, { path: at.item, shows, absent })
}
