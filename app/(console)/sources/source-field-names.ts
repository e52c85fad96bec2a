import type { Field } from '@/lib/connectors/contract.ts'

/** How the fields of a source are called in a form, and which control each is, by the names under which they are refused. */
export function sourceFieldNames(
  fields: readonly Pick<Field, 'name' | 'label'>[],
  prefix = 'field',
): {
  labels: Record<string, string>
  names: Record<string, string>
} {
  const each = fields.flatMap(({ name, label }) => [`settings.${name}`, `credential.${name}`].map((where) => ({ where, name, label })))
  return {
    labels: { name: 'Name', schedule: 'Sync', ...Object.fromEntries(each.map(({ where, label }) => [where, label])) },
    names: { schedule: 'everyMinutes', ...Object.fromEntries(each.map(({ where, name }) => [where, `${prefix}.${name}`])) },
  }
}
