import type { Artefact, Recipe, RecipeSubject } from '../../model/recipe.ts'
import { actionsWorkflow } from './actions-workflow.ts'
import { recipe, renewal } from './define.ts'
import type { Ending, Guard } from './ending.ts'
import { googleBySpiffe } from './spiffe.ts'
import { draft, hclText, nameOf, replaces, repositoryOf, separately, sh, yaml, type Blanks } from './writing.ts'

/** By the connector, or by the next import where the organisation is in a file. */
const gone = 'The next complete sync no longer has it.'
const used = 'The last use of what takes its place, where it is a key; a pool shows up as an issuer, with no last use.'

const account = /[a-z][a-z0-9-]{4,28}[a-z0-9]@[a-z][a-z0-9-]{4,28}[a-z0-9]\.iam\.gserviceaccount\.com/

const apiKeyName = /^projects\/[a-z0-9.:-]{1,60}\/locations\/global\/keys\/[\w-]{1,100}$/

const key: Ending = {
  id: 'gcp.service-account-key',
  kinds: ['gcp.service-account-key', 'google.service-account-key'],
  it: 'the service account key',
  use: { told: 'The day of its last use (serviceAccountKeyLastAuthentication, which is some days late)' },
  gone: 'serviceAccounts.keys.list',
  disable: {
    does: 'Disable the key (serviceAccounts.keys.disable).',
    shownBy: 'The next complete sync shows it as disabled.',
    back: 'Enable it again (serviceAccounts.keys.enable).',
  },
  remove: { does: 'Delete the key (serviceAccounts.keys.delete).', shownBy: gone, back: null },
  commands: (subject) => {
    const of = (blanks: Blanks) => {
      const id = /\b[0-9a-f]{40}\b/.exec(subject.externalId)?.[0]
      return `${sh(blanks.known(id, /^[0-9a-f]{40}$/, 'key-id', 'the id of the key'))} --iam-account=${sh(accountOf(subject, blanks))}`
    }
    return separately('sh', of, [
      ['Disable it', (one) => `gcloud iam service-accounts keys disable ${one}`],
      ['Go back', (one) => `gcloud iam service-accounts keys enable ${one}`],
      ['Delete it: it cannot be had back', (one) => `gcloud iam service-accounts keys delete ${one}`],
    ])
  },
}

const apiKey: Ending = {
  id: 'gcp.api-key',
  kinds: ['gcp.api-key', 'google.api-key'],
  it: 'the API key',
  use: { untold: 'Google does not tell when an API key was used. Look at the metrics of the interfaces that it calls, by credential.' },
  gone: 'apikeys keys.list',
  disable: null,
  remove: {
    does: 'Delete the API key (keys.delete).',
    shownBy: gone,
    back: 'Undelete it within 30 days (keys.undelete).',
  },
  commands: ({ externalId }) => {
    const of = (blanks: Blanks) => sh(blanks.known(apiKeyName.exec(externalId)?.[0], apiKeyName, 'api-key', 'the whole name of the key'))
    return separately('sh', of, [
      ['Delete it', (one) => `gcloud services api-keys delete ${one}`],
      ['Go back, within 30 days', (one) => `gcloud services api-keys undelete ${one}`],
    ])
  },
}

const other: Ending = {
  id: 'gcp.credential',
  kinds: ['gcp.*', 'google.*'],
  it: 'the credential',
  use: { told: 'last_used_at of the next import, where the file tells it,' },
  gone: 'Imports that cover everything (the provider’s own list):',
  disable: null,
  remove: { does: 'Delete or revoke it in Google Cloud.', shownBy: gone, back: null },
}

export const endings: readonly Ending[] = [key, apiKey, other]

const guard: Guard = {
  does: 'Enforce the organisation policy constraint iam.disableServiceAccountKeyCreation. It does not touch keys that are there.',
  shownBy: 'The policy in the console. Standdown does not read it.',
}

