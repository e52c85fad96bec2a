import type { Artefact, Recipe, RecipeSubject } from '../../model/recipe.ts'
import { recipe } from './define.ts'
import type { Ending } from './ending.ts'
import { draft, json, replaces, slug } from './writing.ts'

const apiToken: Ending = {
  id: 'okta.api-token',
  kinds: ['okta.api-token', 'okta.ssws', 'okta.*'],
  it: 'the API token',
  use: { told: 'expiresAt of GET /api/v1/api-tokens, which every use puts off,' },
  disable: null,
  remove: {
    who: 'security',
    does: 'Revoke the token (DELETE /api/v1/api-tokens/{id}).',
    shownBy: 'GET /api/v1/api-tokens, which lists active tokens alone, no longer has it.',
    back: null,
  },
  gone: 'GET /api/v1/api-tokens',
}

const untold = (what: string) => ({
  untold: `Okta does not report the use of ${what}. Look in the System Log for tokens granted to the app.`,
})

const ofApp = (what: 'secrets' | 'jwks', thing: string) => ({
  does: `Deactivate the ${thing} (POST /api/v1/apps/{id}/credentials/${what}/{id}/lifecycle/deactivate).`,
  shownBy: `Its status in GET /api/v1/apps/{id}/credentials/${what} is INACTIVE.`,
  back: 'Activate it again.',
})

const secret: Ending = {
  id: 'okta.client-secret',
  kinds: ['okta.client-secret'],
  it: 'the client secret',
  use: untold('client secrets'),
  disable: {
    who: 'security',
    ...ofApp('secrets', 'secret'),
    does: `${ofApp('secrets', 'secret').does} Okta refuses that for the only one: another must be there, or the app must sign in by key.`,
  },
  remove: {
    who: 'security',
    does: 'Delete the inactive secret.',
    shownBy: 'GET /api/v1/apps/{id}/credentials/secrets no longer has it.',
    back: null,
  },
  gone: 'GET /api/v1/apps/{id}/credentials/secrets',
}

const clientKey: Ending = {
  id: 'okta.client-key',
  kinds: ['okta.client-key'],
  it: 'the key',
  use: untold('keys of apps'),
  disable: { who: 'security', ...ofApp('jwks', 'key') },
  remove: {
    who: 'security',
    does: 'Delete the inactive key.',
    shownBy: 'GET /api/v1/apps/{id}/credentials/jwks no longer has it.',
    back: null,
  },
  gone: 'GET /api/v1/apps/{id}/credentials/jwks',
}

const refreshToken: Ending = {
  id: 'okta.refresh-token',
  kinds: ['okta.refresh-token'],
  it: 'the refresh token',
  use: untold('refresh tokens'),
  disable: null,
  remove: {
    who: 'security',
    does: 'Revoke the token (DELETE /api/v1/apps/{id}/tokens/{id}).',
    shownBy: 'GET /api/v1/apps/{id}/tokens no longer has it, or has it as REVOKED.',
    back: 'Its user signs in again.',
  },
  gone: 'GET /api/v1/apps/{id}/tokens',
}

export const endings: readonly Ending[] = [apiToken, secret, clientKey, refreshToken]

const silence = 'Okta does not report when an app’s access token was made or used. That the old one falls silent is what shows it.'

/** `instead`: what to do where the app is one that a service app cannot take the place of. */
function toServiceApp(ending: Ending, from: string, instead = ''): Recipe {
  return recipe(ending, {
    id: 'to-service-app',
    title: 'Move to an OAuth service app with a key and DPoP',
    from,
    to: 'Access tokens of an hour for named scopes, asked for by private_key_jwt and bound by DPoP',
    effort: 'M',
    why: 'It has the scopes it needs instead of a person’s whole admin role, and a copied access token is worth nothing without the key.',
    honest:
      'The app’s private key is a standing credential: keep it in a KMS, and rotate it by publishing keys at an address. Not every Okta endpoint takes OAuth tokens.',
    way: {
      successor: 'unseen',
      make: [
        {
          id: 'make-app',
          does: `Make the service app below, grant it the scopes it needs and no more, and give it the least admin role.${instead}`,
          shownBy: 'The app among the issuers, with its scopes, after the next sync.',
          back: 'Deactivate the app.',
        },
      ],
      use: { does: 'Let the consumer ask for access tokens with its key, with a DPoP proof.', shownBy: silence },
      guard: {
        does: 'Try the new token without a proof: Okta must refuse it. Then limit who may make API tokens.',
        shownBy: 'The refusal (HTTP 401). Standdown does not try it.',
        back: 'Nothing was changed by the try.',
      },
    },
    artefacts: (subject) => [serviceApp(subject)],
  })
}

