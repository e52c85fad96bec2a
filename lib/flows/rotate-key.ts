import { record } from '../db/audit.ts'
import { keyIdsInUse, lockSealedElsewhere, replaceSealed, settingBinding, type SealedPlace } from '../db/sealed-rows.ts'
import type { Actor } from '../model/viewer.ts'
import { channelBinding } from './hand-over.ts'
import { credentialBinding } from './open-credential.ts'
import { factorBinding } from './second-factor.ts'
import { trackerBinding } from './tracker.ts'
import type { SealBinding, World } from './world.ts'

/**
 * Seals everything that an older key sealed with the current one, in batches that are whole by themselves: killed anywhere,
 * every value opens with the ring as it is, and the next call does the rest. When it returns, the older keys may be dropped.
 * Throws AppError('unavailable'), changing nothing more, where a key is missing.
 */
export async function rotateKey(world: World, actor: Actor): Promise<{ keyId: string; resealed: number; before: readonly string[] }> {
  const { db } = world
  const { keyId } = world.seal('', settingBinding('which key seals'))
  const before = await keyIdsInUse(db)
  let resealed = 0
  for (;;) {
    world.signal.throwIfAborted()
    const done = await db.prisma.$transaction(async (tx) => {
      const rows = await lockSealedElsewhere(tx, keyId)
      if (rows.length === 0) return 0
      const anew = rows.map(({ place, sealed }) => {
        const binding = bindingOf(place)
        return { place, ...world.seal(world.unseal(sealed, binding), binding) }
      })
      await replaceSealed(tx, anew)
      const entry = { actor, act: 'key.rotate', target: `key:${keyId}`, after: { resealed: rows.length } }
      await record(tx, entry, world.now, world.auditKey)
      return rows.length
    })
    if (done === 0) return { keyId, resealed, before: before.filter((id) => id !== keyId) }
    resealed += done
  }
}

function bindingOf(place: SealedPlace): SealBinding {
  if (place.table === 'setting') return settingBinding(place.name)
  if (place.table === 'channel') return channelBinding(place.kind)
  if (place.table === 'tracker') return trackerBinding(place.kind)
  return place.table === 'second_factor' ? factorBinding(place.userId) : credentialBinding(place.sourceId, place.purpose)
}
