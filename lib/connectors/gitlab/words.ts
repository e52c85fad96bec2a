import type { Coverage, Field, NotAsked, Verified, WayIn } from '../contract.ts'
import type { Settings } from './settings.ts'

export const fields: readonly Field[] = [
  {
    name: 'group',
    label: 'Top-level group',
    hint: 'Its path, as in its address. Leave it empty only where an administrator’s token reads a whole instance.',
    kind: 'text',
    required: false,
    example: 'acme',
  },
  {
    name: 'baseUrl',
    label: 'REST address',
    hint: 'Leave it for gitlab.com. Of your own instance it ends in /api/v4.',
    kind: 'url',
    required: false,
    example: 'https://gitlab.example.com/api/v4',
  },
  {
    name: 'enterpriseUsers',
    label: 'Personal tokens of enterprise users',
    hint: 'Lists them for the group. GitLab offers it with Ultimate on GitLab.com.',
    kind: 'choice',
    required: false,
    choices: ['true'],
  },
  {
    name: 'variables',
    label: 'CI/CD variables',
    hint: 'Lists names and flags of variables that are kept as secrets or called like them. GitLab sends the values along: they are dropped unread.',
    kind: 'choice',
    required: false,
    choices: ['true'],
  },
  {
    name: 'token',
    label: 'Access token',
    hint: 'With read_api. Sealed at rest and never shown again.',
    kind: 'secret',
    required: true,
  },
]

export const policy = {
  title: 'What the token may do',
  language: 'text' as const,
  text: `For one top-level group (GitLab.com, or a group of your own instance)
  A service account of the group, with the role Owner in the group
    (GitLab lists access tokens of groups to owners only)
  A token of it with the one scope ........ read_api
  An expiry of at most 90 days

For a whole instance of your own
  A user of its own who is an administrator, without other use
  A token of it with the scopes ........... read_api
                                            admin_mode   only where Admin Mode is on

CI/CD variables are listed to maintainers, and GitLab sends their values along.
Standdown drops them unread; who does not want them sent leaves the setting off.
`,
}

export const actionPolicy = {
  title: 'What the token that acts may do',
  language: 'text' as const,
  text: `A second account beside the one that reads, with the role Owner in the group
(or an administrator, for a whole instance), and a token of it with the scope

  api ..... revoking access tokens, deploy tokens and deploy keys

and an end within 90 days. GitLab has nothing narrower: api is everything that
its user may do. What GitLab revoked cannot be brought back.
`,
}

const steps = {
  group: [
    'As an owner of the top-level group, open Settings, Service accounts, and add one.',
    'Invite it into the group with the role Owner: GitLab lists access tokens of groups to owners only.',
    'Make a token of it with read_api and an end within 90 days.',
  ],
  instance: [
    'As an administrator, make a user for Standdown alone and make it an administrator.',
    'As that user, make a personal access token with read_api (and admin_mode, where Admin Mode is on) and an end within 90 days.',
  ],
}

const keepsSays =
  'The token is a standing privilege of our own: it works until it expires or is revoked. GitLab has no way into its interface from outside without one. It is sealed here.'

export const ways: readonly WayIn[] = [
  {
    id: 'group',
    label: 'A service account of a group',
    about: 'Reads one top-level group with its subgroups and projects, on GitLab.com or an instance of your own.',
    keeps: 'standing-key',
    keepsSays,
    settings: ['group', 'baseUrl', 'enterpriseUsers', 'variables'],
    required: ['group'],
    credential: ['token'],
    steps: steps.group,
    snippets: () => [{ title: policy.title, language: 'text', text: policy.text }],
  },
  {
    id: 'instance',
    label: 'An administrator of an instance',
    about: 'Reads everything of an instance of your own, personal tokens of everybody among it.',
    keeps: 'standing-key',
    keepsSays: `${keepsSays} Read only as it is, it is an administrator’s.`,
    settings: ['baseUrl', 'variables'],
    required: ['baseUrl'],
    credential: ['token'],
    steps: steps.instance,
    snippets: () => [{ title: policy.title, language: 'text', text: policy.text }],
  },
]

const personalObject = 'GitLab personal access tokens'
const variablesObject = 'GitLab CI/CD variables'
/** What is counted of the variables that are no credentials. */
export const leftOutOf = (of: string) => `GitLab CI/CD variables of ${of}, left out as settings`
const allowListObject = 'GitLab IP allow list of the group'
const detectionObject = 'GitLab secret detection'