const keyToKms = recipe(clientKey, {
  id: 'to-kms',
  title: 'Keep the key where it cannot be copied, and publish its public half',
  from: 'A private key as a file or secret',
  to: 'A key in a KMS or HSM that signs the app’s assertions and never leaves, with DPoP required',
  effort: 'M',
  why: 'Nobody can copy the key, and an access token that is copied is worth nothing without another one that never leaves the program.',
  mayStand: true,
  honest: 'Okta has no way for a service app to sign in without a key of its own. This is the best there is.',
  way: {
    successor: 'unseen',
    make: [
      {
        id: 'make-key',
        does: 'Make a signing key in the KMS, publish its public half at an https address of the consumer, and name that address as the app’s jwks_uri; or add the public half beside the old key.',
        shownBy: 'The new key in the inventory, where it was added at Okta. Keys at an address of one’s own are not listed.',
        back: 'Take the address or the key away again.',
      },
      {
        id: 'require-dpop',
        does: 'When the consumer sends proofs, require DPoP of the app.',
        shownBy: 'The app among the issuers: what it mints is bound.',
        back: 'Do not require it any more.',
      },
    ],
    use: { does: 'Let the consumer sign with the KMS.', shownBy: silence },
  },
})

const toBound = recipe(refreshToken, {
  id: 'to-dpop',
  title: 'Bind it by DPoP, and rotate it with every use',
  from: 'A refresh token that works for whoever holds it',
  to: 'A refresh token bound to the client’s key (DPoP), which is replaced by every use and ends when it is idle',
  effort: 'M',
  why: 'A copied one is worth nothing without the key, and a second use of an old one shows that it was copied.',
  honest: 'Until the app requires DPoP, it takes unbound tokens as well. Rotation alone is no binding.',
  way: {
    successor: 'unseen',
    make: [
      {
        id: 'require-dpop',
        does: 'Teach the client to send proofs. Then require DPoP of the app, let its refresh tokens rotate after every use, and give them a short idle lifetime in the access policy.',
        shownBy: 'The tag dpop of its tokens, after the next sync. Rotation and idle lifetime are not read.',
        back: 'Do not require it any more.',
      },
    ],
    use: {
      does: 'Have the user sign in again, so that the client gets a bound token.',
      shownBy: 'A younger token of the same user at the app.',
    },
  },
})

export const recipes: readonly Recipe[] = [
  toServiceApp(apiToken, 'An SSWS token: it may all that its maker may, and every use makes it live on'),
  toServiceApp(
    secret,
    'A client secret: a password of an app',
    ' An app that signs people in stays as it is: give it a key, and change its client authentication from the secret to the key (private_key_jwt).',
  ),
  keyToKms,
  toBound,
]

function serviceApp(subject: RecipeSubject): Artefact {
  return draft('The service app: POST /api/v1/apps', 'json', (blanks) => {
    const keys = blanks.blank('keys-address', 'the https address at which the consumer publishes its public keys (JWKS)')
    blanks.say('Grant the scopes afterwards: POST /api/v1/apps/{id}/grants, one for each.')
    return json({
      name: 'oidc_client',
      label: subject.workload ? (slug(subject.workload.key) ?? subject.name).slice(0, 100) : replaces(subject).slice(0, 100),
      signOnMode: 'OPENID_CONNECT',
      credentials: { oauthClient: { token_endpoint_auth_method: 'private_key_jwt' } },
      settings: {
        oauthClient: {
          application_type: 'service',
          grant_types: ['client_credentials'],
          response_types: ['token'],
          dpop_bound_access_tokens: true,
          jwks_uri: keys,
        },
      },
      notes: { admin: replaces(subject) },
    })
  })
}
