import type { Check } from '../contract.ts'
import { failedCheck, tryProbe, type Probe } from '../rest/probes.ts'
import type { GitHub } from './client.ts'
import { ipAllowList } from './ip-allow-list.ts'
import type { Reading } from './listing.ts'
import type { Organisation } from './organisation.ts'
import type { Settings } from './settings.ts'
import { appNames } from './ci-secrets.ts'
import { repositoryApps, repositoryPermissions } from './repository-secrets.ts'
import { orgPermissions } from './stored-secrets.ts'

function probesOf(org: string): Probe[] {
  return [
    {
      permission: 'Organisation: Personal access tokens (read), as a GitHub App',
      lost: 'Fine-grained personal access tokens.',
      path: `/orgs/${org}/personal-access-tokens`,
      missing: 'GitHub refuses: only a GitHub App with this permission may list them.',
    },
    {
      permission: 'Organisation: Administration (read), or an organisation owner’s token',
      lost: 'Installed Apps, which are the short-lived way to replace standing tokens.',
      path: `/orgs/${org}/installations`,
      missing: 'GitHub refuses to list installations.',
    },
    {
      permission: 'Credential authorisations (organisation owner with read:org; SAML single sign-on)',
      lost: 'Classic personal access tokens, OAuth tokens and SSH keys of members.',
      path: `/orgs/${org}/credential-authorizations`,
      missing: 'GitHub refuses to list them for this credential.',
      absentSays:
        'GitHub answers that there is no such list: the organisation has no SAML single sign-on, or the credential may not see it.',
    },
    {
      permission: 'Repositories: Secret scanning alerts (read), or an organisation owner’s token with security_events',
      lost: 'Leaks that GitHub finds. Tokens are seen without it.',
      path: `/orgs/${org}/secret-scanning/alerts`,
      query: { hide_secret: 'true' },
      missing: 'GitHub refuses to list secret-scanning alerts.',
      absentSays:
        'GitHub answers that there is no such list: secret scanning is off for the organisation, or the credential may not see it.',
    },
  ]
}

/** What the settings ask for beyond that. */
function askedProbes(org: string, { storedSecrets, runners }: Settings): Probe[] {
  const secrets = storedSecrets.map((app): Probe => ({
    permission: `Organisation: ${orgPermissions[app]} (read), or an organisation owner’s token with admin:org`,
    lost: `The names and dates of what is stored for ${appNames[app]}.`,
    path: `/orgs/${org}/${app}/secrets`,
    missing: 'GitHub refuses to list them for this credential.',
  }))
  const machines: Probe = {
    permission: 'Organisation: Self-hosted runners (read), or an organisation owner’s token with admin:org',
    lost: 'Runner groups, and which runners outlive a job.',
    path: `/orgs/${org}/actions/runner-groups`,
    missing: 'GitHub refuses to list runner groups.',
  }
  return [...secrets, ...(runners ? [machines] : [])]
}

/** One row a permission, found by asking for one row of each listing. */
export async function checkPermissions(github: GitHub, organisation: Organisation, reading: Reading, settings: Settings): Promise<Check[]> {
  const org = organisation.login
  const checks: Check[] = [
    { permission: 'Reach the organisation', state: 'granted', says: `GitHub answers as ${org}.`, lost: 'Everything.' },
  ]
  for (const probe of [...probesOf(org), ...askedProbes(org, settings)])
    checks.push(await tryProbe(github, { ...probe, query: { ...probe.query, per_page: 1 } }, 'GitHub'))
  checks.push(...(await ofRepositories(github, org, settings)), await allowList(reading))
  return checks
}

type RepositoryProbe = Omit<Probe, 'path'> & { under: string }

/** What is asked of every repository; which one it is tried on is told by the list of them. */
function repositoryProbes({ storedSecrets, storedSecretsOf }: Settings): RepositoryProbe[] {
  const keys = { permission: 'Repositories: Administration (read) and Metadata (read), all repositories', lost: 'Deploy keys.', under: 'keys', missing: 'GitHub lists repositories but refuses their keys.' } // prettier-ignore
  if (storedSecretsOf === 'organisation') return [keys]
  const named = (name: string) => `Repositories: ${name} (read), all repositories`
  const missing = 'GitHub lists repositories but refuses this of them.'
  const apps = repositoryApps.filter((app) => storedSecrets.includes(app))
  const secrets = apps.map((app) => ({ permission: named(repositoryPermissions[app]), lost: `What repositories store for ${appNames[app]}.`, under: `${app}/secrets`, missing })) // prettier-ignore
  if (!apps.includes('actions')) return [keys, ...secrets]
  const environments = { permission: named(repositoryPermissions.environments), lost: 'What environments store.', under: 'environments', missing } // prettier-ignore
  const subject = { permission: named(repositoryPermissions.subject), lost: 'Which repositories sign in under a subject of their own.', under: 'actions/oidc/customization/sub', missing } // prettier-ignore
  return [keys, ...secrets, ...(storedSecretsOf === 'environments' ? [environments] : []), subject]
}

async function ofRepositories(github: GitHub, org: string, settings: Settings): Promise<Check[]> {
  const probes = repositoryProbes(settings)
  try {
    const { data } = await github.get(`/orgs/${org}/repos`, { per_page: 1 })
    const first: unknown = Array.isArray(data) ? data[0] : undefined
    const name = typeof first === 'object' && first !== null && 'name' in first && typeof first.name === 'string' ? first.name : null
    if (name === null)
      return probes.map(({ permission, lost }) => ({
        permission,
        state: 'cannot-tell',
        says: 'No repository is visible to try it on.',
        lost,
      }))
    const checks: Check[] = []
    for (const { under, ...probe } of probes)
      checks.push(await tryProbe(github, { ...probe, path: `/repos/${org}/${encodeURIComponent(name)}/${under}`, query: { per_page: 1 } }, 'GitHub')) // prettier-ignore
    return checks
  } catch (error) {
    return probes.map(({ permission, lost }) => failedCheck(error, { permission, lost, missing: 'GitHub refuses to list repositories.' }))
  }
}

async function allowList(reading: Reading): Promise<Check> {
  const permission = 'Organisation: Administration (read), for the IP allow list'
  const lost = 'The IP allow list does not count as a control; tokens score as if they worked from anywhere.'
  let covered = false
  for await (const observation of ipAllowList(reading)) {
    covered ||= observation.see === 'covered'
    if (observation.see !== 'gap') continue
    const missing = observation.gap.why === 'not-permitted' || observation.gap.why === 'not-found'
    return {
      permission,
      state: missing ? 'missing' : 'cannot-tell',
      says: missing ? 'GitHub does not show it to this credential.' : observation.gap.says,
      lost,
    }
  }
  if (!covered) return { permission, state: 'cannot-tell', says: 'The organisation’s plan has no IP allow list.', lost }
  return { permission, state: 'granted', says: 'GitHub answers.', lost }
}
