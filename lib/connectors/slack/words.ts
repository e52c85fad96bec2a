import type { Coverage, Field, NotAsked, Verified, WayIn } from '../contract.ts'
import type { Settings } from './settings.ts'

export const fields: readonly Field[] = [
  {
    name: 'workspace',
    label: 'Workspace',
    hint: 'The first part of its address.',
    kind: 'text',
    required: true,
    example: 'acme',
  },
  {
    name: 'enterprise',
    label: 'Enterprise',
    hint: 'yes, where the workspace is part of an Enterprise organisation and the token is one of the whole organisation with admin.apps:read.',
    kind: 'choice',
    required: false,
    choices: ['no', 'yes'],
  },
  {
    name: 'teamId',
    label: 'Workspace ID',
    hint: 'Where the token is one of the whole Enterprise organisation: which of its workspaces is read.',
    kind: 'text',
    required: false,
    example: 'T0123ABCD',
  },
  { name: 'baseUrl', label: 'Address', hint: 'Slack’s own.', kind: 'url', required: false, example: 'https://slack.com/api' },
  {
    name: 'token',
    label: 'User token',
    hint: 'Of an administrator; begins with xoxp-. Sealed at rest and never shown again.',
    kind: 'secret',
    required: true,
  },
]

export const policy = {
  title: 'What the token may do',
  language: 'text' as const,
  text: `An internal app, installed by an administrator, with these user token scopes and no bot:
  admin ............. the log of apps (Slack has no narrower scope for it)
  users:read ........ who let an app in
  users:read.email .. whose they are
On Enterprise also, where the lists of approved and restricted apps are to be read:
  admin.apps:read ... Slack grants it only to an app that an admin or owner of the
                      organisation installs in the whole of it: a wider token than
                      one of a workspace. Who installs it has to be a member of the
                      workspace, and the workspace's ID goes into the settings.
List the addresses from which Standdown calls in the app's settings: up to ten ranges.
`,
}

const approvedObject = 'Slack approved apps'
const restrictedObject = 'Slack restricted apps'

/** The lists that Enterprise alone has are asked for where the settings say that it is there. */
export function notAsked({ enterprise }: Settings): NotAsked {
  const left = { whole: true, says: 'Enterprise is not set, so that it is not known whether an app is your own or somebody else’s.' }
  return enterprise === 'yes' ? {} : { [approvedObject]: left, [restrictedObject]: left }
}

export const coverage: readonly Coverage[] = [
  { object: 'Slack integration log', state: 'read', says: 'Whole at every run: what stands today is told only by all of it. How far back it goes is not documented; what was let in before it begins, and never changed since, is not seen, and whoever takes that away looks as if they took away what somebody else let in later.' },
  {
    object: 'Slack apps and webhooks',
    state: 'read',
    tokens: ['slack.app-token', 'slack.webhook'],
    says: 'What stands after the log: an app for each who let it in, with the scopes that were granted since. The log tells no tokens, so that a bot’s and a user’s are not told apart.',
  },
  { object: 'Slack users', state: 'read', says: 'Their e-mail address, and whether they are still members. Of another workspace of the organisation they are not among them.' },
  { object: approvedObject, state: 'read', optional: true, says: 'Where Enterprise is set: whether an app is your own.' },
  { object: restrictedObject, state: 'read', optional: true, says: 'Where Enterprise is set: those that cannot be installed anew.' },
  { object: 'Installs in a whole organisation', state: 'not-offered', says: 'On Enterprise an app may be installed once for the organisation, with one token for each workspace that it is added to. The log does not mark it, and the lists of apps tell what may be installed, not what is. So such a token counts as one of the workspace alone, which it may exceed; auth.test would tell it of a token, but only to the token itself.' },
  { object: 'When a token was used', state: 'not-offered', says: 'Slack tells it of no token, so that silence has to be seen elsewhere.' },
  { object: 'Token rotation and addresses of apps', state: 'not-offered', says: 'They stand in an app’s manifest, which its makers alone may read: a token counts as one whose end is not known, and as not confined.' },
  { object: 'Removing apps', state: 'not-built', says: 'Slack removes an app with all the tokens of all who let it in: more than the one token that is asked for.' },
  { object: 'The audit log of Enterprise', state: 'not-built', says: 'From where an app called is not read.' },
] // prettier-ignore

export const ways: readonly WayIn[] = [
  {
    id: 'admin-token',
    label: 'A user token of an administrator',
    about: 'An internal app that an administrator installs for themselves. It reads the log of apps, and lists users.',
    keeps: 'standing-key',
    keepsSays:
      'The token is a standing privilege of our own, with the scope admin: Slack has no narrower one for the log, and no way in without a stored token. It is sealed here; limit the app to the addresses of Standdown.',
    settings: ['workspace', 'enterprise', 'teamId', 'baseUrl'],
    required: ['workspace'],
    credential: ['token'],
    steps: [
      'Create an app from scratch for the workspace, and add the user token scopes of the text to copy; no bot.',
      'Under OAuth & Permissions restrict the addresses from which its tokens work.',
      'Install it as an administrator, and copy the User OAuth Token. With admin.apps:read, install it in the whole organisation as one of its admins or owners, and add it to the workspace.',
    ],
    snippets: () => [{ title: policy.title, language: 'text', text: policy.text }],
  },
]

export const verified: Verified = {
  how: 'shape-only',
  says: 'The types of Slack’s own SDK (8.2.0), its description of 2020 (1.7.0, too old to hold it), and the demo company’s workspace. Never run against slack.com.',
}
