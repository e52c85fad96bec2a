import type { Artefact, Recipe, RecipeSubject } from '../../model/recipe.ts'
import { actionsWorkflow } from './actions-workflow.ts'
import { recipe } from './define.ts'
import type { Ending, Guard } from './ending.ts'
import { entraBySpiffe } from './spiffe.ts'
import { actionsSubject, draft, hclText, nameOf, replaces, yaml } from './writing.ts'

/** By the connector, or by the next import where the tenant is in a file. */
const inApplication = {
  use: { told: 'The last sign-in of the credential (appCredentialSignInActivities, beta)' },
  gone: 'passwordCredentials and keyCredentials of GET /applications and also GET /servicePrincipals',
}
const removed = 'The next complete sync no longer has it.'
const used =
  'The last sign-in of what takes its place, where it is a credential; a federated credential shows up as an issuer, with no last use.'

const secret: Ending = {
  id: 'entra.client-secret',
  kinds: ['entra.client-secret', 'azure.client-secret', 'azuread.client-secret', 'entra.*', 'azure.*', 'azuread.*', 'microsoft.*'],
  it: 'the client secret',
  ...inApplication,
  disable: null,
  remove: {
    does: 'Remove the secret from the application (removePassword). To be able to go back for a day, set the service principal’s accountEnabled to false first, if this secret is its only credential.',
    shownBy: removed,
    back: null,
  },
}

const certificate: Ending = {
  id: 'entra.certificate',
  kinds: ['entra.certificate', 'azure.certificate', 'azuread.certificate'],
  it: 'the certificate',
  ...inApplication,
  disable: null,
  remove: {
    does: 'Remove the certificate from the application (removeKey, or PATCH keyCredentials).',
    shownBy: removed,
    back: 'Add the same certificate again, while its private key exists.',
  },
}

export const endings: readonly Ending[] = [secret, certificate]

const guard: Guard = {
  does: 'Set an app management policy that refuses new client secrets.',
  shownBy: 'The tenant’s app management policy. Standdown does not read it.',
}

const stillHours = 'Tokens of a managed identity may be cached for about a day, so narrow its roles as well.'

function managed(ending: Ending): Recipe {
  return recipe(ending, {
    id: 'to-managed-identity',
    places: ['azure'],
    title: 'Give what runs in Azure a managed identity',
    from: `${ending === secret ? 'A client secret' : 'A certificate'} on something that runs in Azure`,
    to: 'A managed identity: Azure holds the credential and renews it',
    effort: 'S',
    why: 'Nobody holds a secret, so nobody can copy one.',
    honest: stillHours,
    way: {
      successor: 'seen',
      make: [
        {
          id: 'assign',
          does: 'Assign a user-assigned managed identity to the machine, app or function, with the roles it really uses.',
          shownBy: 'The role assignments. Standdown does not read them.',
          back: 'Unassign it.',
        },
      ],
      use: { does: 'Let the program use DefaultAzureCredential, and take the credential out of its settings.', shownBy: used },
      guard,
    },
  })
}

function federated(ending: Ending): Recipe {
  return recipe(ending, {
    id: 'to-federation',
    title: 'Move to a federated credential (workload identity federation)',
    from: `${ending === secret ? 'A client secret: a password of an application' : 'A certificate of an application'}`,
    to: 'A federated credential: the token of an issuer that the consumer has already',
    effort: 'M',
    why: 'The application trusts one subject of one issuer. There is nothing to store, and nothing that ends at a bad moment.',
    honest: 'The issuer and subject depend on where the consumer runs. Name the consumer first.',
    way: {
      successor: 'seen',
      make: [
        {
          id: 'make-credential',
          does: 'Add the federated credential to the application: the issuer, which must sign with RS256, and the one subject that may come.',
          shownBy: 'The federated credential among the issuers of the next sync.',
          back: 'Delete the federated credential.',
        },
      ],
      use: { does: 'Let the consumer sign in with its own token, and take the credential out of its settings.', shownBy: used },
      guard,
    },
    artefacts: (subject) => [terraform(subject)],
  })
}

export const recipes: readonly Recipe[] = [
  federated(secret),
  recipe(secret, {
    id: 'to-actions-federation',
    places: ['github-actions'],
    title: 'Let GitHub Actions in by a federated credential',
    from: 'A client secret in the secrets of a repository',
    to: 'A federated credential for one repository and environment',
    effort: 'S',
    why: 'The workflow’s own token is exchanged for an hour’s token. Nothing is left in the repository’s secrets.',
    way: {
      successor: 'seen',
      make: [
        {
          id: 'make-credential',
          does: 'Add the federated credential below to the application.',
          shownBy: 'The federated credential among the issuers of the next sync.',
          back: 'Delete the federated credential.',
        },
      ],
      use: { does: 'Use the workflow below, pin each action to a commit, and run it once.', shownBy: used },
      guard,
    },
    artefacts: (subject) => [workflow(subject), terraform(subject)],
  }),
  entraBySpiffe(secret, guard, used),
  managed(secret),
  recipe(secret, {
    id: 'to-certificate',
    title: 'Move to a certificate',
    from: 'A client secret: a password of an application',
    to: 'A certificate of at most 90 days, its key in Key Vault or a TPM',
    effort: 'M',
    why: 'The secret is no longer sent: the application signs with a key, which can be one that cannot be exported.',
    isRotationOnly: true,
    honest: 'A private key in a file is a standing credential again. This is a step where federation cannot be had yet.',
    way: {
      successor: 'seen',
      make: [
        {
          id: 'make-certificate',
          does: 'Have Key Vault make a certificate whose key cannot be exported, and add its public half to the application.',
          shownBy: 'The certificate as a token of its own in the next sync.',
          back: 'Remove the certificate.',
        },
      ],
      use: { does: 'Let the consumer sign in with the certificate.', shownBy: used },
      guard,
    },
  }),
  federated(certificate),
  managed(certificate),
]

function terraform(subject: RecipeSubject): Artefact {
  return draft('The federated credential in Terraform, for GitHub Actions', 'hcl', (blanks) => {
    blanks.say('For another issuer than GitHub, change issuer and subject.')
    return `resource "azuread_application_federated_identity_credential" "replacement" {
  application_id = ${hclText(`/applications/${blanks.blank('object-id', 'the object id of the application')}`)}
  display_name   = ${hclText(nameOf(subject, blanks))}
  description    = ${hclText(replaces(subject))}
  issuer         = "https://token.actions.githubusercontent.com"
  subject        = ${hclText(actionsSubject(subject, blanks))}
  audiences      = ["api://AzureADTokenExchange"]
}
`
  })
}

function workflow(subject: RecipeSubject): Artefact {
  return actionsWorkflow(
    subject,
    (blanks) => `      - uses: azure/login@v2
        with:
          client-id: ${yaml(blanks.blank('client-id', 'the client id of the application'))}
          tenant-id: ${yaml(blanks.blank('tenant-id', 'the id of the tenant'))}
          subscription-id: ${yaml(blanks.blank('subscription-id', 'the id of the subscription'))}
`,
  )
}
