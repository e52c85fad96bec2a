import type { Artefact, Recipe, RecipeSubject } from '../../model/recipe.ts'
import { recipe } from './define.ts'
import { goneFromFile, inFile, usedInFile, type Ending, type Guard } from './ending.ts'
import { vaultBySpiffe } from './spiffe.ts'
import { draft, hclText, nameOf, sh } from './writing.ts'

const token: Ending = {
  id: 'vault.token',
  kinds: ['vault.*', 'openbao.*'],
  it: 'the token',
  ...inFile({ listing: 'LIST auth/token/accessors', lastUse: 'Vault’s audit log' }),
  disable: null,
  remove: {
    who: 'security',
    does: 'Revoke it by its accessor (auth/token/revoke-accessor). Its leases end with it.',
    shownBy: goneFromFile,
    back: null,
  },
  commands: () => [
    draft(
      'Revoke it',
      'sh',
      (blanks) => `vault token revoke -accessor ${sh(blanks.blank('accessor', 'the accessor of the token; not the token'))}`,
    ),
  ],
}

export const endings: readonly Ending[] = [token]

const guard: Guard = {
  does: 'Take auth/token/create and periodic roles out of the policies of people and programs. Count root and periodic tokens: none should be left.',
  shownBy: 'LIST auth/token/accessors. A later import shows what came back.',
}

export const recipes: readonly Recipe[] = [
  recipe(token, {
    id: 'to-platform-auth',
    title: 'Sign in to Vault by the platform’s own identity',
    from: 'A Vault token that somebody made and stored',
    to: 'A token of minutes, for the identity that the platform vouches for (Kubernetes, AWS, Google Cloud, Azure, JWT)',
    effort: 'M',
    why: 'The first secret is gone: what the workload runs on says who it is, and each token ends soon.',
    honest: 'What Vault gives is a bearer token all the same. Keep token_ttl to minutes and bind it to addresses where they are known.',
    way: {
      successor: 'seen',
      make: [
        {
          id: 'make-role',
          does: 'Turn on the auth method of the platform and make the role below, bound to this one workload, with its own policy.',
          shownBy: 'LIST auth/<method>/role. Standdown does not read it.',
          back: 'Delete the role.',
        },
      ],
      use: { does: 'Let the workload sign in by the auth method, through Vault Agent or the SDK.', shownBy: usedInFile },
      guard,
    },
    artefacts: (subject) => [kubernetesRole(subject), policy()],
  }),
  vaultBySpiffe(token, guard, policy),
  recipe(token, {
    id: 'to-approle',
    places: ['elsewhere'],
    title: 'Move to AppRole, with a secret id used once',
    from: 'A Vault token that somebody made and stored',
    to: 'AppRole: a wrapped secret id, one use, from known addresses',
    effort: 'M',
    why: 'What is handed over works once and for minutes; if somebody else unwrapped it, the workload notices.',
    isRotationOnly: true,
    honest:
      'The trouble moves to whoever hands out secret ids. Use it only where the platform has no identity of its own; a certificate (cert auth) is better.',
    way: {
      successor: 'seen',
      make: [
        {
          id: 'make-role',
          does: 'Make the AppRole below, and let the deployment fetch a wrapped secret id for each start.',
          shownBy: 'LIST auth/approle/role. Standdown does not read it.',
          back: 'Delete the role.',
        },
      ],
      use: { does: 'Let the workload unwrap its secret id at start and sign in with it.', shownBy: usedInFile },
      guard,
    },
    artefacts: (subject) => [appRole(subject), policy()],
  }),
]

function kubernetesRole(subject: RecipeSubject): Artefact {
  return draft('The role, for Kubernetes', 'sh', (blanks) => {
    const name = nameOf(subject, blanks)
    const namespace = blanks.blank('namespace', 'the namespace that the pods run in')
    blanks.say('For another platform take its auth method and the bounds that it has.')
    return `vault write ${sh(`auth/kubernetes/role/${name}`)} \\
  bound_service_account_names=${sh(name)} bound_service_account_namespaces=${sh(namespace)} \\
  audience=vault token_policies=${sh(name)} token_ttl=20m token_max_ttl=1h`
  })
}

function appRole(subject: RecipeSubject): Artefact {
  return draft('The AppRole', 'sh', (blanks) => {
    const name = nameOf(subject, blanks)
    const addresses = blanks.blank('addresses', 'the addresses that it signs in from, as 10.0.4.0/24')
    return `vault write ${sh(`auth/approle/role/${name}`)} \\
  secret_id_num_uses=1 secret_id_ttl=10m secret_id_bound_cidrs=${sh(addresses)} \\
  token_bound_cidrs=${sh(addresses)} token_policies=${sh(name)} token_ttl=20m token_max_ttl=1h
vault write -wrap-ttl=2m -f ${sh(`auth/approle/role/${name}/secret-id`)}`
  })
}

function policy(): Artefact {
  return draft('The policy: what it needs, and nothing else', 'hcl', (blanks) => {
    const path = blanks.blank('path', 'the path it reads, as the audit log shows it: secret/data/ledger')
    return `path ${hclText(path)} {
  capabilities = ["read"]
}
`
  })
}
