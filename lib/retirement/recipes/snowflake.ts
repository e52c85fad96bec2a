import type { Artefact, Recipe, RecipeSubject } from '../../model/recipe.ts'
import { recipe, renewal } from './define.ts'
import type { Ending } from './ending.ts'
import { draft, type Blanks } from './writing.ts'

const view = 'ACCOUNT_USAGE.CREDENTIALS, up to two hours late,'

const keyPair: Ending = {
  id: 'snowflake.key-pair',
  kinds: ['snowflake.key-pair', 'snowflake.password', 'snowflake.*'],
  it: 'the key pair',
  use: { told: `last_used_on of ${view}` },
  gone: view,
  disable: {
    who: 'security',
    does: 'Take the public key from the user (UNSET RSA_PUBLIC_KEY). Keep its text until the end.',
    shownBy: 'The key pair is not in ACCOUNT_USAGE.CREDENTIALS any more, which may take two hours.',
    back: 'Set the same public key again.',
  },
  remove: { does: 'Delete the private key wherever it is stored.', shownBy: 'The next complete sync no longer has it.', back: null },
  commands: (subject) => [
    draft('Disable it', 'text', (blanks) => `ALTER USER ${userOf(subject, blanks)} UNSET RSA_PUBLIC_KEY;`),
    draft('Go back', 'text', (blanks) => {
      const publicKey = blanks.blank('public-key', 'the public key as it was; DESCRIBE USER shows its fingerprint while it is set')
      return `ALTER USER ${userOf(subject, blanks)} SET RSA_PUBLIC_KEY = '${publicKey}';`
    }),
  ],
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

export const endings: readonly Ending[] = [keyPair, pat]

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
      successor: 'seen',
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
        shownBy: 'last_used_on of what takes its place, up to two hours late.',
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
  toIdentity(keyPair, 'A private key that signs in as a user, and never ends'),
  renewal(keyPair, {
    does: 'Set a new public key as RSA_PUBLIC_KEY_2 and give the consumers its private key.',
    shownBy: 'last_used_on of what takes its place, up to two hours late.',
    honest: 'Snowflake’s key pairs have no end date. This is a step and ends nothing.',
    days: 90,
  }),
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

/** An identifier of Snowflake: only a plain name is taken over. */
function userOf({ name }: RecipeSubject, blanks: Blanks): string {
  return `"${blanks.known(name, /^[A-Za-z_][\w$]{0,100}$/, 'user', 'the Snowflake user')}"`
}
