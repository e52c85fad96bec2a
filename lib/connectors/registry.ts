import { AppError } from '../model/app-error.ts'
import { checked } from './checked.ts'
import type { Actions, Connector } from './contract.ts'

/** One line a provider. They are loaded when first used, so that a provider's SDK costs nothing to those who do not connect it. */
const loaders = {
  aws: async () => known((await import('./aws-iam/connector.ts')).aws),
  github: async () => known((await import('./github-org/connector.ts')).github),
  openai: async () => known((await import('./openai/connector.ts')).openai),
  anthropic: async () => known((await import('./anthropic/connector.ts')).anthropic),
  salesforce: async () => known((await import('./salesforce/connector.ts')).salesforce),
  slack: async () => known((await import('./slack/connector.ts')).slack),
  okta: async () => known((await import('./okta/connector.ts')).okta),
  entra: async () => known((await import('./entra/connector.ts')).entra),
  cloudflare: async () => known((await import('./cloudflare/connector.ts')).cloudflare),
  datadog: async () => known((await import('./datadog/connector.ts')).datadog),
  databricks: async () => known((await import('./databricks/connector.ts')).databricks),
  snowflake: async () => known((await import('./snowflake/connector.ts')).snowflake),
  gcp: async () => known((await import('./gcp/connector.ts')).gcp),
  'google-workspace': async () => known((await import('./google-workspace/connector.ts')).googleWorkspace),
  kubernetes: async () => known((await import('./kubernetes/connector.ts')).kubernetes),
  vault: async () => known((await import('./vault/connector.ts')).vault),
  gitlab: async () => known((await import('./gitlab/connector.ts')).gitlab),
  gitguardian: async () => known((await import('./gitguardian/connector.ts')).gitguardian),
  spiffe: async () => known((await import('./spiffe/connector.ts')).spiffe),
  oauth: async () => known((await import('./oauth/connector.ts')).oauth),
  file: async () => known((await import('./file/connector.ts')).file),
} as const

export type ConnectorKind = keyof typeof loaders

export const connectorKinds = Object.keys(loaders) as readonly ConnectorKind[]

/** The connector of a kind. Its settings and credential are whatever its own schemas gave. Throws AppError 'bad-input' with the kinds there are in its issue. */
export async function connectorOf(kind: string): Promise<Connector> {
  if (Object.hasOwn(loaders, kind)) return loaders[kind as ConnectorKind]()
  throw new AppError('bad-input', `There is no connector of the kind "${kind.slice(0, 100)}".`, [
    { where: 'kind', what: `must be one of ${connectorKinds.join(', ')}` },
  ])
}

/**
 * A connector as the rest of the house knows it: what its schemas parsed goes in as it came out of them, and all that it yields is
 * checked (see checked.ts).
 */
function known<Settings, Credential, ActionCredential>(connector: Connector<Settings, Credential, ActionCredential>): Connector {
  const { seesEverything, leavesUnread, notAsked, actions, ...rest } = connector
  return {
    ...rest,
    ...(actions && { actions: knownActions(actions) }),
    ...(seesEverything && { seesEverything: (settings: unknown) => seesEverything(settings as Settings) }),
    ...(leavesUnread && { leavesUnread: (settings: unknown) => leavesUnread(settings as Settings) }),
    ...(notAsked && { notAsked: (settings: unknown) => notAsked(settings as Settings) }),
    subject: (settings) => connector.subject(settings as Settings),
    test: (settings, credential, world) => connector.test(settings as Settings, credential as Credential, world),
    observe: (settings, credential, world, cursor) =>
      checked(connector.observe(settings as Settings, credential as Credential, world, cursor)),
  }
}

function knownActions<Settings, Credential, ActionCredential>(actions: Actions<Settings, Credential, ActionCredential>): Actions {
  return {
    ...actions,
    test: (settings, credential, world) => actions.test(settings as Settings, credential as ActionCredential, world),
    sameAsReading: (settings, reads, acts, world) =>
      actions.sameAsReading(settings as Settings, reads as Credential, acts as ActionCredential, world),
    look: (settings, credential, world, target) => actions.look(settings as Settings, credential as Credential, world, target),
    act: (settings, credential, world, asked) => actions.act(settings as Settings, credential as ActionCredential, world, asked),
  }
}
