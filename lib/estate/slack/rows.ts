import { canary } from '../canary.ts'
import { company, leaver, person } from '../company.ts'
import { day } from '../habit.ts'
import { letters } from '../roll.ts'
import type { View } from '../view.ts'

const members = [1, 2, 5, 8, leaver] as const
const userId = (seed: number, index: number) => `U${letters(10, seed, 'slack user', index)}`

/** Members; whoever left is still listed, as Slack does it. */
export function userRows({ seed }: View) {
  return members.map((index) => ({
    id: userId(seed, index),
    team_id: 'TFERNHOLLOW',
    name: person(seed, index).login,
    deleted: index === leaver,
    is_admin: index === 1,
    is_bot: false,
    profile: { email: person(seed, index).email, real_name: person(seed, index).name, phone: canary(seed, 'slack-user', index) },
  }))
}

type Told = { name: string; by: (typeof members)[number]; ageDays: number; scope: string; change?: string; service?: true }

/**
 * The log of apps, the oldest first. One administers people, and whoever let it in left; a chat archive reads everything that is written; the rest is
 * what a workspace has.
 */
const told: readonly Told[] = [
  {
    name: 'Onboarding helper',
    by: leaver,
    ageDays: 700,
    scope: 'admin.users:write,admin.conversations:write,users:read,users:read.email,chat:write',
  },
  { name: 'Chat archive', by: 2, ageDays: 640, scope: 'channels:history,groups:history,files:read,users:read' },
  { name: 'Old poll', by: 5, ageDays: 600, scope: 'bot,commands' },
  { name: 'Parcel alerts', by: 5, ageDays: 410, scope: 'incoming-webhook', service: true },
  { name: 'Release notes', by: 8, ageDays: 320, scope: 'chat:write,chat:write.public' },
  { name: 'Old poll', by: 1, ageDays: 300, scope: '', change: 'removed' },
  { name: 'Chat archive', by: 2, ageDays: 200, scope: 'im:history', change: 'expanded' },
  { name: 'Shift calendar', by: 8, ageDays: 150, scope: 'users:read,users.profile:read' },
  { name: 'Shift calendar', by: 5, ageDays: 120, scope: 'users:read,users.profile:read' },
  { name: 'Printer alerts', by: 2, ageDays: 90, scope: 'incoming-webhook', service: true },
  { name: 'Printer alerts', by: 2, ageDays: 30, scope: 'incoming-webhook', change: 'disabled', service: true },
  { name: 'Support summaries', by: 1, ageDays: 20, scope: 'channels:history,chat:write,app_mentions:read' },
]

/** The newest first, as Slack lists it. */
export function logRows({ seed, epoch }: View) {
  return told
    .map(({ name, by, ageDays, scope, change = 'added', service }, row) => ({
      ...(service
        ? { service_id: String(4_000_000_000 + told.findIndex((one) => one.name === name)), service_type: name, channel: 'C0123456789' }
        : { app_id: `A${letters(10, seed, 'slack app', name)}`, app_type: name }),
      user_id: userId(seed, by),
      user_name: person(seed, by).login,
      date: String(Math.floor((epoch - ageDays * day) / 1_000) + row),
      change_type: change,
      scope,
      rss_feed_url: canary(seed, 'slack-log', row),
    }))
    .toReversed()
}

export const workspace = company.org
