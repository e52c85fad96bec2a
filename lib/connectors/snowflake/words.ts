import type { Coverage, Field, Verified, WayIn } from '../contract.ts'
import { tokenFileField, tokenFileStep } from '../rest/token-file.ts'

const folder = 'myorg-myaccount.snowflakecomputing.com'

export const fields: readonly Field[] = [
  { name: 'account', label: 'Account', hint: 'Its identifier.', kind: 'text', required: true, example: 'myorg-myaccount' },
  { name: 'user', label: 'User', hint: 'The service user that reads.', kind: 'text', required: true, example: 'STANDDOWN_READER' },
  { name: 'role', label: 'Role', hint: 'With the grants of the text to copy.', kind: 'text', required: true, example: 'STANDDOWN_READER' },
  { name: 'warehouse', label: 'Warehouse', hint: 'Runs the queries; the smallest will do.', kind: 'text', required: true, example: 'STANDDOWN' },
  { name: 'baseUrl', label: 'Address', hint: 'Snowflake’s own, unless the account is reached by a private link.', kind: 'url', required: false, example: 'https://myorg-myaccount.privatelink.snowflakecomputing.com' },
  { ...tokenFileField(folder, 'standdown'), required: true },
  { name: 'privateKey', label: 'Private key', hint: 'RSA or P-256, in PEM, without a passphrase. Sealed at rest and never shown again.', kind: 'multiline-secret', required: true },
] // prettier-ignore

/** What the user that acts is asked for. */
export const actionFields: readonly Field[] = [
  { name: 'user', label: 'User', hint: 'The service user that acts: another than the one that reads.', kind: 'text', required: true, example: 'STANDDOWN_ACTOR' },
  { name: 'role', label: 'Role', hint: 'With the grants of the text to copy.', kind: 'text', required: true, example: 'STANDDOWN_ACTOR' },
  { name: 'privateKey', label: 'Private key', hint: 'Of that user; RSA or P-256, in PEM, without a passphrase. Sealed at rest and never shown again.', kind: 'multiline-secret', required: true },
] // prettier-ignore

export const policy = {
  title: 'The user and role that read',
  language: 'text' as const,
  text: `CREATE ROLE STANDDOWN_READER;
GRANT DATABASE ROLE SNOWFLAKE.SECURITY_VIEWER TO ROLE STANDDOWN_READER;
GRANT DATABASE ROLE SNOWFLAKE.OBJECT_VIEWER TO ROLE STANDDOWN_READER;
GRANT USAGE ON WAREHOUSE STANDDOWN TO ROLE STANDDOWN_READER;
CREATE USER STANDDOWN_READER TYPE = SERVICE DEFAULT_ROLE = STANDDOWN_READER
  RSA_PUBLIC_KEY = '…';   -- not with external OAuth
GRANT ROLE STANDDOWN_READER TO USER STANDDOWN_READER;
-- Give the user a network policy with the addresses that Standdown calls from.
-- Where a view is refused all the same: GRANT IMPORTED PRIVILEGES ON DATABASE SNOWFLAKE TO ROLE STANDDOWN_READER;
`,
}

export const actionPolicy = {
  title: 'The user and role that act',
  language: 'text' as const,
  text: `CREATE ROLE STANDDOWN_ACTOR;
CREATE USER STANDDOWN_ACTOR TYPE = SERVICE DEFAULT_ROLE = STANDDOWN_ACTOR RSA_PUBLIC_KEY = '…';
GRANT ROLE STANDDOWN_ACTOR TO USER STANDDOWN_ACTOR;
-- For each user whose tokens it may switch off and remove:
GRANT MODIFY PROGRAMMATIC AUTHENTICATION METHODS ON USER … TO ROLE STANDDOWN_ACTOR;
-- For each of them who is a person, to list their tokens, without which none is touched:
GRANT MODIFY ON USER … TO ROLE STANDDOWN_ACTOR;
`,
}

export const coverage: readonly Coverage[] = [
  { object: 'Snowflake credentials', state: 'read', tokens: ['snowflake.pat', 'snowflake.key-pair', 'snowflake.password', 'snowflake.credential'], says: 'Programmatic access tokens, key pairs, and passwords of users that are no persons, with expiry and last use. Snowflake shows them up to two hours late.' },
  { object: 'Snowflake users', state: 'read', says: 'To tell owners, services, and who is switched off.' },
  { object: 'Snowflake roles of users', state: 'read', says: 'What a credential may do, unless it was restricted to roles.' },
  { object: 'Snowflake privileges of roles', state: 'read', says: 'By way of every role that a role was granted.' },
  { object: 'Tokens for provisioning (SCIM)', state: 'not-built', says: 'SYSTEM$GENERATE_SCIM_ACCESS_TOKEN makes bearer tokens of half a year. Whether a view lists them is not documented; none is read.' },
  { object: 'OAuth integrations', state: 'not-built', says: 'Secrets of their clients and the refresh tokens that people gave them are not read.' },
  { object: 'Secrets kept in Snowflake', state: 'not-built', says: 'What SECRET objects hold for other systems is not looked into.' },
  { object: 'Network policies', state: 'not-built', says: 'No credential counts as confined to networks.' },
  { object: 'Where a credential was used from', state: 'not-built', says: 'The history of logins is not read.' },
] // prettier-ignore

export const verified: Verified = {
  how: 'shape-only',
  says: 'Snowflake’s documentation of its views and of the SQL interface, and the demo company’s account. Never run against an account of Snowflake’s.',
}

const steps = ['As an account administrator, run the statements of the text to copy.']
const settings = ['account', 'user', 'role', 'warehouse', 'baseUrl']
const required = ['account', 'user', 'role', 'warehouse']

export const ways: readonly WayIn[] = [
  {
    id: 'external-oauth',
    label: 'A token of an OAuth server that the account trusts',
    about:
      'A security integration of type EXTERNAL_OAUTH maps the server’s tokens to the user. The token is read from a file, again and again.',
    keeps: 'nothing',
    keepsSays: 'No secret is stored: the token lies in a file that somebody else keeps fresh.',
    settings,
    required,
    credential: ['tokenFile'],
    steps: [
      ...steps,
      'Create a security integration of type EXTERNAL_OAUTH for the server, whose claim of the user is mapped to that user’s login name.',
      tokenFileStep(folder, 'standdown'),
    ],
    snippets: () => [{ title: policy.title, language: 'text', text: policy.text }],
  },
  {
    id: 'key-pair',
    label: 'A key pair',
    about: 'The private key signs a statement of less than an hour and is never sent.',
    keeps: 'standing-key',
    keepsSays:
      'The private key is a standing privilege of our own: it works until its public half is taken away. It is sealed here; rotate it.',
    settings,
    required,
    credential: ['privateKey'],
    steps: ['Make a key pair (RSA or P-256), and put its public half into the statements.', ...steps],
    snippets: () => [{ title: policy.title, language: 'text', text: policy.text }],
  },
]
