import type { Db } from './db.ts'

/** What the demo brought, and so what goes with it. */
export type DemoHoldings = {
  sources: number
  tokens: number
  liveTokens: number
  owners: number
  workloads: number
  rules: number
  leaks: number
}

/** Counts rows that are marked as the demo's; the tokens are those of its sources, whatever their state, and those of them that live, which a list shows; `leaks` are all, those that somebody recorded or uploaded while it was here as well. */
export async function demoHoldings({ prisma }: Db): Promise<DemoHoldings> {
  const where = { demo: true }
  const [sources, tokens, liveTokens, owners, workloads, rules, leaks] = await Promise.all([
    prisma.source.count({ where }),
    prisma.token.count({ where: { source: where } }),
    prisma.token.count({ where: { source: where, state: 'live' } }),
    prisma.owner.count({ where }),
    prisma.workload.count({ where }),
    prisma.rule.count({ where }),
    prisma.exposure.count(),
  ])
  return { sources, tokens, liveTokens, owners, workloads, rules, leaks }
}
