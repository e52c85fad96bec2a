import { createHash } from 'node:crypto'
import stableStringify from 'safe-stable-stringify'
import type { Rating } from '../../model/grant.ts'
import type { Json } from '../../model/json.ts'
import type { PermissionScheme } from '../../model/permission-statement.ts'
import type { Permissions } from '../../model/sighting.ts'
import { anthropicKeys } from './anthropic/keys.ts'
import { catalogue } from './aws/catalogue.ts'
import { combinations } from './aws/combinations.ts'
import { credentialAccesses } from './aws/credential-access.ts'
import { dataReads } from './aws/data-reads.ts'
import { escalations } from './aws/escalation.ts'
import { rateAwsIam } from './aws/iam.ts'
import { permissionLevels as permissionLevelsOfCloudflare, rateCloudflare } from './cloudflare/policies.ts'
import { databricksRights } from './databricks/rights.ts'
import { datadogScopes } from './datadog/scopes.ts'
import { azureData } from './entra/azure.ts'
import { entraPermissions } from './entra/permissions.ts'
import { rateEntra } from './entra/rate.ts'
import { gcpApiKeys } from './gcp/api-keys.ts'
import { gcpIamData, rateGcpIam } from './gcp/iam.ts'
import { rateGitHubDeployKey, rateGitHubSshKey } from './github/keys.ts'
import { permissionLevels } from './github/permission-levels.ts'
import { rateGitHubPermissions } from './github/permissions.ts'
import { scopeLevels } from './github/scope-levels.ts'
import { rateGitHubScopes } from './github/scopes.ts'
import { googleScopes } from './google/scopes.ts'
import { rateKubernetes } from './kubernetes/rbac.ts'
import { othersRights, rights, wideRight } from './kubernetes/rights.ts'
import { gitlabData, rateGitLabScopes } from './gitlab/scopes.ts'
import { namedData, rateNamed } from './named.ts'
import { oauthRights } from './oauth/rights.ts'
import { oktaNames } from './okta/names.ts'
import { oktaAppsData, rateOktaScopes } from './okta/scopes.ts'
import { openaiKeys } from './openai/keys.ts'
import { snowflakePrivileges } from './snowflake/privileges.ts'
import { salesforceRights } from './salesforce/rights.ts'
import { slackScopes } from './slack/scopes.ts'
import { spiffeEntries } from './spiffe/entries.ts'
import { levelWords, reachWords } from './stated-words.ts'
import { rateStated } from './stated.ts'
import { vaultData } from './vault/mounts.ts'
import { rateVault } from './vault/policies.ts'
import { shown, unknownRating } from './rating.ts'

/** Looks a document up by its hash; undefined where it is not there. */
type FindDocument = (hash: string) => Json | undefined

type Scheme = {
  rate: (stated: Json, document: FindDocument, dataVersion: string) => Rating
  /** To be raised when the code of this scheme would rate the same permissions differently. */
  rules: number
  /** What it rates by, apart from the code. */
  data: unknown
}