/** What settings leave out, and what is read for a group alone. */
export function notAsked({ group, enterpriseUsers, variables }: Settings): NotAsked {
  const ofGroups = { whole: true, says: 'The settings name no group, and it is read for a group alone.' }
  return {
    ...(group !== undefined &&
      !enterpriseUsers && {
        [personalObject]: {
          whole: true,
          says: 'A group’s owner is shown those of its enterprise users alone, and the settings do not ask for them.',
        },
      }),
    ...(!variables &&
      Object.fromEntries(
        [variablesObject, leftOutOf('groups'), leftOutOf('projects')].map((object) => [
          object,
          { whole: true, says: 'The settings do not ask for them.' },
        ]),
      )),
    ...(group === undefined && { [allowListObject]: ofGroups, [detectionObject]: ofGroups }),
  }
}

export const coverage: readonly Coverage[] = [
  {
    object: personalObject,
    state: 'read',
    optional: true,
    toldAs: ['GitLab personal access tokens', 'GitLab personal access tokens of enterprise users'],
    tokens: ['gitlab.personal-token'],
    says: 'Of everybody, for an administrator of an instance; of enterprise users, for a group on GitLab.com with Ultimate, where the settings ask for it.',
  },
  {
    object: 'GitLab tokens of service accounts',
    state: 'read',
    tokens: ['gitlab.service-account-token'],
    says: 'With scopes, expiry and last use. Of a group: those of its own and of its subgroups, by GitLab 17.11 or later.',
  },
  {
    object: 'GitLab access tokens of groups and projects',
    state: 'read',
    tokens: ['gitlab.group-token', 'gitlab.project-token'],
    says: 'With scopes, role, expiry and last use.',
  },
  {
    object: 'GitLab deploy tokens and deploy keys',
    state: 'read',
    tokens: ['gitlab.deploy-token', 'gitlab.deploy-key'],
    says: 'GitLab tells neither age nor last use of a deploy token; of a deploy key it tells the last use where its version does.',
  },
  {
    object: variablesObject,
    state: 'read',
    optional: true,
    toldAs: ['GitLab CI/CD variables of groups', 'GitLab CI/CD variables of projects'],
    tokens: ['gitlab.stored-secret.*'],
    says: 'Where the settings ask for it: names and flags of those that are masked, hidden or called like a secret. Never values; GitLab tells no dates.',
  },
  ...(['groups', 'projects'] as const).map((of) => ({
    object: leftOutOf(of),
    state: 'read' as const,
    optional: true as const,
    says: 'Neither masked nor hidden, and called like no secret: REGION, HOST, AWS_REGION_NAME. Mask what is one all the same: it is listed then.',
  })),
  {
    object: 'GitLab job tokens',
    state: 'read',
    issuers: ['gitlab.job-token'],
    says: 'Projects that take job tokens of every other project, since their allowlist is off.',
  },
  { object: 'GitLab runners', state: 'read', issuers: ['gitlab.runner'], says: 'Whose jobs they run.' },
  {
    object: allowListObject,
    state: 'read',
    says: 'Counts as network confinement of the group’s own tokens while it has entries and none is wide open: not of owners, who get to the list from anywhere, nor of people and service accounts, whose tokens work elsewhere too, nor of deploy keys outside of GitLab.com. Premium, and told to owners.',
  },
  {
    object: detectionObject,
    state: 'read',
    says: 'As leaks of the group’s projects, with where and when, by GraphQL, which holds no secrets. Ultimate. Not for a whole instance.',
  },
  {
    object: 'Personal tokens of members who are no enterprise users',
    state: 'not-offered',
    says: 'GitLab.com shows a group no tokens of people whose accounts are not its own.',
  },
  {
    object: 'Service accounts of projects',
    state: 'not-built',
    says: 'GitLab has them from 18.9 on (for all from 18.11). For a group they are not listed; an administrator of an instance sees the tokens of all.',
  },
  {
    object: 'Authentication tokens of runners, tokens of clusters’ agents, pipeline trigger tokens, SSH keys of users',
    state: 'not-built',
    says: 'Not read yet.',
  },
  { object: 'CI/CD variables of the instance', state: 'not-built', says: 'Only those of groups and projects are listed.' },
]

export const verified: Verified = {
  how: 'shape-only',
  says: 'GitLab’s own documentation of its API (doc/api of GitLab 17 and 18) and the demo company’s group. Its own description of 2026 is in no registry and was not served. Never run against a GitLab.',
}
