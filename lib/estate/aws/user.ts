import { company, person, teamOf, workloads, type Person } from '../company.ts'
import { day, hour, type Habit } from '../habit.ts'
import { letters, pick, share, weighted } from '../roll.ts'
import { story } from '../stories.ts'
import { everCount, type View } from '../view.ts'
import { inlineKinds, inlinePolicy } from './policies.ts'

export type Told = {
  name: string
  ageMs: number
  habit?: Partial<Habit>
  groups: readonly string[]
  policies: readonly string[]
  tags: Readonly<Record<string, string>>
}

/** Users whose story is told. Ages count back from the epoch. */
const told: Readonly<Record<number, Told>> = {
  [story.user.legacyAdmin]: {
    name: 'svc-legacy-admin',
    ageMs: 700 * day,
    habit: { everyMs: day },
    groups: ['administrators'],
    policies: [],
    tags: { owner: `it-operations@${company.domain}`, workload: 'directory-sync', note: 'do not touch before the data centre move' },
  },
  [story.user.sharedReporting]: {
    name: 'shared-reporting',
    ageMs: 410 * day,
    habit: { everyMs: hour },
    groups: ['analysts'],
    policies: ['fh-read-secrets'],
    tags: { owner: `finance@${company.domain}`, workload: 'lake-export', consumers: 'finance data-platform' },
  },
  [story.user.ciDeploy]: {
    name: 'ci-deploy',
    ageMs: 88 * day,
    habit: { everyMs: hour },
    groups: ['deployers'],
    policies: [],
    tags: { owner: `developer-experience@${company.domain}`, workload: 'ci-deploy' },
  },
  [story.user.oldMigration]: {
    name: 'migration-2023',
    ageMs: 930 * day,
    habit: { everyMs: null },
    groups: [],
    policies: ['AmazonS3FullAccess'],
    tags: {},
  },
  [story.user.bedrock]: {
    name: 'support-agent-model',
    ageMs: 120 * day,
    habit: { everyMs: hour },
    groups: [],
    policies: ['AmazonBedrockLimitedAccess'],
    tags: { owner: `ml-research@${company.domain}`, workload: 'support-agent' },
  },
  [story.user.invoiceMailer]: {
    name: 'invoice-mailer',
    ageMs: 260 * day,
    habit: { everyMs: day },
    groups: ['mail-senders'],
    policies: ['AmazonSESFullAccess'],
    tags: { owner: `finance@${company.domain}`, workload: 'invoice-mailer' },
  },
  [story.user.billingExport]: {
    name: 'billing-export',
    ageMs: 520 * day,
    habit: { everyMs: day },
    groups: [],
    policies: ['fh-lake-writer'],
    tags: { owner: `finance@${company.domain}`, workload: 'billing-export' },
  },
}

const purposes = ['export', 'sync', 'uploader', 'reader', 'writer', 'worker', 'monitor', 'backup'] as const
const stride = 389 // prime to 8 × the number of workloads, so that names do not repeat before all are used

export type User = {
  /** Number among those with keys, or null for one who only signs in to the console. */
  number: number | null
  name: string
  id: string
  arn: string
  path: string
  createdMs: number
  person: Person | null
  groups: readonly string[]
  policies: readonly string[]
  inline: readonly { name: string; document: object }[]
  boundary: string | null
  tags: Readonly<Record<string, string>>
}

/** Keys come in eights: seven users share them, of whom the last has two. */
export function userOfKey(key: number): { user: number; slot: 0 | 1 } {
  const within = key % 8
  return { user: Math.floor(key / 8) * 7 + Math.min(within, 6), slot: within === 7 ? 1 : 0 }
}

/** The keys that a user ever had, in the order of their slots, among so many in all. */
export function keysOfUser(user: number, keys: number): number[] {
  const first = Math.floor(user / 7) * 8 + (user % 7)
  return (user % 7 === 6 ? [first, first + 1] : [first]).filter((key) => key < keys)
}

/** How many users have keys. */
export function keyedUsers(view: View): number {
  const keys = everCount(view, 'accessKeys')
  return keys === 0 ? 0 : userOfKey(keys - 1).user + 1
}

/** How many users the account has: those who only sign in to the console come first in every listing. */
export function userCount(view: View): number {
  return view.sizes.consoleUsers + keyedUsers(view)
}