const schemes: Record<PermissionScheme, Scheme> = {
  'aws.iam': { rate: rateAwsIam, rules: 1, data: [catalogue.source, escalations, credentialAccesses, dataReads, combinations] },
  'github.permissions': { rate: rateGitHubPermissions, rules: 1, data: permissionLevels },
  'github.scopes': { rate: rateGitHubScopes, rules: 1, data: scopeLevels },
  'github.deploy-key': { rate: rateGitHubDeployKey, rules: 1, data: null },
  'github.user-ssh-key': { rate: rateGitHubSshKey, rules: 1, data: null },
  'openai.key': { rate: rateNamed(openaiKeys), rules: 1, data: namedData(openaiKeys) },
  'anthropic.key': { rate: rateNamed(anthropicKeys), rules: 1, data: namedData(anthropicKeys) },
  'salesforce.rights': { rate: rateNamed(salesforceRights), rules: 1, data: namedData(salesforceRights) },
  'slack.scopes': { rate: rateNamed(slackScopes), rules: 1, data: namedData(slackScopes) },
  'okta.roles': { rate: rateNamed(oktaNames), rules: 1, data: namedData(oktaNames) },
  'okta.scopes': { rate: rateOktaScopes, rules: 2, data: [namedData(oktaNames), oktaAppsData] },
  'entra.permissions': { rate: rateEntra, rules: 3, data: [namedData(entraPermissions), azureData] },
  'cloudflare.policies': {
    rate: rateCloudflare,
    rules: 1,
    data: permissionLevelsOfCloudflare.map(([pattern, ...rest]) => [pattern.source, ...rest]),
  },
  'datadog.scopes': { rate: rateNamed(datadogScopes), rules: 1, data: namedData(datadogScopes) },
  'databricks.rights': { rate: rateNamed(databricksRights), rules: 1, data: namedData(databricksRights) },
  'snowflake.privileges': { rate: rateNamed(snowflakePrivileges), rules: 1, data: namedData(snowflakePrivileges) },
  'gcp.iam': { rate: rateGcpIam, rules: 1, data: gcpIamData },
  'gcp.api-key': { rate: rateNamed(gcpApiKeys), rules: 1, data: namedData(gcpApiKeys) },
  'google.scopes': { rate: rateNamed(googleScopes), rules: 1, data: namedData(googleScopes) },
  'kubernetes.rbac': {
    rate: rateKubernetes,
    rules: 2,
    data: [rights.map(({ is, ...right }) => [is.toString(), right]), wideRight, othersRights],
  },
  'vault.policies': { rate: rateVault, rules: 2, data: vaultData },
  'gitlab.scopes': { rate: rateGitLabScopes, rules: 1, data: gitlabData },
  'spiffe.entry': { rate: rateNamed(spiffeEntries), rules: 1, data: namedData(spiffeEntries) },
  'oauth.rights': { rate: rateNamed(oauthRights), rules: 1, data: namedData(oauthRights) },
  stated: { rate: rateStated, rules: 1, data: [levelWords, reachWords] },
}

/**
 * What a token may do, rated: its worst grant, every distinct breadth, and the worst five grants in words. `document`
 * gives the documents that the connector yielded, by hash. What cannot be read or is of a scheme that nobody here knows
 * comes back as 'not-reported', which scores as the worst, with notes that say why. Never throws, whatever it is given.
 */
export function rate(permissions: Permissions, document: FindDocument): Rating {
  if (permissions === 'not-reported') return unknownRating(['The provider does not say what this token may do.'], dataVersion(''))
  const version = dataVersion(permissions.scheme)
  if (!isScheme(permissions.scheme))
    return unknownRating([`Nothing here can read permissions of the scheme ${shown(permissions.scheme, 100)}.`], version)
  return schemes[permissions.scheme].rate(permissions.stated, document, version)
}

const versions = new Map<string, string>()

/** Changes whenever a rating of this scheme could: with our lists, with AWS's list of actions, and with the rules in code. */
export function dataVersion(scheme: string): string {
  const known = versions.get(scheme)
  if (known) return known
  if (!isScheme(scheme)) return 'none'
  const { rules, data } = schemes[scheme]
  const version = `${scheme}-${rules}-${sha256(JSON.stringify(data)).slice(0, 12)}`
  versions.set(scheme, version)
  return version
}

/**
 * The content address of permissions: sha256 in hex over scheme, what is stated and which documents, in canonical form.
 * Equal permissions of many tokens are rated once and share the rating. The order of documents does not matter.
 */
export function permissionHash(permissions: Permissions): string {
  if (permissions === 'not-reported') return sha256('"not-reported"')
  const { scheme, stated, documents = [] } = permissions
  return sha256(stableStringify({ scheme, stated, documents: [...documents].sort() }) ?? '')
}

function isScheme(scheme: string): scheme is PermissionScheme {
  return Object.hasOwn(schemes, scheme)
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}