const federation = {
  id: 'make-pool',
  does: 'Make the workload identity pool and provider below. The condition lets one repository in, and no other of the same issuer.',
  shownBy: 'Its row among the issuers, with its condition, after the next sync.',
  back: 'Delete the pool; it can be undeleted for 30 days.',
}

export const recipes: readonly Recipe[] = [
  recipe(key, {
    id: 'to-federation',
    title: 'Move to Workload Identity Federation',
    from: 'A service account key: a private key in a file',
    to: 'The identity that the consumer has already (OIDC, AWS, SAML or X.509), exchanged for an hour’s token',
    effort: 'M',
    why: 'There is no key file to copy; the token is made for one run and ends by itself.',
    honest: 'Which issuer to trust depends on where the consumer runs. Name the consumer first.',
    way: {
      successor: 'seen',
      make: [
        {
          ...federation,
          does: 'Make a workload identity pool with a provider for the issuer that the consumer runs under, and a condition that names this consumer alone.',
        },
      ],
      use: { does: 'Replace the key file by the credential configuration of the pool, which holds no secret.', shownBy: used },
      guard,
    },
    artefacts: (subject) => [pool(subject)],
  }),
  recipe(key, {
    id: 'to-actions-federation',
    places: ['github-actions'],
    title: 'Let GitHub Actions in by Workload Identity Federation',
    from: 'A service account key in the secrets of a repository',
    to: 'A pool that trusts GitHub’s signed word for one repository',
    effort: 'S',
    why: 'The workflow’s own token is exchanged for an hour’s token. Nothing is left in the repository’s secrets.',
    way: {
      successor: 'seen',
      make: [federation],
      use: { does: 'Use the workflow below, pin each action to a commit, and run it once.', shownBy: used },
      guard,
    },
    artefacts: (subject) => [workflow(subject), pool(subject)],
  }),
  recipe(key, {
    id: 'to-gke-identity',
    places: ['kubernetes'],
    title: 'Let the pods act as the service account (GKE Workload Identity Federation)',
    from: 'A service account key in a Kubernetes Secret',
    to: 'The identity of one Kubernetes service account',
    effort: 'S',
    why: 'The metadata server gives the pod a token for the hour. There is no key in a Secret.',
    way: {
      successor: 'seen',
      make: [
        {
          id: 'bind',
          does: 'Turn on Workload Identity Federation for the cluster and bind the Kubernetes service account below to the rights it needs.',
          shownBy: 'The binding in the project’s IAM policy. Standdown does not read it.',
          back: 'Take the binding away.',
        },
      ],
      use: { does: 'Run the pods with this service account, and take GOOGLE_APPLICATION_CREDENTIALS out.', shownBy: used },
      guard,
    },
    artefacts: (subject) => [serviceAccount(subject)],
  }),
  recipe(key, {
    id: 'to-attached',
    places: ['google'],
    title: 'Attach the service account to what runs in Google Cloud',
    from: 'A service account key on something that runs in Google Cloud',
    to: 'The attached service account: a managed identity, its tokens from the metadata server',
    effort: 'S',
    why: 'Google makes and renews the token. There is no key.',
    way: {
      successor: 'seen',
      make: [
        {
          id: 'attach',
          does: 'Attach the service account to the machine, job or function, with the rights it really uses.',
          shownBy: 'The settings of the machine, job or function.',
          back: 'Detach it.',
        },
      ],
      use: {
        does: 'Take the key file and GOOGLE_APPLICATION_CREDENTIALS out; the libraries then find the attached account.',
        shownBy: used,
      },
      guard,
    },
  }),
  googleBySpiffe(key, guard, accountOf),
  renewal(key, {
    does: 'Make another key of the service account and store it where the consumers read theirs.',
    shownBy: used,
    honest: 'A key’s end comes only from the constraint iam.serviceAccountKeyExpiryHours. Without it this is a step and ends nothing.',
    days: 90,
  }),
  recipe(apiKey, {
    id: 'to-service-account',
    title: 'Call the API as a service account',
    from: 'An API key, sent with every request',
    to: 'Application default credentials: an hour’s token of a service account',
    effort: 'M',
    why: 'An API key says which project pays, not who calls. A service account is somebody, with rights that can be narrowed.',
    honest:
      'Keys in browsers and apps, for Maps say, have nothing better: restrict them to their pages or app and to the one API instead. Some Gemini and Maps APIs take nothing else.',
    way: {
      successor: 'seen',
      make: [
        {
          id: 'make-account',
          does: 'Make or choose the service account that the caller runs as, with the rights it needs.',
          shownBy: 'The project’s IAM policy. Standdown does not read it.',
          back: 'Delete the service account.',
        },
      ],
      use: { does: 'Let the client library find its credentials by itself, and take the key out of the code.', shownBy: used },
    },
  }),
  recipe(other, {
    id: 'to-federation',
    title: 'Move to an attached service account or Workload Identity Federation',
    from: 'A stored Google credential',
    to: 'An hour’s token of a service account, by the identity that the consumer has already',
    effort: 'M',
    why: 'There is nothing stored to copy.',
    honest: 'What replaces this kind exactly is not known here. Read Google’s documentation of it first.',
    way: {
      successor: 'seen',
      make: [federation],
      use: { does: 'Let every consumer use the new identity.', shownBy: used },
    },
    artefacts: (subject) => [pool(subject)],
  }),
]

