import { roleWords } from '@/components/people/role-words.ts'
import { SelectField } from '@/components/ui/input-field.tsx'
import type { Role } from '@/lib/model/viewer.ts'

const options = Object.entries(roleWords).map(([value, { label, says }]) => ({ value, label: `${label}: ${says}` }))

/** Which of the four roles; of a new account none is chosen beforehand, since none is harmless to get by oversight. */
export function RoleField({ role, error }: { role: Role | null; error?: string }) {
  const offered = role === null ? [{ value: '', label: 'Choose one' }, ...options] : options
  return <SelectField name="role" label="Role" required defaultValue={role ?? ''} options={offered} error={error} />
}
