import type { Level } from '../../../model/grant.ts'

/** What one permission of a fine-grained token or an App reaches: the repositories it was given, an organisation, its user's own account, or all organisations of an enterprise. */
export type Realm = 'repositories' | 'organization' | 'user' | 'enterprise'

export type PermissionLevels = { realm: Realm; read: Level; write: Level; because: string }

const repo = (read: Level, write: Level, because: string): PermissionLevels => ({ realm: 'repositories', read, write, because })
const org = (read: Level, write: Level, because: string): PermissionLevels => ({ realm: 'organization', read, write, because })
const user = (read: Level, write: Level, because: string): PermissionLevels => ({ realm: 'user', read, write, because })
const enterprise = (read: Level, write: Level, because: string): PermissionLevels => ({ realm: 'enterprise', read, write, because })

/**
 * GitHub's permissions, by the names its API gives them (the schema "app-permissions" of its public description), with the
 * level of reading and of writing. "admin" counts as writing. Writing is level 6 where it decides who may do what, 5 where it
 * yields secrets or has code run that others' rights carry (a workflow runs with the repository's secrets), otherwise 4.
 * Reading is 3 where content, logs or findings come back, 1 for metadata, otherwise 2.
 */
export const permissionLevels: Readonly<Record<string, PermissionLevels>> = {
  actions: repo(3, 5, 'workflow runs, their logs and their artifacts; a run carries the repository’s secrets'),
  administration: repo(2, 6, 'settings of repositories: who may enter, branch protection, deletion'),
  artifact_metadata: repo(2, 4, 'records about build artifacts'),
  attestations: repo(2, 4, 'attestations by which others judge a build'),
  checks: repo(2, 4, 'checks, on which merging depends'),
  code_quality: repo(3, 4, 'findings on code'),
  codespaces: repo(3, 5, 'development machines, which hold code and secrets'),
  codespaces_lifecycle_admin: repo(2, 5, 'starting and stopping of development machines'),
  codespaces_metadata: repo(1, 4, 'what development machines there are'),
  codespaces_secrets: repo(2, 5, 'secrets of development machines'),
  contents: repo(3, 4, 'code'),
  dependabot_secrets: repo(2, 5, 'secrets that dependency updates run with'),
  deployments: repo(2, 4, 'deployments'),
  discussions: repo(3, 4, 'discussions'),
  environments: repo(2, 5, 'deployment environments with their secrets and their gates'),
  issues: repo(3, 4, 'issues'),
  merge_queues: repo(2, 4, 'merge queues'),
  metadata: repo(1, 4, 'what repositories there are'),
  packages: repo(3, 4, 'packages, which others install'),
  pages: repo(2, 4, 'published sites'),
  pull_requests: repo(3, 4, 'pull requests'),
  repository_advisories: repo(3, 4, 'security advisories that are not public yet'),
  repository_announcement_banners: repo(2, 4, 'announcements'),
  repository_custom_properties: repo(2, 4, 'properties, by which rules are chosen'),
  repository_hooks: repo(2, 5, 'hooks, which send every event to an address of choice'),
  repository_projects: repo(2, 4, 'project boards'),
  secret_scanning_alerts: repo(3, 4, 'leaked secrets that were found'),
  secret_scanning_bypass_requests: repo(3, 4, 'requests to push a secret all the same'),
  secrets: repo(2, 5, 'secrets that workflows run with'),
  security_events: repo(3, 4, 'security findings'),
  single_file: repo(3, 4, 'one file'),
  statuses: repo(2, 4, 'commit statuses, on which merging depends'),
  variables: repo(3, 5, 'values that workflows run with'),
  actions_variables: repo(3, 5, 'values that workflows run with'),
  vulnerability_alerts: repo(3, 4, 'vulnerable dependencies'),
  workflows: repo(3, 5, 'workflow files: code that runs with the repository’s secrets'),
  interaction_limits: repo(2, 4, 'who may comment'),

  members: org(2, 6, 'who belongs to the organisation and its teams'),
  organization_administration: org(2, 6, 'settings of the organisation'),
  organization_custom_roles: org(2, 6, 'roles and what they may do'),
  organization_custom_org_roles: org(2, 6, 'roles and what they may do'),
  organization_custom_properties: org(2, 4, 'properties, by which rules are chosen'),
  custom_properties_for_organizations: org(2, 4, 'properties, by which rules are chosen'),
  organization_personal_access_tokens: org(2, 6, 'which tokens may enter the organisation'),
  organization_personal_access_token_requests: org(2, 6, 'which tokens may enter the organisation'),
  organization_secrets: org(2, 5, 'secrets that workflows of many repositories run with'),
  organization_dependabot_secrets: org(2, 5, 'secrets that dependency updates run with'),
  organization_codespaces_secrets: org(2, 5, 'secrets of development machines'),
  organization_agent_secrets: org(2, 5, 'secrets that agents run with'),
  organization_actions_variables: org(3, 5, 'values that workflows of many repositories run with'),
  organization_self_hosted_runners: org(2, 5, 'machines that run workflows'),
  organization_runner_custom_images: org(2, 5, 'images of machines that run workflows'),
  organization_codespaces: org(2, 5, 'development machines of all members'),
  organization_codespaces_settings: org(2, 5, 'who may have development machines'),
  organization_hooks: org(2, 5, 'hooks, which send every event to an address of choice'),
  organization_packages: org(3, 4, 'packages, which others install'),
  organization_projects: org(2, 4, 'project boards'),
  organization_events: org(2, 4, 'what happens in the organisation'),
  organization_plan: org(2, 4, 'the plan that is paid for'),
  organization_announcement_banners: org(2, 4, 'announcements'),
  organization_user_blocking: org(2, 4, 'who is blocked'),
  organization_copilot_seat_management: org(2, 4, 'who has a seat'),
  organization_copilot_agent_settings: org(2, 5, 'what the coding agent may do'),
  organization_secret_scanning_dismissal_requests: org(3, 4, 'leaked secrets that were found'),
  organization_api_insights: org(2, 4, 'how the API is used'),
  organization_credentials: org(2, 6, 'which credentials may enter the organisation'),
  organization_network_configurations: org(2, 5, 'the network that workflows run in'),
  team_discussions: org(3, 4, 'discussions of teams'),
  issue_types: org(2, 4, 'kinds of issues'),

  email_addresses: user(3, 5, 'addresses, by which an account can be recovered'),
  followers: user(2, 4, 'followers'),
  git_ssh_keys: user(2, 6, 'keys that act as the user on every repository'),
  ssh_signing_keys: user(2, 5, 'keys that sign in the user’s name'),
  gpg_keys: user(2, 5, 'keys that sign in the user’s name'),
  gists: user(3, 4, 'snippets'),
  profile: user(2, 4, 'the profile'),
  plan: user(2, 4, 'the plan that is paid for'),
  starring: user(2, 4, 'stars'),
  watching: user(2, 4, 'what is watched'),
  codespaces_user_secrets: user(2, 5, 'secrets of development machines'),
  blocking: user(2, 4, 'who is blocked'),
  private_repository_invitations: user(2, 4, 'invitations'),

  enterprise_administration: enterprise(2, 6, 'the enterprise account'),
  enterprise_custom_properties_for_organizations: enterprise(2, 4, 'properties, by which rules are chosen'),
  enterprise_organization_installations: enterprise(2, 6, 'which Apps may enter organisations'),
  enterprise_organization_installation_repositories: enterprise(2, 6, 'which repositories Apps may enter'),
  enterprise_custom_enterprise_roles: enterprise(2, 6, 'roles and what they may do'),
  enterprise_scim: enterprise(2, 6, 'who exists and belongs where'),
  enterprise_sso: enterprise(2, 6, 'who vouches for people'),
  enterprise_people: enterprise(2, 6, 'who belongs to the enterprise'),
}
