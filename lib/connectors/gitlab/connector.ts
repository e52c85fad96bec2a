import type { Check, Connector, ConnectorWorld } from '../contract.ts'
import { confining } from '../confining.ts'
import { CallError } from '../http/call-error.ts'
import type { Api } from '../rest/api.ts'
import { readPhases, type Phase } from '../rest/phases.ts'
import { tryProbes, type Probe } from '../rest/probes.ts'
import { actions } from './actions.ts'
import { openGitLab, pathId, type Reading } from './api.ts'
import { ipAllowList, isConfined } from './group.ts'
import { People } from './people.ts'
import { groups, projects } from './places.ts'
import { runners } from './runners.ts'
import { secretDetection } from './secret-detection.ts'
import { ServiceAccounts } from './service-accounts.ts'
import { Credential, Settings } from './settings.ts'
import { enterpriseTokens, instanceTokens } from './tokens-of-people.ts'
import { coverage, fields, notAsked, policy, ways, verified } from './words.ts'

/** Personal tokens come first: what a group or project tells of the same token afterwards is told better, and counts. */
function phasesOf({ group, enterpriseUsers }: Settings): readonly Phase<Reading>[] {
  const people: readonly Phase<Reading>[] =
    group === undefined
      ? [{ name: 'personal-tokens', read: instanceTokens }]
      : [
          ...(enterpriseUsers ? [{ name: 'enterprise-users', read: enterpriseTokens }] : []),
          { name: 'service-accounts', read: (reading, from) => reading.serviceAccounts.ofTopLevel(reading, from) },
        ]
  const ofGroup: readonly Phase<Reading>[] = group === undefined ? [] : [{ name: 'secret-detection', read: secretDetection }]
  return [
    ...people,
    { name: 'users', read: (reading) => endOf(reading) },
    { name: 'groups', read: groups },
    { name: 'projects', read: projects },
    { name: 'runners', read: runners },
    ...ofGroup,
  ]
}

async function* endOf({ people }: Reading) {
  yield* people.end()
}

function leavesUnread({ group, enterpriseUsers, variables }: Settings): readonly string[] {
  return [...(group !== undefined && !enterpriseUsers ? ['gitlab.personal-token'] : []), ...(variables ? [] : ['gitlab.stored-secret.*'])]
}

function probesOf({ group, enterpriseUsers, variables }: Settings): readonly Probe[] {
  const few = { per_page: 1 }
  if (group === undefined)
    return [
      { permission: 'An administrator (read_api; admin_mode where it is on)', lost: 'Personal tokens of everybody: GitLab shows others their own alone.', path: '/deploy_tokens', query: few, missing: 'GitLab does not take this token for an administrator’s.' },
      { permission: 'Projects', lost: 'Tokens of projects.', path: '/projects', query: few, missing: 'GitLab refuses to list projects.' },
      { permission: 'Runners', lost: 'Which runners there are.', path: '/runners/all', query: few, missing: 'GitLab refuses to list runners.' },
    ]
  const at = `/groups/${pathId(group)}`
  const refused = 'GitLab refuses: it takes an owner of the group.'
  return [
    { permission: 'Owner of the group: its access tokens', lost: 'Access tokens of groups.', path: `${at}/access_tokens`, query: few, missing: refused },
    { permission: 'Deploy tokens of the group', lost: 'Deploy tokens.', path: `${at}/deploy_tokens`, query: few, missing: refused },
    { permission: 'Projects of the group', lost: 'Tokens and keys of projects.', path: `${at}/projects`, query: few, missing: 'GitLab refuses to list its projects.' },
    { permission: 'Service accounts of the group', lost: 'Tokens of service accounts.', path: `${at}/service_accounts`, query: few, missing: refused },
    { permission: 'Runners of the group', lost: 'Which runners there are.', path: `${at}/runners`, query: few, missing: refused },
    ...(enterpriseUsers ? [{ permission: 'Personal tokens of enterprise users (Ultimate)', lost: 'Personal tokens.', path: `${at}/manage/personal_access_tokens`, query: few, missing: refused }] : []),
    ...(variables ? [{ permission: 'CI/CD variables of the group', lost: 'Copies of credentials that pipelines are given.', path: `${at}/variables`, query: few, missing: refused }] : []),
  ]
} // prettier-ignore

async function testGitLab(settings: Settings, credential: Credential, world: ConnectorWorld): Promise<readonly Check[]> {
  const api = openGitLab(settings, credential, world)
  if (settings.group !== undefined) await findGroup(api, settings.group, settings.baseUrl)
  return tryProbes(api, probesOf(settings), 'GitLab')
}

/** A group that is not there refuses nothing, so it is no question of rights. Throws CallError; what else is wrong the probes tell. */
async function findGroup(api: Api, group: string, baseUrl: string): Promise<void> {
  const path = `/groups/${pathId(group)}`
  try {
    await api.get(path, { with_projects: false })
  } catch (error) {
    if (!(error instanceof CallError) || error.status !== 404) return
    const says = `There is no group ${group} at ${new URL(baseUrl).host} (404), or this token’s account is not in it: look at the group’s path.`
    throw new CallError('provider', says, { call: `GET ${path}`, status: 404, why: 'not-found' })
  }
}

/** The tokens of a GitLab group or instance, through its REST interface (and GraphQL for what its secret detection found). */
export const gitlab: Connector<Settings, Credential, Credential> = {
  kind: 'gitlab',
  family: 'code',
  label: 'GitLab group or instance',
  about:
    'Access tokens of people, service accounts, groups and projects, deploy tokens and keys, runners, and what secret detection found; where it is asked for, CI/CD variables.',
  settings: Settings,
  credential: Credential,
  credentialEnv: { token: 'STANDDOWN_GITLAB_TOKEN' },
  fields,
  policy,
  ways,
  coverage,
  verified,
  actions,
  leavesUnread,
  notAsked,
  subject: ({ group, baseUrl }) => `${group === undefined ? 'everything' : `group ${group}`} at ${new URL(baseUrl).host}`,
  test: testGitLab,
  async *observe(settings, credential, world, cursor) {
    const api = openGitLab(settings, credential, world)
    const confined = settings.group === undefined ? null : yield* ipAllowList({ api, settings })
    const reading = { api, world, settings, people: new People(api), serviceAccounts: new ServiceAccounts() }
    const phases = readPhases('GitLab', phasesOf(settings), reading, cursor)
    yield* confining(confined, (token) => isConfined(token, settings), phases)
  },
}
