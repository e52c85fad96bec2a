import { roleWords } from '@/components/people/role-words.ts'
import { SelectField } from '@/components/ui/input-field.tsx'
import type { Role } from '@/lib/model/viewer.ts'

const options = Object.entries(roleWords).map(([value, { label, says }]) => ({ value, label: `${label}: ${says}` }))

/** Which of the four roles. */
export function RoleField({ role, error }: { role: Role; error?: string }) {
  return <SelectField name="role" label="Role" defaultValue={role} options={options} error={error} />
}
