import type { Coverage, Field, Verified, WayIn } from '../contract.ts'
import { tokenFileField, tokenFileStep } from '../rest/token-file.ts'

const readingPolicy = `# Lists every token by its accessor. It cannot revoke with that: it has no right to.
path "auth/token/accessors" {
  capabilities = ["list", "sudo"]
}
path "auth/token/accessors/" {
  capabilities = ["list", "sudo"]
}
path "auth/token/lookup-accessor" {
  capabilities = ["update"]
}

# What policies allow; no secret is read.
path "sys/policies/acl/*" {
  capabilities = ["read"]
}

# Ways to sign in, and what each trusts.
path "sys/auth" {
  capabilities = ["read"]
}
path "auth/+/role/" {
  capabilities = ["list"]
}
path "auth/+/role/+" {
  capabilities = ["read"]
}

# AppRole's secret ids, by their accessors.
path "auth/+/role/+/secret-id/" {
  capabilities = ["list"]
}
path "auth/+/role/+/secret-id-accessor/lookup" {
  capabilities = ["update"]
}

# Whose tokens are, and what engines there are.
path "identity/entity/id/*" {
  capabilities = ["read"]
}
path "sys/mounts" {
  capabilities = ["read"]
}
`

const actingPolicy = `path "auth/token/revoke-accessor" {
  capabilities = ["update"]
}
path "auth/+/role/+/secret-id-accessor/destroy" {
  capabilities = ["update"]
}
`

export const policy = { title: 'The policy of whoever reads (standdown)', language: 'text' as const, text: readingPolicy }
export const actionPolicy = { title: 'The policy of whoever acts (standdown-acts)', language: 'text' as const, text: actingPolicy }

const appRoleFields: readonly Field[] = [
  { name: 'roleId', label: 'Role ID', hint: 'Of the AppRole.', kind: 'text', required: false },
  { name: 'secretId', label: 'Secret ID', hint: 'Of the AppRole. Sealed at rest and never shown again.', kind: 'secret', required: false },
]
const tokenField: Field = { name: 'token', label: 'Token', hint: 'Sealed at rest and never shown again.', kind: 'secret', required: false }

export const fields: readonly Field[] = [
  { name: 'baseUrl', label: 'Address', hint: 'Of Vault or OpenBao, without /v1.', kind: 'url', required: true, example: 'https://vault.example.com:8200' },
  { name: 'namespace', label: 'Namespace', hint: 'Each is a source of its own. Left out: the root one.', kind: 'text', required: false, example: 'team-a' },
  { name: 'authority', label: 'Certificate authority', hint: 'What its certificate is signed by, as PEM, where that is your own. It is public.', kind: 'text', required: false },
  tokenFileField('vault.example.com_8200', 'standdown'),
  { name: 'authPath', label: 'Path of the sign-in', hint: 'Where it is mounted, under auth/. Left out: approle for an AppRole, and jwt for a token of the platform, which may stand under kubernetes.', kind: 'text', required: false },
  { name: 'role', label: 'Role', hint: 'As which to sign in.', kind: 'text', required: false, example: 'standdown' },
  ...appRoleFields,
  tokenField,
] // prettier-ignore

export const actionFields: readonly Field[] = [...appRoleFields, tokenField].map((field) => ({
  ...field,
  hint: `Of the identity that acts, another one than reads. ${field.hint}`,
}))

export const actionSteps = [
  'Write the policy to copy as standdown-acts, and make an AppRole with it and nothing else: token_ttl of 10 minutes, secret ids bound to the address of this machine.',
  'Whoever has it can end every token of this Vault. Destroy its secret id when it is not needed.',
]

