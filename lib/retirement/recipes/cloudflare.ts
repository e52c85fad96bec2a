import type { Artefact, Recipe, RecipeSubject } from '../../model/recipe.ts'
import { recipe } from './define.ts'
import type { Ending } from './ending.ts'
import { draft, json, replaces } from './writing.ts'

const token: Ending = {
  id: 'cloudflare.api-token',
  kinds: ['cloudflare.*'],
  it: 'the API token',
  use: { told: 'last_used_on of GET /accounts/{id}/tokens' },
  disable: {
    does: 'Set its status to disabled (PUT /accounts/{id}/tokens/{token}).',
    shownBy: 'Its status in GET /accounts/{id}/tokens is disabled.',
    back: 'Set it to active again.',
  },
  remove: { does: 'Delete the token.', shownBy: 'The next complete sync no longer has it.', back: null },
  gone: 'GET /accounts/{id}/tokens',
}

export const endings: readonly Ending[] = [token]

export const recipes: readonly Recipe[] = [
  recipe(token, {
    id: 'to-narrow-token',
    title: 'Move to a narrow token with an end date and addresses',
    from: 'An API token, or the global API key',
    to: 'An account-owned token for one zone or product, from known addresses, at most 90 days',
    effort: 'S',
    why: 'It reaches less, works from fewer places, and ends.',
    isRotationOnly: true,
    honest: 'Cloudflare’s API takes a bearer token and nothing else: no federation, no binding. This is the best there is.',
    way: {
      successor: 'seen',
      make: [
        {
          id: 'make-token',
          does: 'Make the token below.',
          shownBy: 'The new token as a row of its own in the next sync.',
          back: 'Delete the new token.',
        },
      ],
      use: { does: 'Let every consumer use the new token.', shownBy: 'last_used_on of the new token.' },
    },
    artefacts: (subject) => [body(subject)],
  }),
]

function body(subject: RecipeSubject): Artefact {
  return draft('The token: POST /accounts/{id}/tokens', 'json', (blanks) =>
    json({
      name: replaces(subject).slice(0, 120),
      policies: [
        {
          effect: 'allow',
          permission_groups: [{ id: blanks.blank('permission-group', 'the id of the one permission it needs') }],
          resources: { [`com.cloudflare.api.account.zone.${blanks.blank('zone-id', 'the one zone that it is for')}`]: '*' },
        },
      ],
      condition: { request_ip: { in: [blanks.blank('addresses', 'where it is used from, as 198.51.100.0/24')] } },
      expires_on: blanks.blank('expires-on', 'a time within 90 days, as 2027-01-31T00:00:00Z'),
    }),
  )
}
