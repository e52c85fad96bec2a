import { company, leaver, person } from '../company.ts'
import { isStill } from '../further/rows.ts'
import { keyIdOf, type Caller } from '../google/sign-in.ts'
import { day, hour, type Habit } from '../habit.ts'
import { roll } from '../roll.ts'
import type { View } from '../view.ts'

const auth = 'https://www.googleapis.com/auth/'
const identity = ['openid', `${auth}userinfo.email`, `${auth}userinfo.profile`]

export type UserRow = { index: number; id: string; email: string; name: string; suspended: boolean; isAdmin: boolean }

/** The company's people at Google, the leaver among them: their account was never closed. */
export function userRows({ seed }: Pick<View, 'seed'>): readonly UserRow[] {
  return Array.from({ length: 11 }, (_, index): UserRow => {
    const { email, name } = person(seed, index)
    return { index, id: idOf(seed, index), email, name, suspended: index === 9, isAdmin: index === 0 }
  })
}

/** The accounts in whose names Standdown reads and acts. */
export const admins = { reads: `standdown@${company.domain}`, acts: `standdown-acts@${company.domain}` } as const

const idOf = (seed: number, index: number) => `1${String(roll(seed, 'google user', index)).padStart(20, '0')}`

export type GrantRow = {
  row: number
  user: number
  clientId: string
  app: string
  scopes: readonly string[]
  native: boolean
  /** Let in so long before the epoch (ms). */
  ageMs: number
  /** Taken away before, so long before the epoch (ms). */
  revokedMs?: number
  habit: Habit
  byAgent: boolean
}

type Told = Pick<GrantRow, 'user' | 'app' | 'scopes' | 'ageMs' | 'habit'> &
  Partial<Pick<GrantRow, 'native' | 'byAgent' | 'revokedMs'>> & { client: number }

/** What people let in. The vendor of "pallet-planning" is no more, and its app still reads and writes all mail and files of two people. */
function told({ epoch }: Pick<View, 'epoch'>): readonly Told[] {
  const daily: Habit = { everyMs: day, phase: epoch }
  const hourly: Habit = { everyMs: hour, phase: epoch }
  const never: Habit = { everyMs: null, phase: epoch }
  const pallets = { app: 'pallet-planning', client: 1, scopes: ['https://mail.google.com/', `${auth}drive`, ...identity] }
  return [
    { ...pallets, user: 1, ageMs: 1_050 * day, habit: { ...daily, untilMs: epoch - 100 * day } },
    { ...pallets, user: 5, ageMs: 990 * day, habit: { ...daily, untilMs: epoch - 101 * day } },
    // Of the person who has left: it sends mail in their name, every day.
    { user: leaver, app: 'Outreach Scheduler', client: 2, scopes: [`${auth}gmail.modify`, `${auth}contacts`, ...identity], ageMs: 640 * day, habit: daily },
    { user: leaver, app: 'Signdrop', client: 3, scopes: [`${auth}drive.file`, ...identity], ageMs: 700 * day, habit: { ...daily, untilMs: epoch - 300 * day } },
    // An administrator's, who let a tool administer everybody.
    { user: 0, app: 'Directory Cleaner', client: 4, scopes: [`${auth}admin.directory.user`, `${auth}admin.directory.group`, ...identity], ageMs: 420 * day, habit: { ...daily, untilMs: epoch - 96 * day } },
    { user: 0, app: 'Account Sync', client: 5, scopes: [`${auth}calendar`], native: true, ageMs: 300 * day, habit: hourly },
    { user: 2, app: 'Notewright', client: 6, scopes: [`${auth}calendar.readonly`, `${auth}drive.readonly`, `${auth}gmail.readonly`, ...identity], byAgent: true, ageMs: 75 * day, habit: hourly },
    { user: 4, app: 'Notewright', client: 6, scopes: [`${auth}calendar.readonly`, ...identity], byAgent: true, ageMs: 20 * day, revokedMs: 40 * day, habit: hourly },
    { user: 4, app: 'Signdrop', client: 3, scopes: [`${auth}drive.file`, ...identity], ageMs: 150 * day, habit: daily },
    { user: 6, app: 'Slideforge', client: 7, scopes: [`${auth}presentations`, `${auth}drive.readonly`, ...identity], ageMs: 260 * day, habit: { ...daily, untilMs: epoch - 12 * day } },
    // The company's own, of its project at Google Cloud.
    { user: 7, app: 'Freight Desk', client: 0, scopes: [`${auth}spreadsheets`, ...identity], ageMs: 330 * day, habit: hourly },
    { user: 8, app: 'Freight Desk', client: 0, scopes: [`${auth}spreadsheets`, ...identity], ageMs: 120 * day, habit: hourly },
    { user: 8, app: 'Lunch Poll', client: 8, scopes: identity, ageMs: 500 * day, habit: never },
    { user: 9, app: 'Slideforge', client: 7, scopes: [`${auth}presentations`, ...identity], ageMs: 410 * day, habit: { ...daily, untilMs: epoch - 140 * day } },
    { user: 10, app: 'Script Runner', client: 9, scopes: [`${auth}script.projects`, `${auth}drive`, ...identity], ageMs: 95 * day, habit: daily },
  ]
} // prettier-ignore

/** The project of the company's own app. */
export const ownProject = '318840027716'

export function grantRows(view: View): readonly GrantRow[] {
  return told(view)
    .map(({ client, native = false, byAgent = false, ...one }, row): GrantRow => {
      const number = client === 0 ? ownProject : String(200_000_000_000 + (roll(view.seed, 'google client', client) % 700_000_000_000))
      return { row, native, byAgent, ...one, clientId: `${number}-fh${client}.apps.googleusercontent.com` }
    })
    .filter(({ row }) => isStill(view, 'google-workspace.grants', row))
} // prettier-ignore

export type PasswordRow = { row: number; user: number; codeId: number; name: string; ageMs: number; habit: Habit }

/** App passwords: an old printer's, whose date Google does not know any more; and one that was never used. */
export function passwordRows(view: View): readonly PasswordRow[] {
  const rows: readonly PasswordRow[] = [
    { row: 0, user: 6, codeId: 1, name: 'Warehouse scanner mail', ageMs: 0, habit: { everyMs: day, phase: view.epoch } },
    { row: 1, user: 10, codeId: 4, name: 'Thunderbird', ageMs: 210 * day, habit: { everyMs: null, phase: view.epoch } },
  ]
  return rows.filter(({ row }) => isStill(view, 'google-workspace.passwords', row))
}

/** The service accounts by which callers are known, and what each was delegated. */
export function callersOf(seed: number): Readonly<Record<'reads' | 'acts', Caller>> {
  const caller = (name: string, scopes: readonly string[], subject: string): Caller => {
    const email = `${name}@fernhollow-security.iam.gserviceaccount.com`
    return { email, keyId: keyIdOf(seed, email), scopes: scopes.map((scope) => `${auth}${scope}`), subjects: [subject] }
  }
  return {
    reads: caller(
      'workspace-reader',
      ['admin.directory.user.readonly', 'admin.directory.user.security', 'admin.reports.audit.readonly'],
      admins.reads,
    ),
    acts: caller('workspace-actor', ['admin.directory.user.security'], admins.acts),
  }
}
