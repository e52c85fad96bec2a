import type { Recipe } from '../../model/recipe.ts'
import { recipe, renewal } from './define.ts'
import type { Ending } from './ending.ts'
import { draft, json } from './writing.ts'

const openai: Ending = {
  id: 'openai.api-key',
  kinds: ['openai.*'],
  it: 'the API key',
  use: { told: 'last_used_at of the key in its listing' },
  disable: null,
  remove: {
    does: 'Delete the key (DELETE …/api_keys/{id}, or …/admin_api_keys/{id}).',
    shownBy: 'The next complete sync no longer has it.',
    back: null,
  },
  gone: 'The organisation’s admin_api_keys and its projects’ api_keys',
}

const anthropic: Ending = {
  id: 'anthropic.api-key',
  kinds: ['anthropic.*', 'claude.*'],
  it: 'the API key',
  use: { untold: 'Anthropic reports the last use of no key. Look in the usage of its workspace, and in your own logs.' },
  disable: {
    does: 'Set its status to inactive (POST /v1/organizations/api_keys/{id}).',
    shownBy: 'Its status in GET /v1/organizations/api_keys is inactive.',
    back: 'Set it to active again.',
  },
  remove: {
    does: 'Archive the key. An archived key stays so.',
    shownBy: 'Its status in GET /v1/organizations/api_keys is archived.',
    back: null,
  },
  gone: 'GET /v1/organizations/api_keys, which keeps archived keys and shows them as such,',
}

export const endings: readonly Ending[] = [openai, anthropic]

/** The rule is an issuer in the inventory; neither provider tells when one was used. */
const way = ({ rule, shownBy, silence }: { rule: string; shownBy: string; silence: string }) =>
  ({
    successor: 'unseen',
    make: [
      { id: 'trust-issuer', does: rule, shownBy, back: 'Delete the rule.' },
      {
        id: 'set-limits',
        does: 'Give the service account a project or workspace of its own, with a spending limit.',
        shownBy: 'The project or workspace of the rule, after the next sync. Spending limits are not read.',
        back: 'Move it back.',
      },
    ],
    use: { does: 'Let the program exchange its own identity token (the SDKs do), and take the key out.', shownBy: silence },
  }) as const

export const recipes: readonly Recipe[] = [
  recipe(openai, {
    id: 'to-workload-identity',
    title: 'Move to workload identity federation',
    from: 'An API key that never ends',
    to: 'A service account that the workload’s own OIDC token is exchanged for (RFC 8693)',
    effort: 'M',
    why: 'Nothing is stored with the program or agent, and what it is given ends soon.',
    honest:
      'The access token is a bearer token while it lives. A program that can only be given a key has nothing better than one that ends.',
    way: way({
      rule: 'Add the issuer as a workload identity provider, make a service account, and map the one subject to it.',
      shownBy: 'The federation rule among the issuers, after the next sync.',
      silence: 'The key’s own silence: its last_used_at stays where it is.',
    }),
    artefacts: () => [
      draft('The exchange: POST https://auth.openai.com/oauth/token', 'json', (blanks) =>
        json({
          grant_type: 'urn:ietf:params:oauth:grant-type:token-exchange',
          subject_token_type: 'urn:ietf:params:oauth:token-type:jwt',
          subject_token: blanks.blank('identity-token', 'filled in by the program at each exchange; never stored'),
          identity_provider_id: blanks.blank('identity-provider-id', 'the id of the provider'),
          service_account_id: blanks.blank('service-account-id', 'the id of the service account'),
        }),
      ),
    ],
  }),
  renewal(openai, {
    does: 'Make another key, in a project of its own, with the permissions it needs and an end within 90 days. Until then the old key of a project can be given an end and fewer permissions too (POST …/api_keys/{id} with expires_in_seconds and scopes).',
    shownBy: 'The last_used_at of the new key, after the next sync.',
    honest: 'It is a bearer token all the same: a step on the way to workload identity.',
    days: 90,
  }),
  recipe(anthropic, {
    id: 'to-workload-identity',
    title: 'Move to workload identity federation',
    from: 'An API key that never ends',
    to: 'A service account that the workload’s own OIDC token is exchanged for (RFC 7523)',
    effort: 'M',
    why: 'Nothing is stored with the program or agent, and what it is given ends in minutes.',
    honest:
      'The access token is a bearer token while it lives. The provider reports no last use of keys, so that silence must come from your own logs.',
    way: way({
      rule: 'Add the issuer, make a service account, and make a federation rule that names the one subject and audience, without a * at its end.',
      shownBy: 'The federation rule among the issuers, after the next sync, without the tag “weak”.',
      silence: 'The authentication events of the rule in the Console. Standdown does not read them.',
    }),
    artefacts: () => [
      draft('The exchange: POST /v1/oauth/token', 'json', (blanks) =>
        json({
          grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer',
          assertion: blanks.blank('identity-token', 'filled in by the program at each exchange; never stored'),
          federation_rule_id: blanks.blank('federation-rule-id', 'the id of the rule'),
          organization_id: blanks.blank('organization-id', 'the id of the organisation'),
          service_account_id: blanks.blank('service-account-id', 'the id of the service account'),
        }),
      ),
    ],
  }),
]
