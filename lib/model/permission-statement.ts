import { z } from 'zod'
import { Level, Reach } from './grant.ts'

/**
 * What the connectors put into `Permissions.stated`, one shape a scheme. `score/scope` parses with these, so the two
 * rooms cannot drift apart. They carry the provider's words only; nothing here is a rating.
 */
const hash = z.string().regex(/^[0-9a-f]{64}$/)
const text = z.string().max(2_048)

/** One policy that applies to an AWS principal. `document` is the hash of an 'aws.iam.policy' document; null: it could not be read. */
export const AwsPolicyUse = z.strictObject({
  name: text,
  arn: text.optional(),
  how: z.enum(['inline', 'managed', 'group-inline', 'group-managed']),
  /** The group it came through. */
  group: text.optional(),
  document: hash.nullable(),
})
export type AwsPolicyUse = z.infer<typeof AwsPolicyUse>

/**
 * Scheme 'aws.iam': an IAM user, role or the root user with every policy that applies to it. The documents (JSON policies, already
 * decoded) come as 'document' observations and are listed by hash in `Permissions.documents`.
 */
export const AwsIamStated = z.strictObject({
  principal: z.strictObject({ type: z.enum(['user', 'role', 'root']), name: text, arn: text }),
  policies: z.array(AwsPolicyUse).max(2_000),
  /** A permissions boundary caps the rest; null: none; a boundary whose document is null could not be read. */
  boundary: z.strictObject({ arn: text, document: hash.nullable() }).nullable(),
  /** Set where the credential works for one service only, whatever the policies say ('bedrock.amazonaws.com'). */
  onlyService: text.optional(),
})
export type AwsIamStated = z.infer<typeof AwsIamStated>

const GitHubLevel = z.string().max(50)
const GitHubPermissionMap = z.record(z.string().max(200), GitHubLevel)

/** Which repositories it reaches: 'count' where GitHub listed them. `selection` 'subset' (tokens) and 'selected' (Apps) are one thing. */
export const GitHubRepositories = z.strictObject({
  selection: z.enum(['none', 'all', 'selected', 'not-reported']),
  count: z.number().int().min(0).optional(),
  /** The first few, for people to recognise. */
  names: z.array(text).max(20).optional(),
})
export type GitHubRepositories = z.infer<typeof GitHubRepositories>

/**
 * Scheme 'github.permissions': fine-grained tokens state them by group (organization, repository, other), Apps as one flat map (app).
 * Values are GitHub's own words: 'read', 'write', 'admin'.
 */
export const GitHubPermissionsStated = z.strictObject({
  organization: GitHubPermissionMap.optional(),
  repository: GitHubPermissionMap.optional(),
  other: GitHubPermissionMap.optional(),
  app: GitHubPermissionMap.optional(),
  repositories: GitHubRepositories,
})
export type GitHubPermissionsStated = z.infer<typeof GitHubPermissionsStated>

/**
 * Scheme 'github.scopes': the scopes of a classic token or OAuth token, which reach everything its user reaches. Null: GitHub did not
 * say, which is not the same as an empty list. `userIsOwner`: its user owns the organisation, as far as the connector was told.
 */
export const GitHubScopesStated = z.strictObject({
  scopes: z.array(z.string().max(200)).max(200).nullable(),
  userIsOwner: z.boolean().optional(),
})
export type GitHubScopesStated = z.infer<typeof GitHubScopesStated>

/** Scheme 'github.deploy-key': one repository, read only or not. */
export const GitHubDeployKeyStated = z.strictObject({ repository: text, readOnly: z.boolean() })
export type GitHubDeployKeyStated = z.infer<typeof GitHubDeployKeyStated>

/** Scheme 'github.user-ssh-key': git over SSH as its user, who may read and push wherever the user may. */
export const GitHubSshKeyStated = z.strictObject({ user: text })
export type GitHubSshKeyStated = z.infer<typeof GitHubSshKeyStated>

/**
 * Scheme 'stated': breadth as a person wrote it into a file. Level and reach are numbers, or the words of the table in
 * `score/scope/stated.ts` ("admin", "read", "one", "all"); a word that is not in it counts as the worst, and so does one left out.
 */
export const StatedGrants = z.strictObject({
  grants: z
    .array(
      z.strictObject({
        service: text.optional(),
        action: text.optional(),
        resource: text.optional(),
        level: z.union([Level, z.string().max(200)]).optional(),
        reach: z.union([Reach, z.string().max(200)]).optional(),
      }),
    )
    .max(1_000),
})
export type StatedGrants = z.infer<typeof StatedGrants>

/**
 * Permissions that are names: scopes, roles, privileges, as the provider writes them. Null: it does not say, which is not the same as none.
 * `within`: where they count, in the connector's word for it ("project", "organisation"); `resource`: that place by its own name.
 */
export const NamedStated = z.strictObject({
  names: z.array(z.string().min(1).max(300)).max(1_000).nullable(),
  within: z.string().min(1).max(100),
  resource: text.optional(),
})
export type NamedStated = z.infer<typeof NamedStated>

/** A role of Azure: Microsoft's own, or (`custom`) the tenant's; null: what it lets one do was not told. */
export const AzureRole = z.strictObject({
  name: z.string().min(1).max(300),
  custom: z.boolean(),
  permissions: z
    .array(z.strictObject({ actions: z.array(text), notActions: z.array(text), dataActions: z.array(text), notDataActions: z.array(text) }))
    .max(50)
    .nullable(),
})
export type AzureRole = z.infer<typeof AzureRole>

