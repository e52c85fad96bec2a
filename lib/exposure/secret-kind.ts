/** What a secret tells of itself: its kind, the provider's id in it, and the last characters that may be kept. */
export type SecretMarks = { kind: string | null; reference: string | null; tail: string | null }

type Shape = {
  is: RegExp
  kind: string
  /** Its provider lists the last eight characters, so that they tell which one it is. */
  lists?: 'last-eight'
  /** The part of it that is the provider's id and no secret. */
  id?: RegExp
}

/**
 * Secrets that say what they are. GitHub's prefixes: "Behind GitHub's new authentication token formats" (2021); AWS: IAM user guide,
 * "IAM identifiers, unique ID prefixes"; the others from their makers' own documentation.
 */
const shapes: readonly Shape[] = [
  { is: /^(?:AKIA|ASIA)[A-Z0-9]{16}(?:$|:)/, kind: 'aws.access-key', id: /^[A-Z0-9]{20}/ },
  { is: /^ghp_\w{20,}$/, kind: 'github.pat.classic', lists: 'last-eight' },
  { is: /^gho_\w{20,}$/, kind: 'github.oauth-token', lists: 'last-eight' },
  { is: /^ghu_\w{20,}$/, kind: 'github.app-user-token', lists: 'last-eight' },
  { is: /^github_pat_\w{20,}$/, kind: 'github.pat.fine-grained' },
  { is: /^xoxb-/, kind: 'slack.bot-token' },
  { is: /^xoxp-/, kind: 'slack.user-token' },
  { is: /^00D[a-zA-Z0-9]{12,15}!/, kind: 'salesforce.oauth-token' },
  { is: /^glpat-/, kind: 'gitlab.personal-token' },
  { is: /^gldt-/, kind: 'gitlab.deploy-token' },
  { is: /^glrt-/, kind: 'gitlab.runner-token' },
  { is: /^rk_live_/, kind: 'stripe.restricted-key' },
  { is: /^sk_live_/, kind: 'stripe.secret-key' },
  { is: /^00[\w-]{40}$/, kind: 'okta.api-token' },
  { is: /^hvs\./, kind: 'vault.token' },
  // OpenBao, and Vault before 1.10.
  { is: /^s\.[A-Za-z0-9]{24}$/, kind: 'vault.token' },
  { is: /^[\w~.-]{3}\dQ~[\w~.-]{31,34}$/, kind: 'entra.client-secret' },
  { is: /^AIza[\w-]{35}$/, kind: 'gcp.api-key' },
  { is: /^1\/\/0[\w-]{40,}$/, kind: 'google-workspace.oauth-grant' },
  { is: /^ddpat_\w/, kind: 'datadog.personal-access-token' },
  { is: /^ddsat_\w/, kind: 'datadog.service-access-token' },
  { is: /^sk-ant-/, kind: 'anthropic.api-key' },
  { is: /^sk-(?:proj|svcacct)?-?\w/, kind: 'openai.api-key' },
]

/** What finders call a kind, where the secret itself says nothing or is not shown: the name as TruffleHog, Gitleaks or GitHub has it. */
const named: readonly (readonly [RegExp, string])[] = [
  [/^(?:aws|aws-access-token|aws_access_key_id|aws_secret_access_key)$/i, 'aws.access-key'],
  [/^(?:github-pat|github_personal_access_token)$/i, 'github.pat.classic'],
  [/^(?:github-fine-grained-pat|github_fine_grained_personal_access_token)$/i, 'github.pat.fine-grained'],
  [/^(?:github-oauth|github_oauth_access_token)$/i, 'github.oauth-token'],
  [/^(?:github_ssh_private_key)$/i, 'github.deploy-key'],
  [/^(?:slack-bot-token|slack_api_token|slack)$/i, 'slack.bot-token'],
  [/^(?:datadog.*application.*|datadog_app_key)$/i, 'datadog.application-key'],
  [/^(?:gcp-api-key|google_api_key)$/i, 'gcp.api-key'],
  [/^(?:google_oauth_refresh_token)$/i, 'google-workspace.oauth-grant'],
  [/^(?:gcp.*|google_cloud_service_account_credentials)$/i, 'gcp.service-account-key'],
  [/^(?:azure-ad-client-secret|azure_active_directory_application_secret|azure_?entra.*)$/i, 'entra.client-secret'],
  [/^(?:okta.*)$/i, 'okta.api-token'],
  [/^cloudflare[-_]?api[-_]?(?:token|key)$/i, 'cloudflare.api-token'],
  [/^(?:vault.*|hashicorp_vault_service_token)$/i, 'vault.token'],
]

/** Every kind that a secret's shape or a finder's name stands for. */
export const toldKinds: ReadonlySet<string> = new Set([...shapes.map(({ kind }) => kind), ...named.map(([, kind]) => kind)])

/** Eight characters of a secret shorter than this would be too much of it to keep; four of one shorter than the second. */
const longEnough = { eight: 30, four: 20 }

/** What a secret and its finder's name for it tell, without the secret. */
export function secretMarks(secret: string, detector: string): SecretMarks {
  const shape = shapes.find(({ is }) => is.test(secret))
  const kind = shape?.kind ?? kindNamed(detector)
  const reference = shape?.id?.exec(secret)?.[0] ?? null
  // A key in PEM ends alike whatever it is, and the id of a key is told whole.
  if (reference || /-----/.test(secret) || /\s/.test(secret)) return { kind, reference, tail: null }
  if (shape?.lists === 'last-eight' && secret.length >= longEnough.eight) return { kind, reference, tail: secret.slice(-8) }
  return { kind, reference, tail: secret.length >= longEnough.four ? secret.slice(-4) : null }
}

/** The kind of token that a finder's name stands for; null where it may be any. */
export function kindNamed(detector: string): string | null {
  return named.find(([name]) => name.test(detector))?.[1] ?? null
}
