import type { Snippet, WayIn } from '../contract.ts'
import { fileStep } from '../google/fields.ts'
import { issuedTokenFields } from '../issued-token-fields.ts'
import { policy, readPermissions } from './words.ts'

const make = 'In a project of your own, make a service account for Standdown, and enable the interfaces of the text to copy there.'
const bind = 'Make the custom role, and bind it to the service account on what is watched.'

/** Federation keeps nothing here; a key is what this product is there to retire. */
export const ways: readonly WayIn[] = [
  {
    id: 'workload-identity',
    label: 'Workload Identity Federation',
    about:
      'Standdown runs where its machine has an OIDC token in a file, as in Kubernetes. Google takes that token, and lets it act as the service account for an hour. Google’s own metadata server is not asked: calls to link-local addresses are refused, so on GKE project a token into a file.',
    keeps: 'nothing',
    keepsSays: 'No secret is stored. The token is made anew by its issuer, and lives in a file that is sent to Google alone.',
    settings: ['scope', 'provider', 'serviceAccount', 'address'],
    required: ['scope', 'provider'],
    credential: ['tokenFile'],
    forSnippets: issuedTokenFields('https://oidc.eks.eu-central-1.amazonaws.com/id/…'),
    steps: [
      make,
      bind,
      'Make a pool with a provider for the issuer, and a condition that lets in the one subject under which Standdown runs.',
      'Let that subject impersonate the service account (roles/iam.workloadIdentityUser on it).',
      fileStep,
    ],
    snippets: (filled) => [{ title: policy.title, language: 'text', text: policy.text }, terraform(filled)],
  },
  {
    id: 'service-account-key',
    label: 'A service account key',
    about: 'The last resort: a private key in a file signs a statement of an hour. Google itself advises against it.',
    keeps: 'standing-key',
    keepsSays:
      'The key is a standing privilege of our own, the very thing this inventory is about: it works until somebody deletes it. It is sealed here, never sent, and shows up in your inventory with its verdict.',
    settings: ['scope', 'address'],
    required: ['scope'],
    credential: ['serviceAccountKey'],
    steps: [make, bind, 'Under its Keys, create one (JSON), paste the file on the next page, and delete it from your machine. Replace it within 90 days.'],
    snippets: () => [{ title: policy.title, language: 'text', text: policy.text }],
  },
] // prettier-ignore

function terraform({ scope = '', issuer = '', tokenSubject = '' }: Readonly<Record<string, string>>): Snippet {
  const quoted = (text: string, otherwise: string) =>
    JSON.stringify(text || otherwise)
      .replaceAll('${', '$${')
      .replaceAll('%{', '%%{')
  const subject = tokenSubject || '<subject>'
  return {
    title: 'Role, pool and service account in Terraform',
    language: 'hcl',
    text: `resource "google_organization_iam_custom_role" "standdown" {
  org_id      = ${quoted(/^organizations\/(\d+)$/.exec(scope)?.[1] ?? '', '<organisation>')}
  role_id     = "standdown"
  title       = "Standdown reads"
  permissions = [
${readPermissions.map((permission) => `    "${permission}",`).join('\n')}
  ]
}

resource "google_service_account" "standdown" {
  account_id = "standdown"
}

resource "google_organization_iam_member" "standdown" {
  org_id = google_organization_iam_custom_role.standdown.org_id
  role   = google_organization_iam_custom_role.standdown.id
  member = google_service_account.standdown.member
}

resource "google_iam_workload_identity_pool" "standdown" {
  workload_identity_pool_id = "standdown"
}

resource "google_iam_workload_identity_pool_provider" "standdown" {
  workload_identity_pool_id          = google_iam_workload_identity_pool.standdown.workload_identity_pool_id
  workload_identity_pool_provider_id = "standdown"
  attribute_condition                = ${quoted(`assertion.sub == ${JSON.stringify(subject)}`, '')}
  attribute_mapping                  = { "google.subject" = "assertion.sub" }
  oidc {
    issuer_uri = ${quoted(issuer, '<issuer>')}
  }
}

resource "google_service_account_iam_member" "standdown" {
  service_account_id = google_service_account.standdown.name
  role               = "roles/iam.workloadIdentityUser"
  member             = join("", ["principal://iam.googleapis.com/", google_iam_workload_identity_pool.standdown.name, "/subject/", ${quoted(subject, '')}])
}
`,
  }
}
