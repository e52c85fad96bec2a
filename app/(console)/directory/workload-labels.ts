import type { WorkloadFields } from '@/lib/model/directory.ts'

/** The fields of a workload as the form names them. */
export const workloadLabels: Readonly<Record<keyof WorkloadFields, string>> = {
  name: 'Name',
  environment: 'Environment',
  sensitivity: 'Sensitivity',
  dataClasses: 'Data classes',
  agent: 'AI agent',
  accountableId: 'Answers for it',
  ownerId: 'Owner',
  status: 'Status',
}
