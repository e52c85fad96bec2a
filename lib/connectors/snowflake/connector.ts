import type { Observation } from '../../model/sighting.ts'
import type { Check, Connector, ConnectorWorld } from '../contract.ts'
import { failedCheck } from '../rest/probes.ts'
import { actionsWith } from './actions.ts'
import { credentials } from './credentials.ts'
import { readRights } from './rights.ts'
import { ActionCredential, Credential, Settings } from './settings.ts'
import { byKeyPair, byTokenFile } from './sign-in.ts'
import { openStatements, query, type Running } from './statements.ts'
import { coverage, fields, policy, verified, ways } from './words.ts'

function reader(settings: Settings, credential: Credential, world: ConnectorWorld): Running {
  const signIn =
    'tokenFile' in credential ? byTokenFile(credential.tokenFile, settings.baseUrl) : byKeyPair(settings, credential.privateKey)
  return { api: openStatements(settings, signIn, world), role: settings.role, warehouse: settings.warehouse, world }
}

const views = [
  { view: 'CREDENTIALS', lost: 'Every token and key pair.' },
  { view: 'USERS', lost: 'Owners, and which users are services.' },
  { view: 'GRANTS_TO_USERS', lost: 'What a credential may do.' },
  { view: 'GRANTS_TO_ROLES', lost: 'What a credential may do.' },
] as const

/** A Snowflake account's programmatic access tokens, key pairs and services' passwords. */
export const snowflake: Connector<Settings, Credential, ActionCredential> = {
  kind: 'snowflake',
  family: 'data',
  label: 'Snowflake account',
  about: 'Programmatic access tokens, key pairs and passwords of services, with the privileges that their roles bring.',
  settings: Settings as unknown as Connector<Settings>['settings'],
  credential: Credential,
  credentialEnv: { privateKey: 'STANDDOWN_SNOWFLAKE_PRIVATE_KEY', tokenFile: 'STANDDOWN_SNOWFLAKE_TOKEN_FILE' },
  fields,
  policy,
  ways,
  coverage,
  verified,
  actions: actionsWith(reader),
  subject: ({ account }) => `Snowflake account ${account.toLowerCase()}`,
  async test(settings, credential, world) {
    const running = reader(settings, credential, world)
    const checks: Check[] = []
    for (const { view, lost } of views) {
      const permission = `SNOWFLAKE.ACCOUNT_USAGE.${view}`
      try {
        for await (const rows of query(running, `select 1 from ${permission} limit 1`, `the query of ${view}`)) void rows
        checks.push({ permission, state: 'granted', says: 'Snowflake answers.', lost })
      } catch (error) {
        checks.push(failedCheck(error, { permission, lost, missing: 'The role may not read this view.' }))
      }
    }
    return checks
  },
  observe,
}

/** There is nothing to go on from after a kill: a run is four queries, and results are not kept. */
async function* observe(settings: Settings, credential: Credential, world: ConnectorWorld): AsyncGenerator<Observation> {
  const running = reader(settings, credential, world)
  yield* credentials(running, yield* readRights(running))
}
