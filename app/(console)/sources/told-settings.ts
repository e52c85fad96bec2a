import type { Connector } from '@/lib/connectors/contract.ts'
import { countWords } from '@/components/ui/time-words.ts'
import { typedOf } from './filled-in.ts'

/** A setting as a page tells it; `set` is false where nothing was filled in and nothing stands in its place. */
export type ToldSetting = { name: string; label: string; value: string; set: boolean }

/**
 * Every setting of a source, under the labels of its form and in its order: what was filled in, what stands where nothing was, and
 * what is not set, so that what a source was not asked for can be seen. `way` is the way in that it was added by; without it
 * those of every way are told. What no field asks for (how a file is read) follows under its own name.
 */
export function toldSettings(
  { fields, settings: schema, ways }: Pick<Connector, 'fields' | 'settings' | 'ways'>,
  { settings, way }: { settings: unknown; way: string | null },
): ToldSetting[] {
  const parsed = schema.safeParse(settings)
  const values = (parsed.success ? parsed.data : (settings ?? {})) as Record<string, unknown>
  const own = ways.filter(({ id }) => id === way)
  const asked = new Set((own.length > 0 ? own : ways).flatMap((one) => one.settings))
  const named = fields.filter(({ name }) => asked.has(name) || values[name] !== undefined)
  const others = Object.keys(values).filter((name) => values[name] !== undefined && !named.some((field) => field.name === name))
  return [...named.map(({ name, label }) => ({ name, label })), ...others.map((name) => ({ name, label: name }))].map((one) => ({
    ...one,
    value: valueOf(values[one.name]),
    set: values[one.name] !== undefined,
  }))
}

/** A list as long as a file is told by its length: it is in the form below, and to be read there. */
const longest = 1_000

function valueOf(value: unknown): string {
  if (value === undefined) return 'not set'
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  if (Array.isArray(value) && value.length === 0) return 'none'
  const text = typedOf(value)
  return text.length > longest ? `${text.slice(0, longest)}… (${countWords(text.length)} characters in all)` : text
}