function pool(subject: RecipeSubject): Artefact {
  return draft('The pool in Terraform, for GitHub Actions', 'hcl', (blanks) => {
    const repository = repositoryOf(blanks)
    blanks.say('For another issuer than GitHub, change issuer_uri, the mapping and the condition.')
    return `resource "google_iam_workload_identity_pool" "replacement" {
  workload_identity_pool_id = ${hclText(nameOf(subject, blanks, 32))}
  description               = ${hclText(replaces(subject))}
}

resource "google_iam_workload_identity_pool_provider" "replacement" {
  workload_identity_pool_id          = google_iam_workload_identity_pool.replacement.workload_identity_pool_id
  workload_identity_pool_provider_id = "github"
  attribute_condition                = ${hclText(`assertion.repository == "${repository}"`)}
  attribute_mapping = {
    "google.subject"       = "assertion.sub"
    "attribute.repository" = "assertion.repository"
  }
  oidc {
    issuer_uri = "https://token.actions.githubusercontent.com"
  }
}

resource "google_service_account_iam_member" "replacement" {
  service_account_id = ${hclText(`projects/-/serviceAccounts/${accountOf(subject, blanks)}`)}
  role               = "roles/iam.workloadIdentityUser"
  member             = "principalSet://iam.googleapis.com/\${google_iam_workload_identity_pool.replacement.name}/attribute.repository/${repository}"
}
`
  })
}

function workflow(subject: RecipeSubject): Artefact {
  return actionsWorkflow(subject, (blanks) => {
    const project = blanks.blank('project-number', 'the number of the project that the pool is in')
    return `      - uses: google-github-actions/auth@v3
        with:
          workload_identity_provider: ${yaml(`projects/${project}/locations/global/workloadIdentityPools/${nameOf(subject, blanks, 32)}/providers/github`)}
          service_account: ${yaml(accountOf(subject, blanks))}
`
  })
}

function serviceAccount(subject: RecipeSubject): Artefact {
  return draft('The service account of the pods', 'yaml', (blanks) => {
    return `apiVersion: v1
kind: ServiceAccount
metadata:
  name: ${yaml(nameOf(subject, blanks))}
  namespace: ${yaml(blanks.blank('namespace', 'the namespace that the pods run in'))}
  annotations:
    iam.gke.io/gcp-service-account: ${yaml(accountOf(subject, blanks))}
    standdown/retires: ${yaml(replaces(subject))}
`
  })
}

function accountOf({ name, externalId }: RecipeSubject, blanks: Blanks): string {
  const found = account.exec(name)?.[0] ?? account.exec(externalId)?.[0]
  return blanks.known(found, account, 'service-account', 'the e-mail address of the service account')
}
