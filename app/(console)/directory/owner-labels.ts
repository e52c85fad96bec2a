import type { OwnerFields } from '@/lib/model/directory.ts'

/** The fields of an owner as the form names them. */
export const ownerLabels: Readonly<Record<keyof OwnerFields, string>> = {
  name: 'Name',
  kind: 'Kind',
  email: 'E-mail',
  teamId: 'Team',
  managerId: 'Manager',
  status: 'Status',
  handles: 'Handles',
}
