import type { Tx } from './db.ts'

/**
 * Deletes every row of the demo: sources with their tokens and runs, leaks, plans, exceptions and reviews of those, what was staged, rules, workloads,
 * owners, permissions that nothing has any more, the days that were counted, and what was told of all this. Messages are off afterwards: before anybody is told of
 * what is real, it is asked again. Answers with how many sources there were.
 */
export async function deleteDemo(tx: Tx): Promise<number> {
  // Real sources are never beside the demo: a leak that was matched to none of its tokens is the demo's as well.
  await tx.exposure.deleteMany({ where: { tokenId: null } })
  const sources = await tx.source.deleteMany({ where: { demo: true } })
  await tx.plan.deleteMany({ where: { demo: true } })
  await tx.campaign.deleteMany({ where: { demo: true } })
  await tx.$executeRaw`delete from exception x where not exists (select 1 from exception_token e where e.exception_id = x.id)`
  await tx.$executeRaw`delete from staged s where not exists (select 1 from run r where r.id = s.run_id)`
  await tx.rule.deleteMany({ where: { demo: true } })
  await tx.workload.deleteMany({ where: { demo: true } })
  await tx.owner.deleteMany({ where: { demo: true } })
  await tx.permissionSet.deleteMany({ where: { tokens: { none: {} }, issuers: { none: {} } } })
  await tx.permissionDocument.deleteMany({})
  await tx.snapshot.deleteMany({})
  await tx.message.deleteMany({})
  await tx.channel.updateMany({ where: { onSince: { not: null } }, data: { onSince: null, version: { increment: 1 } } })
  await tx.setting.deleteMany({ where: { name: 'message-digest' } })
  await tx.tracker.deleteMany({ where: { demo: true } })
  return sources.count
}
