import type { Artefact, Recipe, RecipeSubject } from '../../model/recipe.ts'
import { recipe, renewal } from './define.ts'
import type { Ending } from './ending.ts'
import { draft, type Blanks } from './writing.ts'

const view = 'ACCOUNT_USAGE.CREDENTIALS, up to two hours late,'

const keyPair: Ending = {
  id: 'snowflake.key-pair',
  kinds: ['snowflake.key-pair', 'snowflake.*'],
  it: 'the key pair',
  use: { told: `last_used_on of ${view}` },
  gone: view,
  disable: {
    who: 'security',
    does: 'Take the public key from the user: PUBLIC_KEY_1 by UNSET RSA_PUBLIC_KEY, PUBLIC_KEY_2 by UNSET RSA_PUBLIC_KEY_2. Keep its text until the end. One with a name of its own is disabled (MODIFY KEY PAIR … SET DISABLED = TRUE).',
    shownBy: 'The key pair is not in ACCOUNT_USAGE.CREDENTIALS any more, or its status there is DISABLED; either may take two hours.',
    back: 'Set the same public key again, or DISABLED to FALSE.',
  },
  remove: {
    does: 'Remove one with a name of its own (REMOVE KEY PAIR), and delete the private key wherever it is stored.',
    shownBy: 'The next complete sync no longer has it.',
    back: null,
  },
  commands: (subject) => [
    draft('Disable it', 'text', (blanks) => {
      const { own, property } = keyOf(subject, blanks)
      return `ALTER USER ${userOf(subject, blanks)} ${own ? `MODIFY KEY PAIR "${own}" SET DISABLED = TRUE` : `UNSET ${property}`};`
    }),
    draft('Go back', 'text', (blanks) => {
      const { own, property } = keyOf(subject, blanks)
      if (own) return `ALTER USER ${userOf(subject, blanks)} MODIFY KEY PAIR "${own}" SET DISABLED = FALSE;`
      const publicKey = blanks.blank('public-key', 'the public key as it was; DESCRIBE USER shows its fingerprint while it is set')
      return `ALTER USER ${userOf(subject, blanks)} SET ${property} = '${publicKey}';`
    }),
  ],
}

const password: Ending = {
  id: 'snowflake.password',
  kinds: ['snowflake.password'],
  it: 'the password',
  use: { told: `last_used_on of ${view}` },
  gone: view,
  disable: null,
  remove: {
    who: 'security',
    does: 'Take it from the user (UNSET PASSWORD).',
    shownBy: 'The next complete sync no longer has it.',
    back: 'Only a new password can be set.',
  },
  commands: (subject) => [draft('Remove it', 'text', (blanks) => `ALTER USER ${userOf(subject, blanks)} UNSET PASSWORD;`)],
}

const pat: Ending = {
  id: 'snowflake.pat',
  kinds: ['snowflake.pat', 'snowflake.programmatic-access-token'],
  it: 'the programmatic access token',
  use: { told: `last_used_on of ${view}` },
  gone: view,
  disable: {
    who: 'security',
    does: 'Disable it (MODIFY PROGRAMMATIC ACCESS TOKEN … SET DISABLED = TRUE).',
    shownBy: 'Its status in ACCOUNT_USAGE.CREDENTIALS, or in the list of the user’s tokens, is DISABLED.',
    back: 'Set DISABLED to FALSE.',
  },
  remove: {
    who: 'security',
    does: 'Remove it (REMOVE PROGRAMMATIC ACCESS TOKEN).',
    shownBy: 'The next complete sync no longer has it.',
    back: null,
  },
}

export const endings: readonly Ending[] = [keyPair, password, pat]

