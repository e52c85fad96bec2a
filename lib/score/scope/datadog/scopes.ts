import type { NamedTable } from '../named.ts'

const administers = { level: 6, because: 'it changes who may do what, or makes keys' } as const
const all = { level: 6, because: 'it has no scopes, so that it may all that its owner may, and that is not told' } as const

/**
 * Datadog's keys by what they are, and scopes of application keys and tokens by their names (the authorization scopes and permissions of
 * Datadog's documentation, with its own words of what each may), the first family that fits.
 */
export const datadogScopes: NamedTable = {
  provider: 'Datadog',
  service: 'datadog',
  names: {
    'API key': { level: 4, because: 'it sends metrics, logs, traces and events in the organisation’s name, and reads none of them' },
    'API key that enrolls private action runners': { level: 5, because: 'it enrolls runners, which do work inside the network without an application key' },
    'all that its owner may': all,
    // One key by itself is answered with the key in it; of application keys until One-Time Read mode is on, which no listing tells.
    api_keys_read: { level: 5, because: 'it reads API keys themselves' },
    org_app_keys_read: { level: 5, because: 'it reads application keys of everybody, themselves where One-Time Read mode is off' },
    org_management: administers,
    org_connections_write: { level: 6, because: 'it decides which other organisations may query the data' },
    logs_modify_indexes: { level: 6, because: 'it gives other roles the right to read logs' },
    user_access_manage: administers,
    user_access_invite: administers,
    api_keys_write: administers,
    api_keys_delete: { level: 4, because: 'it deletes API keys' },
    org_app_keys_write: administers,
    user_app_keys: administers,
    service_account_write: administers,
    org_authorized_apps_write: administers,
    audit_logs_write: administers,
    monitors_downtime: { level: 4, because: 'it silences alerts' },
    slos_corrections: { level: 4, because: 'it changes what is there' },
    logs_live_tail: { level: 3, because: 'it reads logs as they come, restricted ones among them' },
  },
  families: [
    [/^(?:workflows_(?:run|write)|connections_(?:resolve|write)|connection_groups_(?:read|write)|apps_(?:run|write)|(?:private_action_runner|on_prem_runner|bits)_(?!(?:\w+_)?read$)|synthetics_private_location_write)/, { level: 5, because: 'it runs work with credentials that Datadog holds for others' }],
    [/^(?:fleet_policies_write|agent_upgrade_write)$/, { level: 5, because: 'it changes what agents do on every host' }],
    [/^(?:coterm_read|error_tracking_read|ddsql_editor_read|notebooks_read|observability_pipelines_capture_read|apps_datastore_read|reference_tables_read|org_connections_read|synthetics_global_variable_read|continuous_profiler(?:_pgo)?_read)$/, { level: 3, because: 'it reads what is kept there' }],
    [/^(?:logs_read\w*|audit_logs_read|rum_(?:session_replay_)?read|rum_apps_read|timeseries_query|metrics_read|events_read|apm_read|incident_read|security_monitoring_(?:signals|findings)_read|data_scanner_read|cases_read|llm_observability_read|code_analysis_read)$/, { level: 3, because: 'it reads what is kept there' }],
    [/_(?:write|edit|manage|modify|delete|create|share|publish|update|respond|upload)(?:_\w+)?$/, { level: 4, because: 'it changes what is there' }],
    [/_(?:read|view)$/, { level: 2, because: 'it reads settings' }],
  ],
  within: { organisation: 3 },
} // prettier-ignore
