/** What GitGuardian calls a detector -> our kind of token, where it is one. Names as in its documentation of detectors. */
const kinds: readonly (readonly [RegExp, string])[] = [
  [/^aws_(?:iam|keys)/, 'aws.access-key'],
  [/^github_fine_grained/, 'github.pat.fine-grained'],
  [/^github_(?:oauth)/, 'github.oauth-token'],
  [/^github_(?:token|access_token|enterprise_token)/, 'github.pat.classic'],
  [/^gitlab_deploy_token/, 'gitlab.deploy-token'],
  [/^gitlab_(?:token|personal_access_token|enterprise_token)/, 'gitlab.personal-token'],
  [/^slack_?bot_token/, 'slack.bot-token'],
  [/^slack_?user_token/, 'slack.user-token'],
  [/^(?:google_cloud|gcp|google_service_account)/, 'gcp.service-account-key'],
  [/^(?:azure_active_directory|microsoft_azure_ad|azure_ad)/, 'entra.client-secret'],
  [/^okta_token/, 'okta.api-token'],
  [/^openai/, 'openai.api-key'],
  [/^anthropic|^claude/, 'anthropic.api-key'],
  [/^(?:hashicorp_)?vault_token/, 'vault.token'],
  [/^datadog_personal_access_token/, 'datadog.personal-access-token'],
  [/^datadog_service_access_token/, 'datadog.service-access-token'],
  [/^datadog_application/, 'datadog.application-key'],
]

/** The kind of token that a detector finds; null where it may be any. */
export function kindOf(detector: string): string | null {
  return kinds.find(([name]) => name.test(detector))?.[1] ?? null
}
