import { day, lastUse } from '../../habit.ts'
import { isStill, works } from '../../further/rows.ts'
import { letters } from '../../roll.ts'
import type { View } from '../../view.ts'
import type { ToldAccount, ToldKey, ToldUser, Used } from './accounts.ts'

/** What was done to rows of the organisation is kept under these names. */
export const keyRows = 'aws-organisation.keys'
export const bedrockRows = 'aws-organisation.bedrock'

export type Key = {
  row: number
  user: string
  id: string
  active: boolean
  createdMs: number
  used: { atMs: number; service: string } | null
}
export type Bedrock = { row: number; user: string; id: string; alias: string; active: boolean; createdMs: number; expiresMs: number | null }

/** When something was last used by now, or null. */
export function useOf({ epoch, now }: View, { everyMs, stoppedMs }: Used, bornMs: number): number | null {
  return lastUse({ everyMs, phase: epoch - day / 2, ...(stoppedMs !== undefined && { untilMs: epoch - stoppedMs }) }, bornMs, now)
}

/** The access keys that a user has now. */
export function keysOf(view: View, { name, keys = [] }: ToldUser): Key[] {
  return keys.filter(({ row }) => isStill(view, keyRows, row)).map((key) => keyOf(view, name, key))
}

function keyOf(view: View, user: string, { row, ageMs, off, used }: ToldKey): Key {
  const createdMs = view.epoch - ageMs
  const at = useOf(view, used, createdMs)
  return {
    row,
    user,
    id: `AKIAORG${letters(13, view.seed, 'organisation key', row)}`,
    active: works(view, keyRows, row, !off),
    createdMs,
    used: at === null ? null : { atMs: at, service: used.service ?? 's3' },
  }
}

/** Keys to Bedrock of an account; one that ends is made anew when it does, as whoever keeps it does. */
export function bedrockOf(view: View, { id: account, users }: ToldAccount): Bedrock[] {
  return users.flatMap(({ name, bedrock }) => {
    if (!bedrock || !isStill(view, bedrockRows, bedrock.row)) return []
    const { row, ageMs, lifeMs } = bedrock
    const born = view.epoch - ageMs
    const createdMs = lifeMs === null ? born : born + Math.floor((view.now - born) / lifeMs) * lifeMs
    return {
      row,
      user: name,
      id: `ACCAORG${letters(14, view.seed, 'organisation bedrock', row)}`,
      alias: `${name}-at-${account}`,
      active: works(view, bedrockRows, row),
      createdMs,
      expiresMs: lifeMs === null ? null : createdMs + lifeMs,
    }
  })
}
