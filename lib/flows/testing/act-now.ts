import { auditMark } from '../../db/audit-mark.ts'
import type { TokenAct } from '../../model/token-act.ts'
import { actOnTokens } from '../act-on-tokens.ts'
import type { World } from '../world.ts'

/** Does to tokens what somebody asks who sees all and has just looked. Answers with how many changed. */
export async function actNow(
  world: World,
  { id, name }: { id: string; name: string },
  ids: readonly string[],
  act: TokenAct,
): Promise<number> {
  const seen = { count: ids.length, mark: await auditMark(world.db) }
  const acted = await actOnTokens(world, { id, name, scope: { all: true } }, { act, chosen: { by: 'ids', ids } }, seen)
  if (!acted.done) throw new Error(`Not done: there are ${acted.now.count} of these ${ids.length} tokens.`)
  return acted.changed
}
