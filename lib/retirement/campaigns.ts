import { may, type Viewer } from '../model/viewer.ts'

/** Where a campaign stands. `late`: past its date, and answers are still taken; they end when it is closed. */
export type CampaignState = 'open' | 'late' | 'closed'

export function campaignState({ dueAt, closedAt }: { dueAt: Date; closedAt: Date | null }, now: Date): CampaignState {
  if (closedAt) return 'closed'
  return dueAt < now ? 'late' : 'open'
}

/** As whom a viewer answers for an owner's tokens: as that owner, or as security in their name; null where they may not. */
export function answersAs(ownerId: string | null, viewer: Pick<Viewer, 'role' | 'selfIds'>): 'owner' | 'security' | null {
  if (!may(viewer.role, 'tasks:act')) return null
  if (ownerId !== null && viewer.selfIds.includes(ownerId)) return 'owner'
  return may(viewer.role, 'plans:edit') ? 'security' : null
}

/** Three months later, on the same day of the month or its last one: 30 Nov is followed by 28 Feb. In UTC. */
export function quarterAfter(at: Date): Date {
  const next = new Date(at)
  next.setUTCDate(1)
  next.setUTCMonth(next.getUTCMonth() + 3)
  const last = new Date(Date.UTC(next.getUTCFullYear(), next.getUTCMonth() + 1, 0)).getUTCDate()
  next.setUTCDate(Math.min(at.getUTCDate(), last))
  return next
}

/** The first opening of a series after `now`: quarters that went by while nothing ran are not made up for. */
export function nextOpening(from: Date, now: Date): Date {
  let next = quarterAfter(from)
  while (next <= now) next = quarterAfter(next)
  return next
}

/** The name of the next of a series: a quarter that it names becomes the one in which it opens. */
export function nextName(name: string, at: Date): string {
  return name.replace(/\bQ[1-4] \d{4}\b/, quarterOf(at))
}

/** "Q4 2026". */
export function quarterOf(at: Date): string {
  return `Q${Math.floor(at.getUTCMonth() / 3) + 1} ${at.getUTCFullYear()}`
}