function toIdentity(ending: Ending, from: string): Recipe {
  return recipe(ending, {
    id: 'to-workload-identity',
    title: 'Move to workload identity federation',
    from,
    to: 'A service user that the cloud’s or an OIDC issuer’s identity signs in as',
    effort: 'M',
    why: 'What the workload runs on vouches for it. There is no key to copy or to rotate.',
    honest: 'The consumer’s driver must be new enough to sign in so. A tool that cannot is limited to a key pair behind a network policy.',
    way: {
      // What a cloud vouches for is no credential, and does not come into the inventory.
      successor: 'unseen',
      make: [
        {
          id: 'make-user',
          does: 'Make a service user with the workload’s identity, as below, and grant it a role with what QUERY_HISTORY shows it uses.',
          shownBy: 'SHOW USER WORKLOAD IDENTITY AUTHENTICATION METHODS. Standdown does not read it.',
          back: 'Drop the user.',
        },
      ],
      use: {
        does: 'Let the consumer connect with the authenticator WORKLOAD_IDENTITY.',
        shownBy: 'LOGIN_HISTORY: sign-ins of the new user by workload identity. Standdown does not read it.',
      },
      guard: {
        does: 'Set an authentication policy that allows service users workload identity alone.',
        shownBy: 'POLICY_REFERENCES. Standdown does not read it.',
      },
    },
    artefacts: () => [user()],
  })
}

export const recipes: readonly Recipe[] = [
  toIdentity(keyPair, 'A private key that signs in as a user, and mostly never ends'),
  renewal(keyPair, {
    does: 'Register another key pair with an end and one role (ADD KEY PAIR … DAYS_TO_EXPIRY, ROLE_RESTRICTION), or set it as that of RSA_PUBLIC_KEY and RSA_PUBLIC_KEY_2 that is free. Give the consumers its private key.',
    shownBy: 'last_used_on of what takes its place, up to two hours late.',
    honest:
      'What is set as RSA_PUBLIC_KEY has no end date; only a key pair with a name of its own can have one. This is a step and ends nothing.',
    days: 90,
  }),
  toIdentity(password, 'A password of a program'),
  toIdentity(pat, 'A programmatic access token'),
]

function user(): Artefact {
  return draft('The service user', 'text', (blanks) => {
    const name = blanks.blank('new-user', 'a name for the service user')
    const arn = blanks.blank('role-arn', 'the AWS role that the workload runs as')
    blanks.say('For Azure, Google Cloud or another issuer: TYPE = AZURE, GCP or OIDC, with ISSUER and SUBJECT.')
    return `CREATE USER "${name}" TYPE = SERVICE
  WORKLOAD_IDENTITY = (TYPE = AWS ARN = '${arn}');
GRANT ROLE "${blanks.blank('role', 'the role with what it uses')}" TO USER "${name}";`
  })
}

const plain = /^[A-Za-z_][\w$]{0,100}$/

/** A credential is called after itself and its user ("PUBLIC_KEY_1 of LOADER"). Of either only a plain name is taken over; a name alone is nobody's. */
function partsOf(name: string): { what: string | null; user: string | null } {
  const [, what = null, user = null] = /^(.*) of (\S+)$/.exec(name) ?? []
  return { what, user }
}

function userOf({ name }: RecipeSubject, blanks: Blanks): string {
  return `"${blanks.known(partsOf(name).user, plain, 'user', 'the Snowflake user')}"`
}

const properties: Readonly<Record<string, string>> = { PUBLIC_KEY_1: 'RSA_PUBLIC_KEY', PUBLIC_KEY_2: 'RSA_PUBLIC_KEY_2' }

/** What stands in the place of a name where there is none. A name may begin in the same way. */
const sortOfKey = /^(?:RSA_PUBLIC_KEY(?:_2)?|KEY_?PAIR)$/i

/** A key pair with a name of its own, or which of the two properties of its user it is set in. */
function keyOf({ kind, name }: RecipeSubject, blanks: Blanks): { own: string | null; property: string } {
  const { what } = partsOf(name)
  const known = kind === 'snowflake.key-pair' && what !== null && plain.test(what) && !sortOfKey.test(what) ? what : null
  if (known !== null && Object.hasOwn(properties, known)) return { own: null, property: properties[known] ?? '' }
  if (known !== null) return { own: known, property: '' }
  return {
    own: null,
    property: blanks.blank('property', 'RSA_PUBLIC_KEY, or RSA_PUBLIC_KEY_2: which of them has its fingerprint (DESCRIBE USER)'),
  }
}
