import type { Artefact, Recipe, RecipeSubject } from '../../model/recipe.ts'
import { recipe } from './define.ts'
import { disabledInFile, goneFromFile, inFile, usedInFile, type Ending } from './ending.ts'
import { draft, json, replaces, slug } from './writing.ts'

const apiToken: Ending = {
  id: 'okta.api-token',
  kinds: ['okta.api-token', 'okta.ssws', 'okta.*'],
  it: 'the API token',
  ...inFile({ listing: 'GET /api/v1/api-tokens, which lists active tokens alone', lastUse: 'lastUpdated, which moves with use' }),
  disable: null,
  remove: {
    who: 'security',
    does: 'Revoke the token (DELETE /api/v1/api-tokens/{id}).',
    shownBy: goneFromFile,
    back: null,
  },
}

const secret: Ending = {
  id: 'okta.client-secret',
  kinds: ['okta.client-secret'],
  it: 'the client secret',
  ...inFile({ listing: 'GET /apps/{id}/credentials/secrets', lastUse: null }),
  disable: {
    who: 'security',
    does: 'Deactivate the secret (lifecycle/deactivate). Another one must be active, or the app must sign in by key.',
    shownBy: disabledInFile,
    back: 'Activate it again.',
  },
  remove: { who: 'security', does: 'Delete the inactive secret.', shownBy: goneFromFile, back: null },
}

export const endings: readonly Ending[] = [apiToken, secret]

function toServiceApp(ending: Ending, from: string): Recipe {
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
      successor: 'seen',
      make: [
        {
          id: 'make-app',
          does: 'Make the service app below, grant it the scopes it needs and no more, and give it the least admin role.',
          shownBy: 'GET /apps/{id}/grants. Standdown does not read it.',
          back: 'Deactivate the app.',
        },
      ],
      use: { does: 'Let the consumer ask for access tokens with its key, with a DPoP proof.', shownBy: usedInFile },
      guard: {
        does: 'Try the new token without a proof: Okta must refuse it. Then limit who may make API tokens.',
        shownBy: 'The refusal (HTTP 401). Standdown does not try it.',
        back: 'Nothing was changed by the try.',
      },
    },
    artefacts: (subject) => [serviceApp(subject)],
  })
}

export const recipes: readonly Recipe[] = [
  toServiceApp(apiToken, 'An SSWS token: it may all that its maker may, and every use makes it live on'),
  toServiceApp(secret, 'A client secret: a password of an app'),
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
