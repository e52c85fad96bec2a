import type { Db } from './db.ts'

/** What the demo brought, and so what goes with it. */
export type DemoHoldings = { sources: number; tokens: number; owners: number; workloads: number; rules: number }

/** Counts rows that are marked as the demo's; the tokens are those of its sources, whatever their state. */
export async function demoHoldings({ prisma }: Db): Promise<DemoHoldings> {
  const where = { demo: true }
  const [sources, tokens, owners, workloads, rules] = await Promise.all([
    prisma.source.count({ where }),
    prisma.token.count({ where: { source: where } }),
    prisma.owner.count({ where }),
    prisma.workload.count({ where }),
    prisma.rule.count({ where }),
  ])
  return { sources, tokens, owners, workloads, rules }
}
