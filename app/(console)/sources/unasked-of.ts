import type { Connector, NotAsked } from '@/lib/connectors/contract.ts'

/** What a source's settings leave out. Settings that its connector no longer takes say nothing of it, and its next run fails by them. */
export function unaskedOf({ settings: schema, notAsked }: Pick<Connector, 'settings' | 'notAsked'>, settings: unknown): NotAsked {
  const parsed = schema.safeParse(settings)
  return parsed.success ? (notAsked?.(parsed.data) ?? {}) : {}
}
