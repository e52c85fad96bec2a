import type { Recipe } from '../../model/recipe.ts'
import { recipe, renewal } from './define.ts'
import type { Ending } from './ending.ts'

const applicationKey: Ending = {
  id: 'datadog.application-key',
  kinds: ['datadog.application-key', 'datadog.*'],
  it: 'the application key',
  use: { told: 'last_used_at of GET /api/v2/application_keys' },
  disable: null,
  remove: {
    who: 'security',
    does: 'Delete the key (DELETE /api/v2/application_keys/{id}).',
    shownBy: 'The next complete sync no longer has it.',
    back: null,
  },
  gone: 'GET /api/v2/application_keys, every page,',
}

const apiKey: Ending = {
  id: 'datadog.api-key',
  kinds: ['datadog.api-key'],
  it: 'the API key',
  use: { told: 'date_last_used of GET /api/v2/api_keys, 90 days back,' },
  disable: null,
  remove: {
    who: 'security',
    does: 'Delete the key (DELETE /api/v2/api_keys/{id}).',
    shownBy: 'The next complete sync no longer has it.',
    back: null,
  },
  gone: 'GET /api/v2/api_keys, every page,',
}

/** Of people and of service accounts: one list has both, and each is deleted in a place of its own. */
const accessToken: Ending = {
  id: 'datadog.access-token',
  kinds: ['datadog.personal-access-token', 'datadog.service-access-token'],
  it: 'the access token',
  use: { told: 'last_used_at of GET /api/v2/personal_access_tokens' },
  disable: null,
  remove: {
    who: 'security',
    does: 'Delete it (DELETE /api/v2/personal_access_tokens/{id}; one of a service account: DELETE /api/v2/service_accounts/{account}/access_tokens/{id}).',
    shownBy: 'The next complete sync no longer has it.',
    back: null,
  },
  gone: 'GET /api/v2/personal_access_tokens, every page,',
}

export const endings: readonly Ending[] = [applicationKey, apiKey, accessToken]

export const recipes: readonly Recipe[] = [
  recipe(applicationKey, {
    id: 'to-service-token',
    title: 'Move to a service account’s token with an end date',
    from: 'An application key: without scopes it may all that its maker may, and it never ends',
    to: 'A service account’s access token with named scopes, at most 90 days',
    effort: 'S',
    why: 'It reaches less, ends, and stays when a person leaves.',
    isRotationOnly: true,
    honest:
      'It is a bearer token all the same. Datadog takes federated identities for its Terraform provider and its Agent alone, and from AWS alone.',
    way: {
      successor: 'seen',
      make: [
        {
          id: 'make-token',
          does: 'Make a service account with the least role and a token of it with the scopes that are used and an end within 90 days.',
          shownBy: 'The new token as a row of its own in the next sync.',
          back: 'Delete the new token.',
        },
      ],
      use: { does: 'Let every consumer use the new token.', shownBy: 'Its last use, as the next syncs tell it of what takes its place.' },
      guard: {
        does: 'Take the permission to make application keys from roles that do not need it.',
        shownBy: 'The organisation’s roles. Standdown does not read them.',
      },
    },
  }),
  recipe(applicationKey, {
    id: 'to-workload-identity',
    places: ['aws'],
    title: 'Let the Terraform provider sign in with its AWS role',
    from: 'An application key that Terraform uses',
    to: 'Datadog’s workload identity federation: an AWS role mapped to a service account',
    effort: 'M',
    why: 'Nothing is stored: AWS vouches for the role.',
    honest: 'It is for Datadog’s Terraform provider and Agent, and AWS is the only cloud. Other callers of the API need a key or token.',
    way: {
      successor: 'seen',
      make: [
        {
          id: 'map-role',
          does: 'Map the ARN of the role to a service account with the least role.',
          shownBy: 'The mappings in Datadog. Standdown does not read them.',
          back: 'Delete the mapping.',
        },
      ],
      use: {
        does: 'Take both keys out of the provider’s settings and run a plan.',
        shownBy: 'RoleLastUsed of the AWS role, or its row in the next sync.',
      },
    },
  }),
  recipe(apiKey, {
    id: 'to-workload-identity',
    places: ['aws'],
    title: 'Let the Agent sign in with its AWS role',
    from: 'An API key in an Agent’s settings',
    to: 'An API key that Datadog makes and rotates for the Agent, by its AWS role',
    effort: 'M',
    why: 'Nobody stores the key, and it changes by itself.',
    mayStand: true,
    honest: 'For the Agent on AWS, and not on every Datadog site or plan.',
    way: {
      successor: 'seen',
      make: [
        {
          id: 'map-role',
          does: 'Map the ARN of the Agent’s role.',
          shownBy: 'The mappings in Datadog. Standdown does not read them.',
          back: 'Delete the mapping.',
        },
      ],
      use: {
        does: 'Take api_key out of the Agent’s settings.',
        shownBy: 'Its last use, as the next syncs tell it of what takes its place.',
      },
    },
  }),
  renewal(apiKey, {
    does: 'Make another API key for this sender alone, and store it in a vault.',
    shownBy: 'Its last use, as the next syncs tell it of what takes its place.',
    honest: 'API keys submit data, reach the whole organisation, and have no end date. Outside AWS Datadog offers nothing better.',
    days: 90,
  }),
  renewal(accessToken, {
    does: 'Make another token for this consumer alone, of a service account rather than of a person, with the scopes that are used and an end within 90 days. Store it in a vault.',
    shownBy: 'Its last use, as the next syncs tell it of what takes its place.',
    honest:
      'It is a bearer token all the same. Datadog takes federated identities for its Terraform provider and its Agent alone, and from AWS alone.',
    days: 90,
  }),
]
