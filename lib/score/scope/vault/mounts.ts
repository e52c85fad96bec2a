import { area, unknownEngine, vaultAreas, type Area } from './areas.ts'

const settings = (paths: readonly string[]): Area[] =>
  paths.map((path) => area(path, 2, 5, 'it may read how credentials are made, or change it'))
/** An engine that makes credentials: what it is set up with tells no secret. */
const makes = (what: string, ...paths: readonly string[]): readonly Area[] => [...settings(paths), area('*', 5, 5, what)]
const clouds = [
  'config',
  'config/*',
  'role',
  'role/*',
  'roles',
  'roles/*',
  'static-roles',
  'static-roles/*',
  'static-role',
  'static-role/*',
]

const keyValue: readonly Area[] = [area('*', 5, 4, 'it may read secrets')]
const ofAppRole: readonly Area[] = [
  area('role/+/secret-id-accessor/lookup', 2, 2, 'it may look secret ids up'),
  area('role/+/secret-id-accessor/destroy', 4, 4, 'it may destroy secret ids'),
  area('role/+/secret-id', 2, 5, 'it may make secret ids, with which others sign in'),
  area('role/+/custom-secret-id', 2, 5, 'it may make secret ids, with which others sign in'),
]
const login = ['login', 'login/*'].map((path): Area => ({ ...area(path, 1, 1, 'everybody may sign in there'), self: true }))
/** Paths of AppRole that no other way to sign in has. */
const noAppRole = ofAppRole.map(({ path }) => area(path, 1, 1, 'there is no such path'))
const signingIn = ['alicloud', 'aws', 'azure', 'cert', 'cf', 'gcp', 'github', 'jwt', 'kerberos', 'kubernetes', 'ldap', 'oci', 'oidc', 'okta', 'radius', 'saml', 'token', 'userpass'] // prettier-ignore

/**
 * What paths under a mount amount to by its type, which Vault tells (sys/mounts, sys/auth); each list ends in what all others are. A type that is
 * not here, and a mount whose type was not read, is judged as the worst.
 */
export const engineAreas: Readonly<Record<string, readonly Area[]>> = {
  kv: keyValue,
  generic: keyValue,
  'kv-v2': [area('metadata', 1, 4, 'it may read what secrets are called'), area('metadata/*', 1, 4, 'it may read what secrets are called'), area('subkeys/*', 1, 4, 'it may read what is in secrets without its values'), ...keyValue],
  transit: [
    ...['encrypt/*', 'rewrap/*', 'verify/*', 'random', 'random/*', 'hash', 'hash/*', 'wrapping_key'].map((path) => area(path, 2, 2, 'it may encrypt')),
    area('decrypt/*', 3, 3, 'it may decrypt'),
    area('datakey/*', 3, 3, 'it may have keys made that data is encrypted with'),
    area('keys', 2, 5, 'it may see keys without their values, or change them'),
    area('keys/*', 2, 5, 'it may see keys without their values, or change them'),
    area('export/*', 5, 5, 'it may take keys out'),
    area('backup/*', 5, 5, 'it may take keys out'),
    area('*', 5, 5, 'it may have things signed, or change keys'),
  ],
  pki: [area('*', 2, 5, 'it may have certificates made, or change what signs them')],
  ssh: [area('*', 2, 5, 'it may have keys signed, or one-time passwords made')],
  database: makes('it may have credentials of a database made', 'config', 'config/*', 'roles', 'roles/*', 'static-roles', 'static-roles/*'),
  aws: makes('it may have credentials of AWS made', ...clouds),
  azure: makes('it may have credentials of Azure made', ...clouds),
  alicloud: makes('it may have credentials of Alibaba Cloud made', ...clouds),
  gcp: makes('it may have credentials of Google Cloud made', 'config', 'config/*', 'roleset/+', 'static-account/+', 'impersonated-account/+'),
  kubernetes: makes('it may have tokens of Kubernetes made', ...clouds),
  consul: makes('it may have tokens of Consul made', ...clouds),
  nomad: makes('it may have tokens of Nomad made', ...clouds),
  rabbitmq: makes('it may have credentials of RabbitMQ made', ...clouds),
  ldap: makes('it may have or change credentials of a directory', ...clouds),
  openldap: makes('it may have or change credentials of a directory', ...clouds),
  mongodbatlas: makes('it may have keys of MongoDB Atlas made', ...clouds),
  terraform: makes('it may have tokens of HCP Terraform made', ...clouds),
} // prettier-ignore

/** The same for ways to sign in; what is in none of a list is judged as all of them are. */
export const signInAreas: Readonly<Record<string, readonly Area[]>> = {
  approle: [...login, ...ofAppRole],
  ...Object.fromEntries(signingIn.map((type) => [type, [...login, ...noAppRole]])),
}

/** All of what paths are judged by, for the version of what is rated by it. */
export const vaultData = [vaultAreas, unknownEngine, engineAreas, signInAreas]
