import { v7 as uuid } from 'uuid'
import type { Db } from './db.ts'
import type { Prisma } from './generated/client.ts'

/** A rule of the demo; owner and workload by the keys that its imported files gave them. */
export type DemoRule = { name: string; condition: object; ownerKey: string | null; workloadKey: string | null }

/** Adds the demo's rules in their order, unless there are some. One whose owner and workload are both unknown is left out. */
export async function addDemoRules({ prisma }: Db, rules: readonly DemoRule[]): Promise<void> {
  if (await prisma.rule.count({ where: { demo: true } })) return
  for (const [position, rule] of rules.entries()) {
    const owner = rule.ownerKey ? await prisma.owner.findUnique({ where: { key: rule.ownerKey } }) : null
    const workload = rule.workloadKey ? await prisma.workload.findUnique({ where: { key: rule.workloadKey.toLowerCase() } }) : null
    if (!owner && !workload) continue
    await prisma.rule.create({
      data: {
        id: uuid(),
        position,
        name: rule.name,
        condition: rule.condition as Prisma.InputJsonValue,
        ownerId: owner?.id ?? null,
        workloadId: workload?.id ?? null,
        demo: true,
      },
    })
  }
}
