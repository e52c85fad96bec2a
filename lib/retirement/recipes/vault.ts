import type { Artefact, Recipe, RecipeSubject } from '../../model/recipe.ts'
import { recipe } from './define.ts'
import { absent, ended, guarded, waiting, type Ending, type Guard, type Making } from './ending.ts'
import { vaultBySpiffe } from './spiffe.ts'
import { draft, hclText, nameOf, sh } from './writing.ts'

const revoke = () => [
  draft(
    'Revoke it',
    'sh',
    (blanks) => `vault token revoke -accessor ${sh(blanks.blank('accessor', 'the accessor of the token; not the token'))}`,
  ),
]

const token: Ending = {
  id: 'vault.token',
  kinds: ['vault.*', 'openbao.*'],
  it: 'the token',
  use: { untold: 'Vault reports the use of tokens in its audit log alone: look there for the accessor.' },
  disable: null,
  remove: {
    who: 'security',
    does: 'Revoke it by its accessor (auth/token/revoke-accessor). Its leases end with it.',
    shownBy: 'LIST auth/token/accessors no longer has it.',
    back: null,
  },
  gone: 'LIST auth/token/accessors',
  commands: revoke,
}

const rootToken: Ending = { ...token, id: 'vault.root-token', kinds: ['vault.root-token'], it: 'the root token' }

const secretId: Ending = {
  id: 'vault.approle-secret-id',
  kinds: ['vault.approle-secret-id'],
  it: 'the secret id',
  use: { untold: 'Vault reports sign-ins in its audit log alone: look there for logins of the role.' },
  disable: null,
  remove: {
    who: 'security',
    does: 'Destroy it by its accessor (auth/approle/role/<role>/secret-id-accessor/destroy). Tokens that it was given live on: revoke them too.',
    shownBy: 'LIST auth/approle/role/<role>/secret-id no longer has it.',
    back: null,
  },
  gone: 'LIST auth/approle/role/<role>/secret-id',
  commands: () => [
    draft('Destroy it', 'sh', (blanks) => {
      const role = blanks.blank('role', 'the name of the role')
      const accessor = blanks.blank('accessor', 'the accessor of the secret id; not the secret id')
      return `vault write ${sh(`auth/approle/role/${role}/secret-id-accessor/destroy`)} secret_id_accessor=${sh(accessor)}`
    }),
  ],
}

export const endings: readonly Ending[] = [token, rootToken, secretId]

const silence = 'Vault reports no use of tokens; its audit log has the sign-ins by the new way.'

const guard: Guard = {
  does: 'Take auth/token/create and periodic roles out of the policies of people and programs. Count root and periodic tokens: none should be left.',
  shownBy: 'LIST auth/token/accessors. A later sync shows what came back.',
}

const platformRole: Making = {
  id: 'make-role',
  does: 'Turn on the auth method of the platform and make the role below, bound to this one workload, with its own policy.',
  shownBy: 'The role among the issuers after the next sync, with its policies.',
  back: 'Delete the role.',
}

const noRoot: Recipe = {
  id: 'vault.root-token.revoke',
  kinds: rootToken.kinds,
  places: [],
  title: 'Revoke the root token',
  from: 'A root token, which no policy limits and which never ends',
  to: 'Nothing: one is made when it is needed, by the holders of unseal or recovery keys together (generate-root), and revoked after',
  effort: 'S',
  why: 'Whoever copies it has every secret and every key of this Vault.',
  isRotationOnly: false,
  mayStand: false,
  needsSuccessor: false,
  successor: 'nothing',
  honest:
    'If something uses it, that needs a policy and a sign-in of its own first. Make sure that enough holders of keys can be found before the last one goes.',
  steps: [
    {
      id: 'name-consumers',
      who: 'security',
      does: 'Look in the audit log for requests with its accessor, and give whoever makes them a policy and a sign-in of their own.',
      proof: null,
      shownBy: '“Used by” on the token’s page. Vault does not report the use of tokens elsewhere.',
      back: 'Nothing has changed yet.',
    },
    waiting(rootToken),
    ...ended(rootToken),
    guarded({
      does: 'Let an alert on the audit log tell when a root token is made (sys/generate-root) or used.',
      shownBy: 'LIST auth/token/accessors: a later sync shows a root token that came back.',
    }),
    absent(rootToken),
  ],
  artefacts: revoke,
}

export const recipes: readonly Recipe[] = [
  noRoot,
  recipe(token, {
    id: 'to-platform-auth',
    title: 'Sign in to Vault by the platform’s own identity',
    from: 'A Vault token that somebody made and stored',
    to: 'A token of minutes, for the identity that the platform vouches for (Kubernetes, AWS, Google Cloud, Azure, JWT)',
    effort: 'M',
    why: 'The first secret is gone: what the workload runs on says who it is, and each token ends soon.',
    honest: 'What Vault gives is a bearer token all the same. Keep token_ttl to minutes and bind it to addresses where they are known.',
    way: {
      successor: 'unseen',
      make: [platformRole],
      use: { does: 'Let the workload sign in by the auth method, through Vault Agent or the SDK.', shownBy: silence },
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
      successor: 'unseen',
      make: [
        {
          id: 'make-role',
          does: 'Make the AppRole below, and let the deployment fetch a wrapped secret id for each start.',
          shownBy: 'The role among the issuers after the next sync, with its policies.',
          back: 'Delete the role.',
        },
      ],
      use: { does: 'Let the workload unwrap its secret id at start and sign in with it.', shownBy: silence },
      guard,
    },
    artefacts: (subject) => [appRole(subject), policy()],
  }),
  recipe(secretId, {
    id: 'to-platform-auth',
    title: 'Sign in to Vault by the platform’s own identity',
    from: 'A secret id that lies in a configuration, often without an end',
    to: 'A token of minutes, for the identity that the platform vouches for (Kubernetes, AWS, Google Cloud, Azure, JWT)',
    effort: 'M',
    why: 'There is no first secret any more: what the workload runs on says who it is.',
    honest: 'What Vault gives is a bearer token all the same. Keep token_ttl to minutes and bind it to addresses where they are known.',
    way: {
      successor: 'unseen',
      make: [platformRole],
      use: { does: 'Let the workload sign in by the auth method, through Vault Agent or the SDK.', shownBy: silence },
      guard: {
        does: 'Delete the AppRole when nothing signs in by it. Never set bind_secret_id=false instead: then its role id alone, which is no secret, signs in.',
        shownBy: 'The role is not among the issuers any more, after the next sync.',
        back: 'Make the role again.',
      },
    },
    artefacts: (subject) => [kubernetesRole(subject), policy()],
  }),
  recipe(secretId, {
    id: 'to-wrapped',
    places: ['elsewhere'],
    title: 'Hand over a wrapped secret id for each start, used once',
    from: 'A secret id that lies in a configuration, often without an end',
    to: 'A wrapped secret id: one use, ten minutes, from known addresses',
    effort: 'S',
    why: 'What is handed over works once and for minutes; if somebody else unwrapped it, the workload notices.',
    isRotationOnly: true,
    honest: 'The trouble moves to whoever hands out secret ids. Use it only where the platform has no identity of its own.',
    way: {
      successor: 'unseen',
      make: [
        {
          id: 'narrow-role',
          does: 'Narrow the AppRole as below, and let the deployment fetch a wrapped secret id for each start.',
          shownBy: 'Secret ids made from then on have an end and uses left, after the next sync.',
          back: 'Set the role as it was.',
        },
      ],
      use: { does: 'Let the workload unwrap its secret id at start and sign in with it.', shownBy: silence },
    },
    artefacts: (subject) => [appRole(subject)],
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