export const coverage: readonly Coverage[] = [
  { object: 'Vault tokens', state: 'read', tokens: ['vault.token', 'vault.root-token'], says: 'Every service token that Vault keeps, by its accessor, with policies, life, period, networks and whose it is.' },
  { object: 'Vault AppRole secret ids', state: 'read', tokens: ['vault.approle-secret-id'], says: 'Of every role, by their accessors, with end, uses left and networks.' },
  { object: 'Vault roles', state: 'read', issuers: ['vault.auth-role'], says: 'Of AppRole, JWT, OIDC and Kubernetes sign-in: what they trust, and what their tokens may do.' },
  { object: 'Vault ways to sign in', state: 'read', issuers: ['vault.auth-method'], says: 'Each by its mount. Users and roles of the others are not read one by one.' },
  { object: 'Vault secrets engines', state: 'read', issuers: ['vault.secrets-engine'], says: 'Those that make credentials for a time: databases, clouds, certificates. Their roles are not read.' },
  { object: 'Vault policies', state: 'read', says: 'Those that something names, by their paths, with the types of what is mounted there. Of parameters that limit a path only that there are some is kept.' },
  { object: 'Vault entities', state: 'read', says: 'Those that tokens belong to: name and aliases.' },
  { object: 'Batch tokens', state: 'not-offered', says: 'Vault does not keep them, so that they cannot be listed or revoked. They end by themselves.' },
  { object: 'When a token or a secret id was used', state: 'not-offered', says: 'Vault tells it in its audit log alone.' },
  { object: 'Namespaces under this one', state: 'not-built', says: 'Each is a source of its own.' },
  { object: 'Roles of the token sign-in (auth/token/roles)', state: 'not-built', says: 'Tokens that were made by one are read like any other; what a role may make is not.' },
  { object: 'Leases of dynamic secrets', state: 'not-built', says: 'What engines have made and is still alive is not listed.' },
  { object: 'Secrets in key-value stores', state: 'not-built', says: 'Not read, by design: neither their values nor their names.' },
  { object: 'Sentinel and control groups', state: 'not-built', says: 'They may limit what a policy allows; it is rated without them.' },
] // prettier-ignore

const connection = ['baseUrl', 'namespace', 'authority'] as const
const snippets = () => [{ title: policy.title, language: 'hcl' as const, text: policy.text }]
const writePolicy = 'Write the policy to copy: vault policy write standdown standdown.hcl'

export const ways: readonly WayIn[] = [
  {
    id: 'platform',
    label: 'The platform’s own identity (Kubernetes or JWT sign-in)',
    about: 'Standdown shows Vault a short-lived token of the platform that it runs on, from a file, and gets a token of minutes for it.',
    keeps: 'nothing',
    keepsSays: 'No secret is stored. The file is kept fresh by the platform; Vault’s token stays in memory and ends by itself.',
    settings: [...connection, 'tokenFile', 'authPath', 'role'],
    required: ['baseUrl', 'tokenFile', 'role'],
    credential: [],
    given: { fromFile: 'jwt' },
    steps: [
      writePolicy,
      'Make a role of the kubernetes or jwt sign-in that is bound to Standdown’s one identity: token_policies=standdown token_ttl=20m token_type=batch',
      tokenFileStep('vault.example.com_8200', 'standdown'),
    ],
    snippets,
  },
  {
    id: 'agent',
    label: 'A token that Vault Agent keeps in a file',
    about: 'An agent beside Standdown signs in and writes a token to a file (a sink), which is read anew.',
    keeps: 'nothing',
    keepsSays: 'No secret is stored. The token lives in the agent’s file, and the agent renews it.',
    settings: [...connection, 'tokenFile'],
    required: ['baseUrl', 'tokenFile'],
    credential: [],
    given: { fromFile: 'token' },
    steps: [
      writePolicy,
      'Let Vault Agent or bao agent sign in with that policy, with a file sink.',
      tokenFileStep('vault.example.com_8200', 'standdown'),
    ],
    snippets,
  },
  {
    id: 'approle',
    label: 'An AppRole',
    about: 'Signs in with a role id and a secret id, and gets a token of minutes.',
    keeps: 'standing-key',
    keepsSays:
      'The secret id is a standing privilege of our own until it ends. Bind it to this machine’s address and give it an end; it is sealed here, and shows up in your inventory.',
    settings: [...connection, 'authPath'],
    required: ['baseUrl'],
    credential: ['roleId', 'secretId'],
    steps: [
      writePolicy,
      'vault write auth/approle/role/standdown token_policies=standdown token_ttl=20m token_type=batch secret_id_ttl=720h secret_id_bound_cidrs=<this machine>/32',
      'vault read auth/approle/role/standdown/role-id, and vault write -f auth/approle/role/standdown/secret-id',
    ],
    snippets,
  },
  {
    id: 'token',
    label: 'A token',
    about: 'The last resort: a periodic token, which lives as long as somebody renews it.',
    keeps: 'standing-key',
    keepsSays:
      'The token is a standing privilege of our own, and the very kind this product is there to retire. Nothing here renews it. It is sealed here, and shows up in your inventory.',
    settings: connection,
    required: ['baseUrl'],
    credential: ['token'],
    steps: [writePolicy, 'vault token create -orphan -policy=standdown -ttl=720h -explicit-max-ttl=720h'],
    snippets,
  },
]

export const verified: Verified = {
  how: 'live-server',
  says: 'OpenBao 2.7.2, a real server with its development storage: tokens of every sort, AppRole, JWT and userpass sign-in, policies, revoking and destroying, with the policy that is given here. Never run against HashiCorp Vault, nor against a namespace.',
}
