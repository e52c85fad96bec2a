import type { Coverage, Field, Verified } from '../contract.ts'
import { accountField, actingFields, addressField, fileField, keyField, providerField } from '../google/fields.ts'
import { scopesOf, securityScope } from './api.ts'

export const fields: readonly Field[] = [
  {
    name: 'admin',
    label: 'Administrator',
    hint: 'In whose name it reads: an account of its own, with the administrator role of the text to copy, and not a super administrator.',
    kind: 'text',
    required: true,
    example: 'standdown@acme.example',
  },
  providerField,
  { ...accountField, hint: `${accountField.hint} It was delegated what it reads.` },
  {
    name: 'ownProjects',
    label: 'Your own projects',
    hint: 'Numbers of Google Cloud projects whose apps are your own: an app’s client id begins with it. Every other app counts as a third party’s.',
    kind: 'list',
    required: false,
    example: '123456789012',
  },
  {
    name: 'customer',
    label: 'Customer',
    hint: 'By itself the administrator’s own.',
    kind: 'text',
    required: false,
    example: 'my_customer',
  },
  addressField,
  fileField,
  keyField,
]

export const policy = {
  title: 'What the service account may do',
  language: 'text' as const,
  text: `Admin console, Security, API controls, Domain-wide delegation: the service account’s client id, with these scopes and no others:

  ${scopesOf.users}
  ${scopesOf.security}
  ${scopesOf.reports}

The second one can also take grants and app passwords away: Google has none that only reads them. Standdown only lists with it.

Admin role of the account in whose name it reads (Account, Admin roles, a custom role):

  Admin API privileges: Users, Read
  Security: User Security Management
  Reports

Delegation counts for everybody: whoever holds the service account may ask in any person’s name for these scopes. Interface to
enable in its project: admin (Admin SDK), and for the way without a key sts and iamcredentials.
`,
}

export const actionPolicy = {
  title: 'What the acting service account may do',
  language: 'text' as const,
  text: `A second service account beside the one that reads, with domain-wide delegation of one scope:

  ${securityScope}

and an administrator account of its own, with a custom role of User Security Management alone.
`,
}

export const actionFields: readonly Field[] = [
  {
    name: 'actingAdmin',
    label: 'Acting administrator',
    hint: 'In whose name it acts, so that the audit log shows it: another account than the one that reads.',
    kind: 'text',
    required: true,
    example: 'standdown-acts@acme.example',
  },
  ...actingFields,
]

export const actionSteps: readonly string[] = [
  'Make a second service account and delegate it the one scope of the text to copy; make an administrator account for it.',
  'Let the pool’s principal sign for it (roles/iam.serviceAccountTokenCreator on that account alone). A key for it is the last resort.',
  'A grant that was taken away cannot be put back: its person lets the app in anew. An app password is made anew.',
]

export const coverage: readonly Coverage[] = [
  { object: 'Google Workspace grants', state: 'read', tokens: ['google-workspace.oauth-grant'], says: 'What each person let each app do, with scopes. Google lists the grant, and not the tokens that were made of it.' },
  { object: 'Google Workspace app passwords', state: 'read', tokens: ['google-workspace.app-password'], says: 'With when they were made and used last; never the password.' },
  { object: 'Google Workspace users', state: 'read', says: 'All but deleted ones. Nothing works in the name of one who is suspended or archived.' },
  { object: 'Google Workspace authorisations', state: 'read', says: 'When an app was let in, as far as the events go back: six months. A grant is at least that old; older ones are not dated.' },
  { object: 'Google Workspace revocations', state: 'read', says: 'To tell a grant that was made anew from an older one.' },
  { object: 'Last use of grants', state: 'read', says: 'The last call of the app in the person’s name within six months, one question a grant. None is not “never”, and says nothing where Google tells of no call of any app. Apps that learn only who signs in are not asked for.' },
  { object: 'From where an app called', state: 'not-built', says: 'The events have addresses; they are not kept.' },
  { object: 'Who an app is of', state: 'not-offered', says: 'Google tells its name. Those of the projects that you named are your own, and every other counts as a third party’s.' },
  { object: 'Domain-wide delegation', state: 'not-offered', says: 'No interface lists which service accounts may act in everybody’s name. Look in the Admin console.' },
  { object: 'Which apps are trusted or blocked', state: 'not-built', says: 'API controls of the Admin console are not read.' },
  { object: 'AI agents', state: 'read', says: 'Where Google says that the last call was an agent’s, it is on the grant as a tag. Whether a person watches it is not told, so the grant counts as no agent’s.' },
] // prettier-ignore

export const verified: Verified = {
  how: 'official-description',
  says: 'Google’s own descriptions (Discovery: Admin SDK directory_v1 of 2026-11-04 and reports_v1 of 2026-09-29) hold each call and answer of the demo company’s domain. Names of events and of their parameters, and signing in, are in none. Never run against a live domain.',
}