/** A role that was given in Azure, by its id, with where it counts. `condition`: as Azure writes it. */
export const AzureAssignment = z.strictObject({
  role: z.string().max(100),
  on: z.enum(['tenant', 'management group', 'subscription', 'resource group', 'resource']),
  resource: text,
  condition: text.optional(),
})
export type AzureAssignment = z.infer<typeof AzureAssignment>

/** Scheme 'entra.permissions': what an application may do in the directory, by names, and in Azure, by the roles that it was given there. */
export const EntraStated = NamedStated.extend({
  azure: z.strictObject({ assignments: z.array(AzureAssignment).max(1_000), roles: z.record(z.string().max(100), AzureRole) }).optional(),
})
export type EntraStated = z.infer<typeof EntraStated>

/** Scheme 'okta.scopes': scopes of an app or a user's token, with the admin roles that bound them; null: not known, or none of its own. */
export const OktaScopesStated = NamedStated.extend({ roles: z.array(z.string().min(1).max(300)).max(1_000).nullable() })
export type OktaScopesStated = z.infer<typeof OktaScopesStated>

/** Scheme 'cloudflare.policies': permission groups by name, on resources by Cloudflare's own names; of one that lies in another, "account/zone". */
export const CloudflareStated = z.strictObject({
  policies: z
    .array(
      z.strictObject({
        effect: z.string().max(20),
        permissions: z.array(z.string().min(1).max(400)).max(500),
        resources: z.array(z.string().max(700)).max(2_000),
      }),
    )
    .max(500),
})
export type CloudflareStated = z.infer<typeof CloudflareStated>
/**
 * Scheme 'gcp.iam': the roles that a service account or pool of Google Cloud was given, each on what. `permissions`: the hash of a
 * 'gcp.iam.role' document, for a role of one's own; null: it could not be read; left out for Google's own roles.
 */
export const GcpIamStated = z.strictObject({
  bindings: z
    .array(
      z.strictObject({
        role: z.string().min(1).max(300),
        on: z.enum(['resource', 'project', 'folder', 'organisation']),
        resource: text,
        condition: text.optional(),
        permissions: hash.nullable().optional(),
      }),
    )
    .max(1_000),
  /** What else may give it roles and was not read, in words. */
  unread: z.array(text).max(10),
})
export type GcpIamStated = z.infer<typeof GcpIamStated>
/** A rule of RBAC as it applies to one service account. `namespace`: where it counts; null: in all of the cluster. `from`: binding and role. */
export const KubernetesRule = z.strictObject({
  namespace: text.nullable(),
  groups: z.array(text).max(500),
  resources: z.array(text).max(500),
  verbs: z.array(text).max(100),
  /** The only objects that it is about; none: all. */
  names: z.array(text).max(1_000),
  /** Addresses that are no resources ("/healthz"). */
  urls: z.array(text).max(500),
  from: text,
})
export type KubernetesRule = z.infer<typeof KubernetesRule>

/** Scheme 'kubernetes.rbac': every rule of the roles that are bound to a service account or a group that it is in. */
export const KubernetesRbacStated = z.strictObject({ rules: z.array(KubernetesRule).max(5_000) })
export type KubernetesRbacStated = z.infer<typeof KubernetesRbacStated>

/** A path of a policy, with what may be done there. `limited`: parameters or more limit it, which are not read. */
export const VaultPath = z.strictObject({
  path: z.string().max(1_000),
  capabilities: z.array(z.string().max(50)).max(20),
  limited: z.boolean(),
})
export type VaultPath = z.infer<typeof VaultPath>

/**
 * Scheme 'vault.policies': the policies of a token, by their paths; null: its text could not be read. "root" has no text. `mounts`: the types of what
 * the paths may lead into, by where it is mounted ("secret/", "auth/approle/"); what is not among them is not known.
 */
export const VaultPoliciesStated = z.strictObject({
  policies: z.array(z.strictObject({ name: text, paths: z.array(VaultPath).max(2_000).nullable() })).max(500),
  mounts: z.record(z.string().max(500), z.string().max(110)).optional(),
})
export type VaultPoliciesStated = z.infer<typeof VaultPoliciesStated>
/** Scheme 'gitlab.scopes': scopes of a token, with the role it is used with by GitLab's number (10 Guest … 50 Owner); null: not told. */
export const GitLabScopesStated = NamedStated.extend({ access: z.number().int().min(0).max(100).nullable() })
export type GitLabScopesStated = z.infer<typeof GitLabScopesStated>

/** Every scheme that connectors may write into `Permissions.scheme`, with the shape its `stated` has. Any other is rated as unknown. */
export const permissionSchemes = {
  'aws.iam': AwsIamStated,
  'github.permissions': GitHubPermissionsStated,
  'github.scopes': GitHubScopesStated,
  'github.deploy-key': GitHubDeployKeyStated,
  'github.user-ssh-key': GitHubSshKeyStated,
  'openai.key': NamedStated,
  'anthropic.key': NamedStated,
  'salesforce.rights': NamedStated,
  'slack.scopes': NamedStated,
  'okta.roles': NamedStated,
  'okta.scopes': OktaScopesStated,
  'entra.permissions': EntraStated,
  'cloudflare.policies': CloudflareStated,
  'datadog.scopes': NamedStated,
  'databricks.rights': NamedStated,
  'snowflake.privileges': NamedStated,
  'gcp.iam': GcpIamStated,
  'gcp.api-key': NamedStated,
  'google.scopes': NamedStated,
  'kubernetes.rbac': KubernetesRbacStated,
  'vault.policies': VaultPoliciesStated,
  'gitlab.scopes': GitLabScopesStated,
  'spiffe.entry': NamedStated,
  'oauth.rights': NamedStated,
  stated: StatedGrants,
} as const
export type PermissionScheme = keyof typeof permissionSchemes
