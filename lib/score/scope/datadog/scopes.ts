import type { NamedTable } from '../named.ts'

const administers = { level: 6, because: 'it changes who may do what, or makes keys' } as const
const all = { level: 6, because: 'it has no scopes, so that it may all that its owner may, and that is not told' } as const

/**
 * Datadog's keys by what they are, and scopes of application keys and tokens by their names (the authorization scopes and permissions of
 * Datadog's documentation), the first family that fits.
 */
export const datadogScopes: NamedTable = {
  provider: 'Datadog',
  service: 'datadog',
  names: {
    'API key': { level: 4, because: 'it sends metrics, logs, traces and events in the organisation’s name, and reads nothing' },
    'all that its owner may': all,
    org_management: administers,
    user_access_manage: administers,
    user_access_invite: administers,
    api_keys_write: administers,
    api_keys_delete: { level: 4, because: 'it deletes API keys' },
    org_app_keys_write: administers,
    user_app_keys: administers,
    service_account_write: administers,
    org_authorized_apps_write: administers,
    audit_logs_write: administers,
  },
  families: [
    [/^(?:workflows_(?:run|write)|connections_(?:resolve|write)|apps_(?:run|write)|private_action_runner_|on_prem_runner_|bits_|synthetics_private_location_write)/, { level: 5, because: 'it runs work with credentials that Datadog holds for others' }],
    [/^(?:logs_read\w*|audit_logs_read|rum_(?:session_replay_)?read|rum_apps_read|timeseries_query|metrics_read|events_read|apm_read|incident_read|security_monitoring_(?:signals|findings)_read|data_scanner_read|cases_read|llm_observability_read|code_analysis_read)$/, { level: 3, because: 'it reads what is kept there' }],
    [/_(?:write|edit|manage|modify|delete|create|share|publish|update|respond|upload)(?:_\w+)?$/, { level: 4, because: 'it changes what is there' }],
    [/_(?:read|view)$/, { level: 2, because: 'it reads settings' }],
  ],
  within: { organisation: 3 },
} // prettier-ignore
