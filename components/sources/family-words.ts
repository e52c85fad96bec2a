import type { ConnectorFamily } from '@/lib/model/connector-family.ts'

/** What families of connectors are called, wherever kinds are listed by them. */
export const familyWord: Readonly<Record<ConnectorFamily, string>> = {
  clouds: 'Clouds',
  identity: 'Identity providers',
  workloads: 'Workloads and vaults',
  code: 'Code and pipelines',
  agents: 'AI providers',
  saas: 'Software as a service',
  data: 'Data and infrastructure',
  leaks: 'Leaks',
  files: 'Anything else',
}
