import type { Artefact, Recipe, RecipeSubject } from '../../model/recipe.ts'
import { recipe } from './define.ts'
import type { Ending } from './ending.ts'
import { actionsSubject, draft, json, replaces } from './writing.ts'

const token: Ending = {
  id: 'databricks.token',
  kinds: ['databricks.personal-access-token', 'databricks.*'],
  it: 'the token',
  use: { told: 'last_used_day of GET /api/2.0/token-management/tokens' },
  disable: null,
  remove: {
    who: 'security',
    does: 'Delete it (DELETE /api/2.0/token-management/tokens/{id}).',
    shownBy: 'The next complete sync no longer has it.',
    back: null,
  },
  gone: 'GET /api/2.0/token-management/tokens',
}

const list = 'GET /api/2.0/accounts/servicePrincipals/{id}/credentials/secrets'

const secret: Ending = {
  id: 'databricks.secret',
  kinds: ['databricks.service-principal-secret'],
  it: 'the secret',
  use: {
    untold: 'Databricks tells no last use of a secret. Look in the audit log (system.access.audit) for sign-ins of its service principal.',
  },
  disable: null,
  remove: {
    who: 'security',
    does: 'Delete it (DELETE /api/2.0/accounts/servicePrincipals/{id}/credentials/secrets/{secret}). Access tokens that it was given live on for up to an hour.',
    shownBy: 'The next complete sync no longer has it.',
    back: null,
  },
  gone: list,
}

export const endings: readonly Ending[] = [token, secret]

const toIdentity = (ending: Ending, from: string): Recipe =>
  recipe(ending, {
    id: 'to-workload-identity',
    title: 'Move to workload identity federation',
    from,
    to: 'A service principal that the token of an OIDC issuer is exchanged for, an hour at a time',
    effort: 'M',
    why: 'Nothing is stored, and it is not a person whose rights it has.',
    honest: 'Which issuer and subject to trust depends on where the consumer runs. Name the consumer first.',
    way: {
      // The account has the policies, and what is exchanged leaves no token in a workspace: nothing of it comes into the inventory.
      successor: 'unseen',
      make: [
        {
          id: 'make-policy',
          does: 'Make a service principal with the rights that it needs, and the federation policy below.',
          shownBy: 'The service principal’s federation policies. Standdown does not read them.',
          back: 'Delete the policy.',
        },
      ],
      use: {
        does: 'Let the consumer sign in by its own token (the SDKs and the command line do the exchange).',
        shownBy: 'The audit log (system.access.audit): sign-ins of the service principal by federation. Standdown does not read it.',
      },
      guard: {
        does: 'Turn personal access tokens off for the workspace, or set a longest life of 90 days.',
        shownBy: 'The workspace’s settings. Standdown does not read them.',
      },
    },
    artefacts: (subject) => [policy(subject)],
  })

export const recipes: readonly Recipe[] = [toIdentity(token, 'A personal access token'), toIdentity(secret, 'A service principal’s secret')]

function policy(subject: RecipeSubject): Artefact {
  return draft('The federation policy, for GitHub Actions', 'json', (blanks) => {
    blanks.say('For another issuer than GitHub, change issuer and subject.')
    return json({
      description: replaces(subject).slice(0, 200),
      oidc_policy: {
        issuer: 'https://token.actions.githubusercontent.com',
        audiences: [blanks.blank('account-id', 'the id of the Databricks account')],
        subject: actionsSubject(subject, blanks),
      },
    })
  })
}
