import type { Artefact, Recipe, RecipeSubject } from '../../model/recipe.ts'
import { recipe } from './define.ts'
import { usedInFile, type Ending, type Guard } from './ending.ts'
import { draft, hclText, nameOf, replaces, sh, spiffeIdOf, type Blanks } from './writing.ts'

/** What is said wherever a SPIFFE identity takes a key's place. */
export const spiffeHonest =
  'Whether the identity is this workload’s own, nobody but you can say: Standdown matched names or an account. A JWT-SVID is a bearer token while it lives, so keep jwt_svid_ttl at minutes.'

const issuerOf = (blanks: Blanks) => blanks.blank('oidc-host', 'the host of SPIRE’s OIDC discovery provider, without https://')

const discovery = (who: string) =>
  `Run SPIRE’s OIDC discovery provider at an address that ${who} can reach, and set jwt_issuer in server.conf to it.`

/** A Google service account key gives way to Workload Identity Federation with JWT-SVIDs. */
export function googleBySpiffe(key: Ending, guard: Guard, accountOf: (subject: RecipeSubject, blanks: Blanks) => string): Recipe {
  return recipe(key, {
    id: 'to-spiffe-oidc',
    places: ['spiffe'],
    title: 'Let the workload in by its SPIFFE identity (Workload Identity Federation)',
    from: 'A service account key beside an identity that the workload has already',
    to: 'A pool that trusts one SPIFFE id of your trust domain (its JWT-SVID)',
    effort: 'S',
    why: 'SPIRE attests the workload and gives it a token of minutes, which is exchanged for an hour’s token. Nothing is stored.',
    honest: spiffeHonest,
    way: {
      successor: 'seen',
      make: [
        {
          id: 'make-pool',
          does: `${discovery('Google Cloud')} Then make the pool and provider below, whose condition names this workload alone.`,
          shownBy: 'workloadIdentityPools.providers.list. Standdown does not read it.',
          back: 'Delete the pool; it can be undeleted for 30 days.',
        },
      ],
      use: {
        does: 'Replace the key file by the credential configuration of the pool, which reads the JWT-SVID from a file.',
        shownBy: usedInFile,
      },
      guard,
    },
    artefacts: (subject) => [pool(subject, accountOf)],
  })
}

function pool(subject: RecipeSubject, accountOf: (subject: RecipeSubject, blanks: Blanks) => string): Artefact {
  return draft('The pool in Terraform, for a SPIFFE id', 'hcl', (blanks) => {
    const id = spiffeIdOf(subject, blanks)
    return `resource "google_iam_workload_identity_pool" "replacement" {
  workload_identity_pool_id = ${hclText(nameOf(subject, blanks, 32))}
  description               = ${hclText(replaces(subject))}
}

resource "google_iam_workload_identity_pool_provider" "replacement" {
  workload_identity_pool_id          = google_iam_workload_identity_pool.replacement.workload_identity_pool_id
  workload_identity_pool_provider_id = "spire"
  attribute_condition                = ${hclText(`assertion.sub == "${id}"`)}
  attribute_mapping = {
    "google.subject" = "assertion.sub"
  }
  oidc {
    issuer_uri = ${hclText(`https://${issuerOf(blanks)}`)}
  }
}

resource "google_service_account_iam_member" "replacement" {
  service_account_id = ${hclText(`projects/-/serviceAccounts/${accountOf(subject, blanks)}`)}
  role               = "roles/iam.workloadIdentityUser"
  member             = "principal://iam.googleapis.com/\${google_iam_workload_identity_pool.replacement.name}/subject/${hclText(id).slice(1, -1)}"
}
`
  })
}

/** An Entra client secret gives way to a federated credential for JWT-SVIDs. */
export function entraBySpiffe(secret: Ending, guard: Guard, used: string): Recipe {
  return recipe(secret, {
    id: 'to-spiffe-oidc',
    places: ['spiffe'],
    title: 'Let the workload in by its SPIFFE identity (federated credential)',
    from: 'A client secret beside an identity that the workload has already',
    to: 'A federated credential for one SPIFFE id of your trust domain (its JWT-SVID)',
    effort: 'S',
    why: 'SPIRE attests the workload and gives it a token of minutes, which the application trusts. Nothing is stored.',
    honest: spiffeHonest,
    way: {
      successor: 'seen',
      make: [
        {
          id: 'make-credential',
          does: `${discovery('Entra ID')} Set jwt_key_type there to rsa-2048: Entra ID takes tokens that are signed with RS256, and SPIRE signs with ES256 by itself. Then add the federated credential below to the application.`,
          shownBy: 'The federated credential among the issuers of the next sync.',
          back: 'Delete the federated credential.',
        },
      ],
      use: {
        does: 'Let the consumer sign in with its JWT-SVID for the audience api://AzureADTokenExchange, and take the secret out of its settings.',
        shownBy: used,
      },
      guard,
    },
    artefacts: (subject) => [federatedCredential(subject)],
  })
}

function federatedCredential(subject: RecipeSubject): Artefact {
  return draft('The federated credential in Terraform, for a SPIFFE id', 'hcl', (blanks) => {
    return `resource "azuread_application_federated_identity_credential" "replacement" {
  application_id = ${hclText(`/applications/${blanks.blank('object-id', 'the object id of the application')}`)}
  display_name   = ${hclText(nameOf(subject, blanks))}
  description    = ${hclText(replaces(subject))}
  issuer         = ${hclText(`https://${issuerOf(blanks)}`)}
  subject        = ${hclText(spiffeIdOf(subject, blanks))}
  audiences      = ["api://AzureADTokenExchange"]
}
`
  })
}

/** A stored Vault token gives way to Vault’s JWT auth with JWT-SVIDs. */
export function vaultBySpiffe(token: Ending, guard: Guard, policy: () => Artefact): Recipe {
  return recipe(token, {
    id: 'to-spiffe-jwt',
    places: ['spiffe'],
    title: 'Sign in to Vault with the workload’s SPIFFE identity',
    from: 'A Vault token beside an identity that the workload has already',
    to: 'A token of minutes, for one SPIFFE id of your trust domain (JWT auth with its JWT-SVID)',
    effort: 'S',
    why: 'SPIRE attests the workload and Vault trusts its word. There is no first secret to store.',
    honest: `${spiffeHonest} So is what Vault gives for it.`,
    way: {
      successor: 'seen',
      make: [
        {
          id: 'make-role',
          does: `${discovery('Vault')} Then turn on the JWT auth method and make the role below, with its own policy.`,
          shownBy: 'The role among the issuers after the next sync, with its policies.',
          back: 'Delete the role.',
        },
      ],
      use: {
        does: 'Let the workload sign in with a JWT-SVID for the audience vault, through Vault Agent or the SDK.',
        shownBy: usedInFile,
      },
      guard,
    },
    artefacts: (subject) => [jwtRole(subject), policy()],
  })
}

function jwtRole(subject: RecipeSubject): Artefact {
  return draft('The JWT auth method and the role', 'sh', (blanks) => {
    const name = nameOf(subject, blanks)
    blanks.say('Where the JWT sign-in is there already, leave the first line out, and take its own path and configuration.')
    return `vault auth enable jwt
vault write auth/jwt/config oidc_discovery_url=${sh(`https://${issuerOf(blanks)}`)}
vault write ${sh(`auth/jwt/role/${name}`)} role_type=jwt user_claim=sub \\
  bound_audiences=vault bound_subject=${sh(spiffeIdOf(subject, blanks))} \\
  token_policies=${sh(name)} token_ttl=20m token_max_ttl=1h`
  })
}
