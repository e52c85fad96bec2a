import type { Actions, AskedAct, Check } from '../contract.ts'
import { notAddressed } from '../not-sent.ts'
import { openGitHub, type GitHub, type Granted } from './client.ts'
import { lookAt, repositoryOf } from './look.ts'
import { readOrganisation } from './organisation.ts'
import { Credential, type Settings } from './settings.ts'
import { actionPolicy, actionSteps, fields } from './words.ts'

const deletes = ['delete'] as const

const hints: Readonly<Record<string, string>> = {
  appId: 'Of a GitHub App that may act: another one than the App that reads.',
  token: 'An organisation owner’s token with admin:org and repo. It cannot revoke fine-grained tokens.',
}

/**
 * How GitHub takes access away: GitHub can switch nothing off and on again. A fine-grained token and an authorised credential lose the
 * organisation, and live on elsewhere; a deploy key is deleted.
 */
export const actions: Actions<Settings, Credential, Credential> = {
  kinds: {
    'github.pat.fine-grained': deletes,
    'github.pat.classic': deletes,
    'github.oauth-token': deletes,
    'github.app-user-token': deletes,
    'github.ssh-key': deletes,
    'github.deploy-key': deletes,
  },
  credential: Credential,
  fields: fields
    .filter(({ name }) => name !== 'org' && name !== 'baseUrl')
    .map((field) => ({ ...field, hint: hints[field.name] ?? field.hint })),
  policy: actionPolicy,
  steps: actionSteps,
  principal: 'Standdown’s acting App',
  async test(settings, credential, world) {
    const github = openGitHub(settings, credential, world)
    const { login } = await readOrganisation(github, settings.org)
    return [
      { permission: 'Reach the organisation', state: 'granted', says: `GitHub answers as ${login}.`, lost: 'Everything.' },
      ...checksOf(await github.granted(login)),
    ]
  },
  async sameAsReading(_settings, reads, acts) {
    if ('token' in reads && 'token' in acts && reads.token === acts.token) return 'This is the token that reads. Give another one.'
    if ('appId' in reads && 'appId' in acts && reads.appId === acts.appId)
      return 'This is the App that reads: what reads would also act. Give another App.'
    return null
  },
  look: (settings, credential, world, target) => lookAt(openGitHub(settings, credential, world), settings.org, target),
  act: (settings, credential, world, asked) => send(openGitHub(settings, credential, world), settings.org, asked),
} // prettier-ignore

async function send(github: GitHub, org: string, { target, place }: AskedAct): Promise<void> {
  const id = encodeURIComponent(target.externalId.slice(target.externalId.indexOf(':') + 1))
  if (target.kind === 'github.pat.fine-grained') {
    const path = `/orgs/${org}/personal-access-tokens`
    // GitHub addresses the organisation's grant, which is another id than the token's.
    if (!place?.grant) throw notAddressed(`POST ${path}`, 'Its grant in the organisation could not be read, and GitHub asks for that.')
    return github.send('POST', `${path}/${encodeURIComponent(place.grant)}`, { action: 'revoke' })
  }
  if (target.kind === 'github.deploy-key') {
    const repository = place?.repository ?? repositoryOf(target)
    if (!repository) throw notAddressed('DELETE /repos/{owner}/{repo}/keys', 'Which repository it is of is not known.')
    return github.send('DELETE', `/repos/${repository}/keys/${id}`)
  }
  return github.send('DELETE', `/orgs/${org}/credential-authorizations/${id}`)
}

type Right = { permission: string; lost: string; app: string; scope: string | null }

const rights: readonly Right[] = [
  {
    permission: 'Organisation: Personal access tokens (write), as a GitHub App',
    lost: 'Revoking fine-grained tokens.',
    app: 'organization_personal_access_tokens',
    scope: null,
  },
  {
    permission: 'Organisation: Administration (write), or an owner’s token with admin:org',
    lost: 'Removing credentials that members authorised for single sign-on.',
    app: 'organization_administration',
    scope: 'admin:org',
  },
  {
    permission: 'Repositories: Administration (write), or a token with repo',
    lost: 'Deleting deploy keys.',
    app: 'administration',
    scope: 'repo',
  },
]

/** GitHub says what it grants as somebody signs in, so that nothing need be tried. */
function checksOf(granted: Granted | null): Check[] {
  return rights.map(({ permission, lost, app, scope }) => {
    if (!granted) return { permission, state: 'cannot-tell', says: 'GitHub does not say what this token may do.', lost }
    const has = 'permissions' in granted ? granted.permissions[app] === 'write' || granted.permissions[app] === 'admin' : scope !== null && granted.scopes.includes(scope)
    return { permission, state: has ? 'granted' : 'missing', says: has ? 'GitHub grants it. Nothing was changed.' : 'GitHub does not grant it.', lost }
  })
} // prettier-ignore
