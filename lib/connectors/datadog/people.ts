import { z } from 'zod'
import type { Observation, OwnerHint } from '../../model/sighting.ts'
import { gapOf } from '../gaps.ts'
import type { Reads } from '../rest/api.ts'
import { readWhole } from '../rest/listing.ts'
import { WireHandle, WireId, wireText } from '../wire.ts'
import { listed, usersPath } from './api.ts'
import { giveScope } from './sees-its-own.ts'

const User = z.object({
  id: WireId,
  attributes: z.object({
    email: WireHandle.nullish(),
    handle: WireHandle.nullish(),
    name: wireText(300).nullish(),
    disabled: z.boolean().nullish(),
    service_account: z.boolean().nullish(),
  }),
})

export type Person = { id: string; name: string; email: string | null; disabled: boolean; isService: boolean }

/** Who holds keys: people and service accounts by their ids. */
export type People = ReadonlyMap<string, Person>

const object = 'Datadog users'

/** Reads everybody, which is what keys are attributed by. What cannot be read is a gap. */
export async function* readPeople(api: Reads): AsyncGenerator<Observation, People> {
  try {
    const { rows, gap } = await readWhole(api, { path: usersPath, schema: User, ...listed }, object, 10_000)
    if (gap) yield { see: 'gap', gap }
    else yield { see: 'covered', object, seen: rows.length }
    const people = rows.map(({ id, attributes: { email, handle, name, disabled, service_account: isService } }): Person => ({
      id,
      name: name || handle || email || id,
      email: email ?? null,
      disabled: disabled === true,
      isService: isService === true,
    }))
    return new Map(people.map((person) => [person.id, person]))
  } catch (error) {
    yield { see: 'gap', gap: gapOf(error, object, giveScope('user_access_read')) }
    return new Map()
  }
}

/** Whose something is, as hints and tags; a service account names the workload. */
export function heldBy(
  person: Person | undefined,
  says: string,
): { ownerHints: OwnerHint[]; tags: Record<string, string>; workloadHint?: string } {
  if (!person) return { ownerHints: [], tags: {} }
  if (person.isService) return { ownerHints: [], workloadHint: person.name, tags: { 'service account': person.name } }
  return {
    ownerHints: person.email ? [{ how: 'email', value: person.email, says }] : [],
    tags: { ...(person.disabled && { 'its user': 'disabled' }) },
  }
}
