import type { PoolClient } from 'pg'
import { record } from '../db/audit.ts'
import { shareDirectory } from '../db/lock-directory.ts'
import { currentPolicy, writeDueDates } from '../db/policy.ts'
import { nextSelected } from '../db/select-tokens.ts'
import { keepUnder, keptSetting } from '../db/settings.ts'
import { patientTransaction } from '../db/transaction.ts'
import type { PolicyVersion } from '../model/policy.ts'
import { dueRules } from '../retirement/due-rules.ts'
import { lookAtPlans } from './look-at-plans.ts'
import { firstId } from './reappraise.ts'
import type { World } from './world.ts'

/** The number of the policy that every token's due date is counted by. */
const appliedSetting = 'policy.applied'
const sliceSize = 5_000
const system = { kind: 'system', name: 'policy' } as const

/** Which policy every due date was counted by last; behind the one that holds while dates are being counted again. */
export async function appliedPolicy(world: Pick<World, 'db'>): Promise<number> {
  return appliedIn(world.db.pool)
}

/**
 * Counts every due date again by the policy that holds, where that was not done yet, in slices of their own transactions; then looks at
 * the plans, as a quiet period may be another. Safe to stop and to repeat: a date that was counted does not differ any more.
 */
export async function applyPolicy(world: World): Promise<{ policy: number; moved: number }> {
  let moved = 0
  for (;;) {
    const policy = await currentPolicy(world.db.pool)
    if ((await appliedPolicy(world)) === policy.number) return { policy: policy.number, moved }
    const written = await passOver(world, policy)
    moved += written
    // Somebody may have written a token by the policy before while this went past it: once more, until nothing differs.
    if (written > 0) continue
    await lookAtPlans(world)
    await finish(world, policy.number, moved)
  }
}

/** One walk over all tokens; ends early where another policy holds by then, as nothing may be written by an old one. */
async function passOver(world: World, policy: PolicyVersion): Promise<number> {
  const rules = dueRules(policy.values)
  let written = 0
  for (let after = firstId; ;) {
    world.signal.throwIfAborted()
    const last = (await nextSelected(world.db.pool, { by: 'everything' }, after, sliceSize)).at(-1)
    if (!last) return written
    const from = after
    const here = await patientTransaction(world.db.pool, async (client) => {
      await shareDirectory(client)
      if ((await currentPolicy(client)).number !== policy.number) return 'superseded'
      return writeDueDates(client, rules, from, last)
    })
    if (here === 'superseded') return written
    written += here
    after = last
  }
}

async function finish(world: World, number: number, moved: number): Promise<void> {
  await patientTransaction(world.db.pool, async (client) => {
    await shareDirectory(client)
    if ((await currentPolicy(client)).number !== number || (await appliedIn(client)) === number) return
    await keepUnder(client, appliedSetting, number)
    const entry = { actor: system, act: 'policy.applied', target: `policy:${number}`, after: { tokens: moved } }
    await record(client, entry, world.now, world.auditKey)
  })
}

async function appliedIn(client: Pick<PoolClient, 'query'>): Promise<number> {
  return Number((await keptSetting(client, appliedSetting)) ?? 0)
}
