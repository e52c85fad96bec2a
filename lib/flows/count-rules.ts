import { readRules } from '../db/known.ts'
import { matchSubjects, ruleAssignments, type MatchSubject } from '../db/match-subjects.ts'
import { transaction } from '../db/transaction.ts'
import { holds } from '../ingest/match.ts'
import type { Rule } from '../model/rule.ts'
import type { World } from './world.ts'

/**
 * How many live tokens each rule assigns something to at present, by its id. Where one rule alone assigns an owner or a
 * workload, the tokens need only be counted; where several assign the same one, the tokens are matched to tell whose they are.
 */
export async function countRules(world: Pick<World, 'db'>): Promise<ReadonlyMap<string, number>> {
  return transaction(world.db.pool, async (client) => {
    const rules = await readRules(client)
    const counts = new Map(rules.map(({ id }) => [id, 0]))
    if (rules.length === 0) return counts
    const add = (deciding: Iterable<Rule | undefined>, count: number) => {
      for (const id of new Set([...deciding].flatMap((rule) => rule?.id ?? []))) counts.set(id, (counts.get(id) ?? 0) + count)
    }
    const byOwner = Map.groupBy(rules, ({ ownerId }) => ownerId)
    const byWorkload = Map.groupBy(rules, ({ workloadId }) => workloadId)
    const shared = { ownerIds: sharedKeys(byOwner), workloadIds: sharedKeys(byWorkload) }
    for (const { ownerId, workloadId, count } of await ruleAssignments(client)) {
      if (shared.ownerIds.includes(ownerId ?? '') || shared.workloadIds.includes(workloadId ?? '')) continue
      add([ownerId ? byOwner.get(ownerId)?.[0] : undefined, workloadId ? byWorkload.get(workloadId)?.[0] : undefined], count)
    }
    if (shared.ownerIds.length + shared.workloadIds.length === 0) return counts
    for await (const slice of matchSubjects(client, shared)) {
      for (const subject of slice) {
        const owner = subject.ownerHow === 'rule' ? first(byOwner.get(subject.ownerId), subject) : undefined
        const workload = subject.workloadHow === 'rule' ? first(byWorkload.get(subject.workloadId), subject) : undefined
        add([owner, workload], 1)
      }
    }
    return counts
  })
}

const mostShown = 200

/** The live tokens that a rule decides at present: how many, and the first of them. */
export async function ruleTokens(
  world: Pick<World, 'db'>,
  id: string,
): Promise<{ count: number; tokens: { id: string; name: string; kind: string }[] }> {
  return transaction(world.db.pool, async (client) => {
    const rules = await readRules(client)
    const rule = rules.find((one) => one.id === id)
    const tokens: { id: string; name: string; kind: string }[] = []
    let count = 0
    if (!rule) return { count, tokens }
    const { ownerId, workloadId } = rule
    const sharing = (noun: 'ownerId' | 'workloadId') => rules.filter((one) => one[noun] !== null && one[noun] === rule[noun])
    const [owners, workloads] = [sharing('ownerId'), sharing('workloadId')]
    for await (const slice of matchSubjects(client, { ownerIds: ownerId ? [ownerId] : [], workloadIds: workloadId ? [workloadId] : [] })) {
      for (const subject of slice) {
        const decides =
          (subject.ownerHow === 'rule' && subject.ownerId === ownerId && first(owners, subject)?.id === id) ||
          (subject.workloadHow === 'rule' && subject.workloadId === workloadId && first(workloads, subject)?.id === id)
        if (!decides) continue
        count += 1
        if (tokens.length < mostShown) tokens.push({ id: subject.id, name: subject.name, kind: subject.kind })
      }
    }
    return { count, tokens }
  })
}

function sharedKeys(rules: ReadonlyMap<string | null, readonly Rule[]>): string[] {
  return [...rules].flatMap(([id, those]) => (id !== null && those.length > 1 ? [id] : []))
}

function first(rules: readonly Rule[] | undefined, subject: MatchSubject): Rule | undefined {
  return rules?.find(({ condition }) => holds(condition, subject, subject.sourceId))
}
