import { leaver, person } from '../company.ts'
import { habitOf, ageOf, day, hour, type Habit } from '../habit.ts'
import { isStill } from '../further/rows.ts'
import { hex } from '../roll.ts'
import type { View } from '../view.ts'

export type CredentialRow = {
  row: number
  is: 'passwordCredentials' | 'keyCredentials'
  keyId: string
  /** Null, as those have it that were made without a description. */
  name: string | null
  /** Made so long before the epoch (ms). */
  ageMs: number
  /** Ends so long after it was made (ms); null: no end was set. */
  lifeMs: number | null
  habit: Habit
}

export type ApplicationRow = {
  row: number
  id: string
  appId: string
  principalId: string
  name: string
  owners: readonly number[]
  /** What it was given, by interface: "Microsoft Graph/Mail.Send". */
  roles: readonly string[]
  scopes?: string
  isDisabled?: boolean
  held: readonly CredentialRow[]
  federated?: { name: string; issuer: string; subject: string }
}

/** An id of Entra ID, the same at every start. */
export function guid(seed: number, ...parts: readonly (string | number)[]): string {
  const digits = hex(32, seed, 'entra', ...parts)
  return [digits.slice(0, 8), digits.slice(8, 12), `4${digits.slice(13, 16)}`, `a${digits.slice(17, 20)}`, digits.slice(20)].join('-')
}

type Told = Omit<ApplicationRow, 'row' | 'id' | 'appId' | 'principalId' | 'held'> & {
  held: readonly Omit<CredentialRow, 'row' | 'keyId'>[]
}
type Life = { name?: string | null; ageMs: number; lifeMs: number | null; habit: Habit }

const secret = ({ name = null, ...life }: Life) => ({ is: 'passwordCredentials' as const, name, ...life })
const certificate = ({ name = null, ...life }: Life) => ({ is: 'keyCredentials' as const, name, ...life })

/** What the company's applications are there for; the last ones are ordinary, and rolled. */
function told({ seed, epoch }: Pick<View, 'seed' | 'epoch'>): readonly Told[] {
  const daily: Habit = { everyMs: day, phase: epoch }
  const hourly: Habit = { everyMs: hour, phase: epoch }
  return [
    // The worst: it makes anybody Global Administrator, never ends, and nobody answers for it any more.
    { name: 'directory-sync', owners: [leaver], roles: ['Microsoft Graph/RoleManagement.ReadWrite.Directory', 'Microsoft Graph/User.Read.All'], held: [secret({ name: 'sync job', ageMs: 730 * day, lifeMs: null, habit: daily })] },
    // Unused for two hundred days, and still good.
    { name: 'invoice-mailer', owners: [1], roles: ['Microsoft Graph/Mail.Send'], held: [secret({ name: 'mailer', ageMs: 560 * day, lifeMs: 1_095 * day, habit: { ...daily, untilMs: epoch - 200 * day } })] },
    { name: 'lake-export', owners: [2, 4], roles: ['Microsoft Graph/Sites.Read.All'], held: [certificate({ name: 'CN=lake-export', ageMs: 60 * day, lifeMs: 365 * day, habit: hourly })] },
    // The way out: nothing is held at all.
    { name: 'ci-deploy', owners: [5], roles: ['Microsoft Graph/Application.ReadWrite.OwnedBy'], held: [], federated: { name: 'deploy-main', issuer: 'https://token.actions.githubusercontent.com', subject: 'repo:fernhollow/platform:environment:production' } },
    { name: 'patch-report', owners: [6], roles: ['Microsoft Graph/Device.Read.All'], isDisabled: true, held: [secret({ ageMs: 900 * day, lifeMs: null, habit: { everyMs: null, phase: epoch } })] },
    // Replaced once, and the old one left behind.
    { name: 'backup-runner', owners: [], roles: ['Office 365 Exchange Online/full_access_as_app'], held: [secret({ name: '2024', ageMs: 640 * day, lifeMs: 1_460 * day, habit: { ...daily, untilMs: epoch - 120 * day } }), secret({ name: '2026', ageMs: 121 * day, lifeMs: 730 * day, habit: daily })] },
    { name: 'support-agent', owners: [7], roles: ['Microsoft Graph/Mail.ReadWrite', 'Microsoft Graph/Chat.Read.All'], scopes: 'openid profile User.Read Chat.Read', held: [secret({ name: 'agent', ageMs: 300 * day, lifeMs: 730 * day, habit: hourly })] },
    { name: 'warehouse-sync', owners: [8], roles: ['customs-desk/Declarations.Submit'], held: [secret({ name: 'customs', ageMs: 150 * day, lifeMs: 365 * day, habit: daily })] },
    { name: 'customs-desk', owners: [9], roles: [], held: [certificate({ name: 'CN=customs-desk', ageMs: 400 * day, lifeMs: 365 * day, habit: { ...daily, untilMs: epoch - 40 * day } })] },
    { name: 'scanner', owners: [5], roles: ['Microsoft Graph/AuditLog.Read.All'], held: [certificate({ name: 'CN=scanner', ageMs: 20 * day, lifeMs: 90 * day, habit: hourly })] },
    // An administrator by way of a group, which its own page does not show.
    { name: 'helpdesk-portal', owners: [4], roles: ['Microsoft Graph/User.Read.All'], held: [secret({ name: 'portal', ageMs: 210 * day, lifeMs: 730 * day, habit: daily })] },
    ...['route-planner', 'search-index', 'notebook-hub', 'docs-site'].map((name, at): Told => ({
      name,
      owners: [10 + at],
      roles: [['Microsoft Graph/User.Read.All'], ['Microsoft Graph/Files.Read.All'], ['Microsoft Graph/Sites.Selected'], []][at] ?? [],
      held: [secret({ name: 'app', ageMs: ageOf(seed, 'entra', at), lifeMs: 2_900 * day, habit: habitOf(seed, 'entra', at, epoch) })],
    })),
    // Our own way in: a standing secret shows up among the others.
    { name: 'standdown-reader', owners: [5], roles: ['Microsoft Graph/Directory.Read.All', 'Microsoft Graph/AuditLog.Read.All'], held: [secret({ name: 'standdown', ageMs: 30 * day, lifeMs: 90 * day, habit: hourly })] },
    { name: 'standdown-actor', owners: [5], roles: ['Microsoft Graph/Application.ReadWrite.OwnedBy'], held: [secret({ name: 'standdown', ageMs: 30 * day, lifeMs: 90 * day, habit: { everyMs: null, phase: epoch } })] },
  ]
} // prettier-ignore

/** The company's applications with what is left of their credentials. */
export function applicationRows(view: View): readonly ApplicationRow[] {
  return told(view).map((one, row) => ({
    ...one,
    row,
    id: guid(view.seed, 'application', row),
    appId: guid(view.seed, 'client', row),
    principalId: guid(view.seed, 'principal', row),
    held: one.held
      .map((held, at) => ({ ...held, row: row * 10 + at, keyId: guid(view.seed, 'credential', row, at) }))
      .filter(({ row: at }) => isStill(view, 'entra.credentials', at)),
  }))
}

/** The applications by which callers are known. */
export const callers = { reads: 'standdown-reader', acts: 'standdown-actor' } as const

/** An owner, as a directory lists people. */
export function ownerJson(seed: number, index: number) {
  const { name, email, login } = person(seed, index)
  return {
    '@odata.type': '#microsoft.graph.user',
    id: guid(seed, 'user', login),
    displayName: name,
    mail: email,
    userPrincipalName: email,
  }
}