/** The user at a place of the listings. */
export function userAt(view: View, position: number): User {
  const consoles = view.sizes.consoleUsers
  return position < consoles ? consoleUser(view, position) : keyedUser(view, position - consoles)
}

/** The user with keys of this number. */
export function keyedUser(view: View, number: number): User {
  const { seed } = view
  const plot = told[number]
  if (plot) return make(view, number, plot.name, plot.ageMs + 3 * day, null, plot)
  const human = number % 6 === 5
  if (human) {
    const who = person(seed, Math.floor(number / 6))
    return make(view, number, who.login.replace('-', '.'), ageOfUser(view, number), who, humanRights(seed, number))
  }
  const combination = (number * stride) % (purposes.length * workloads.length)
  const workload = workloads[combination % workloads.length]!
  const round = Math.floor(number / (purposes.length * workloads.length))
  const name = `${workload.key}-${purposes[Math.floor(combination / workloads.length)]!}${round ? `-${round + 1}` : ''}`
  const fate = share(seed, 'owner tag', number)
  const team = teamOf(workload.team)
  return make(view, number, name, ageOfUser(view, number), null, {
    ...machineRights(seed, number),
    inlineFor: workload.key,
    tags: { ...(fate < 0.85 ? { owner: team.email, team: team.key } : {}), ...(fate < 0.95 ? { workload: workload.key } : {}) },
  })
}

function consoleUser(view: View, index: number): User {
  const who = person(view.seed, view.sizes.people - 1 - index)
  const name = who.login.replace('-', '.')
  return make(view, null, name, ageOfUser(view, index + 1_000_000), who, { groups: ['everyone'], policies: [], tags: { email: who.email } })
}

type Rights = {
  groups: readonly string[]
  policies: readonly string[]
  tags: Readonly<Record<string, string>>
  inlineFor?: string
  boundary?: string
}

function make(view: View, number: number | null, name: string, ageMs: number, who: Person | null, rights: Rights): User {
  const { seed } = view
  const path = who ? '/people/' : '/services/'
  const kind = pick(inlineKinds, seed, 'inline', name)
  return {
    number,
    name,
    id: `AIDA${letters(17, seed, 'user id', name)}`,
    arn: `arn:aws:iam::${company.account}:user${path}${name}`,
    path,
    createdMs: view.epoch - ageMs,
    person: who,
    groups: rights.groups,
    policies: rights.policies,
    inline: rights.inlineFor ? [inlinePolicy(kind, rights.inlineFor)] : [],
    boundary: rights.boundary ?? null,
    tags: who ? { email: who.email, ...rights.tags } : rights.tags,
  }
}

function ageOfUser({ seed }: View, number: number): number {
  return Math.floor((30 + share(seed, 'user age', number) * 2_800) * day)
}

function machineRights(seed: number, number: number): Omit<Rights, 'tags'> {
  return weighted<Omit<Rights, 'tags'>>(
    [
      [46, { groups: [], policies: [] }],
      [12, { groups: ['everyone'], policies: ['fh-lake-writer'] }],
      [9, { groups: [], policies: ['AmazonS3ReadOnlyAccess'] }],
      [7, { groups: ['deployers'], policies: [] }],
      [6, { groups: [], policies: ['fh-read-secrets'] }],
      [5, { groups: [], policies: ['AmazonS3FullAccess'] }],
      [5, { groups: ['everyone'], policies: ['CloudWatchAgentServerPolicy'] }],
      [4, { groups: ['developers'], policies: [], boundary: 'fh-boundary-developers' }],
      [3, { groups: [], policies: ['PowerUserAccess', 'fh-no-identity'] }],
      [3, { groups: [], policies: ['AdministratorAccess'] }],
    ],
    share(seed, 'rights', number),
  )
}

function humanRights(seed: number, number: number): Rights {
  const rights = weighted<Omit<Rights, 'tags'>>(
    [
      [40, { groups: ['analysts', 'everyone'], policies: [] }],
      [35, { groups: ['developers', 'everyone'], policies: [], boundary: 'fh-boundary-developers' }],
      [10, { groups: ['developers'], policies: ['fh-read-secrets'] }],
      [8, { groups: ['service-desk'], policies: [] }],
      [7, { groups: ['administrators'], policies: [] }],
    ],
    share(seed, 'human rights', number),
  )
  return { ...rights, tags: {} }
}

/** What a told user's key does, where its story says. */
export function toldUser(number: number): Told | undefined {
  return told[number]
}
