import type { Agent } from '@/lib/model/facts.ts'
import type { KnownWorkload } from '@/lib/model/token.ts'

export const workloadStatusWord: Readonly<Record<KnownWorkload['status'], string>> = {
  active: 'active',
  decommissioned: 'decommissioned',
  'vendor-ended': 'vendor contract ended',
}

export const workloadAgentWord: Readonly<Record<Agent, string>> = {
  none: 'no agent',
  supervised: 'supervised agent',
  autonomous: 'autonomous agent',
}
