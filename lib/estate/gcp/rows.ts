import { company, leaver, person } from '../company.ts'
import { isStill, works } from '../further/rows.ts'
import { keyIdOf, type Caller } from '../google/sign-in.ts'
import { ageOf, day, habitOf, hour, type Habit } from '../habit.ts'
import { hex, roll } from '../roll.ts'
import type { View } from '../view.ts'

export const organisation = '640228117359'

export type ProjectRow = { id: string; number: string; name: string; labels: Readonly<Record<string, string>> }

const cloudProject = (name: string, number: string, labels: Readonly<Record<string, string>>): ProjectRow => ({
  id: `fernhollow-${name}`,
  number,
  name: `fernhollow ${name}`,
  labels,
})

/** The company's projects at Google: production, the data lake, what research tries, and the tools of security. */
export const projectRows: readonly ProjectRow[] = [
  cloudProject('prod', '318840027716', { env: 'production', team: 'logistics' }),
  cloudProject('lake', '904471126390', { env: 'production', team: 'data-platform' }),
  cloudProject('research', '227715560834', { env: 'sandbox', team: 'ml-research' }),
  cloudProject('security', '551098340127', { env: 'production', team: 'security' }),
]

export type KeyRow = {
  row: number
  id: string
  ageMs: number
  /** Ends so long after it was made (ms); null: never. */
  lifeMs: number | null
  origin: 'GOOGLE_PROVIDED' | 'USER_PROVIDED'
  disabled: boolean
  habit: Habit
  /** Google's notice: where it found the key. */
  exposedAt?: string
  disableReason?: string
}

export type AccountRow = {
  row: number
  project: ProjectRow
  email: string
  uniqueId: string
  displayName: string
  description: string
  disabled: boolean
  roles: readonly (readonly [role: string, on: string])[]
  keys: readonly KeyRow[]
}

type ToldKey = Partial<Pick<KeyRow, 'lifeMs' | 'origin' | 'disabled' | 'exposedAt' | 'disableReason'>> & Pick<KeyRow, 'ageMs' | 'habit'>
type Told = {
  project: 'prod' | 'lake' | 'research' | 'security'
  name: string
  says?: string
  disabled?: boolean
  roles: readonly (readonly [string, string])[]
  keys: readonly ToldKey[]
}

const on = {
  organisation: `//cloudresourcemanager.googleapis.com/organizations/${organisation}`,
  project: (name: string) => `//cloudresourcemanager.googleapis.com/projects/fernhollow-${name}`,
  bucket: (name: string) => `//storage.googleapis.com/fernhollow-${name}`,
}
const custom = `organizations/${organisation}/roles/parcelReporter`

/** What the company's service accounts are there for; the last ones are ordinary, and rolled. */
function told({ seed, epoch }: Pick<View, 'seed' | 'epoch'>): readonly Told[] {
  const hourly: Habit = { everyMs: hour, phase: epoch }
  const daily: Habit = { everyMs: day, phase: epoch }
  const never: Habit = { everyMs: null, phase: epoch }
  return [
    // The worst: it owns production, nobody has used it for two hundred days, and whoever made it has left.
    { project: 'prod', name: 'terraform-legacy', says: `Made by ${person(seed, leaver).email} for the first rollout`, roles: [['roles/owner', on.project('prod')]], keys: [{ ageMs: 720 * day, habit: { ...daily, untilMs: epoch - 200 * day } }] },
    // Google found it in public and said so; it works all the same.
    { project: 'prod', name: 'parcel-tracking', says: `Contact: ${person(seed, 8).email}`, roles: [['roles/pubsub.publisher', on.project('prod')], ['roles/storage.objectAdmin', on.bucket('parcels')]], keys: [{ ageMs: 410 * day, habit: hourly, exposedAt: 'https://github.com/parcel-demos/tracker/blob/main/config/service-account.json' }] },
    // So it did with this one, and switched it off by itself.
    { project: 'research', name: 'notebook-hub', roles: [['roles/bigquery.dataViewer', on.project('lake')]], keys: [{ ageMs: 260 * day, habit: { ...daily, untilMs: epoch - 31 * day }, disabled: true, disableReason: 'SERVICE_ACCOUNT_KEY_DISABLE_REASON_EXPOSED', exposedAt: 'https://gist.github.com/notebooks/7c1f' }] },
    { project: 'prod', name: 'ci-deploy', roles: [['roles/run.developer', on.project('prod')], ['roles/iam.serviceAccountUser', on.project('prod')]], keys: [] },
    // Replaced once, and the old one left behind.
    { project: 'lake', name: 'lake-ingest', says: 'data-platform', roles: [['roles/bigquery.dataEditor', on.project('lake')], ['roles/storage.objectViewer', on.bucket('raw')]], keys: [{ ageMs: 500 * day, habit: { ...daily, untilMs: epoch - 91 * day } }, { ageMs: 92 * day, habit: hourly }] },
    { project: 'lake', name: 'lake-export', roles: [['roles/storage.objectViewer', on.bucket('export')]], keys: [{ ageMs: 61 * day, lifeMs: 90 * day, habit: hourly, origin: 'USER_PROVIDED' }] },
    { project: 'lake', name: 'metrics-rollup', roles: [[custom, on.project('lake')]], keys: [{ ageMs: 330 * day, habit: daily }] },
    // The account is switched off, and its keys with it.
    { project: 'prod', name: 'customs-desk', disabled: true, roles: [['roles/datastore.user', on.project('prod')]], keys: [{ ageMs: 800 * day, habit: { ...daily, untilMs: epoch - 120 * day } }] },
    { project: 'prod', name: 'backup-runner', roles: [['roles/storage.admin', on.organisation]], keys: [{ ageMs: 940 * day, habit: daily }] },
    // Made yesterday: no report can have it yet.
    { project: 'prod', name: 'route-planner', roles: [['roles/cloudsql.client', on.project('prod')]], keys: [{ ageMs: day, habit: hourly }] },
    { project: 'research', name: 'demand-forecast', roles: [['roles/aiplatform.user', on.project('research')]], keys: [{ ageMs: 150 * day, habit: daily }] },
    { project: 'research', name: 'support-agent', says: `Answers customers by itself. Contact: ${person(seed, 7).email}`, roles: [['roles/dialogflow.client', on.project('research')], ['roles/secretmanager.secretAccessor', on.project('research')]], keys: [{ ageMs: 290 * day, habit: hourly }] },
    { project: 'research', name: 'old-import', roles: [], keys: [{ ageMs: 1_300 * day, habit: never }] },
    ...['search-index', 'image-resizer', 'docs-site'].map((name, at): Told => ({
      project: 'prod',
      name,
      roles: [[['roles/storage.objectViewer', 'roles/pubsub.subscriber', 'roles/logging.logWriter'][at] ?? 'roles/browser', on.project('prod')]],
      keys: [{ ageMs: ageOf(seed, 'gcp', at), habit: habitOf(seed, 'gcp', at, epoch) }],
    })),
    // Our own way in: a standing key shows up among the others.
    ...(['standdown-reader', 'standdown-actor'] as const).map((name): Told => ({ project: 'security', name, roles: [[`organizations/${organisation}/roles/standdown${name === 'standdown-actor' ? 'Acts' : ''}`, on.organisation]], keys: [{ ageMs: 25 * day, lifeMs: 90 * day, habit: name === 'standdown-actor' ? never : hourly }] })),
  ]
} // prettier-ignore

/** The company's service accounts, with what is left of their keys. */
export function accountRows(view: View): readonly AccountRow[] {
  return told(view).map(({ project: name, name: account, says = '', disabled = false, roles, keys }, row): AccountRow => {
    const project = projectRows.find(({ id }) => id === `fernhollow-${name}`)!
    const email = `${account}@${project.id}.iam.gserviceaccount.com`
    return {
      row,
      project,
      email,
      uniqueId: `1${String(roll(view.seed, 'gcp account', row)).padStart(20, '0')}`,
      displayName: account.replaceAll('-', ' '),
      description: says,
      disabled,
      roles,
      keys: keys
        .map((key, at): KeyRow => {
          const of = row * 10 + at
          const { disabled: off = false, lifeMs = null, origin = 'GOOGLE_PROVIDED', ...rest } = key
          const id = account.startsWith('standdown-') ? keyIdOf(view.seed, email) : hex(40, view.seed, 'gcp key', of)
          return { row: of, id, lifeMs, origin, ...rest, disabled: !works(view, 'gcp.keys', of, !off) }
        })
        .filter(({ row: at }) => isStill(view, 'gcp.keys', at)),
    }
  })
}

const cloudPlatform = 'https://www.googleapis.com/auth/cloud-platform'

/** The accounts by which callers are known. */
export function callersOf(seed: number): Readonly<Record<'reads' | 'acts', Caller>> {
  const caller = (name: string): Caller => {
    const email = `${name}@fernhollow-security.iam.gserviceaccount.com`
    return { email, keyId: keyIdOf(seed, email), scopes: [cloudPlatform] }
  }
  return { reads: caller('standdown-reader'), acts: caller('standdown-actor') }
}

export type ApiKeyRow = {
  row: number
  project: ProjectRow
  uid: string
  name: string
  ageMs: number
  restrictions: object | null
  account: string | null
}

/** API keys: one that may call everything, as it was made years ago; one for maps in a page; one of a server; one that acts as an account. */
export function apiKeyRows(view: View): readonly ApiKeyRow[] {
  const rows: readonly (readonly [project: number, name: string, ageMs: number, restrictions: object | null, account?: string])[] = [
    [0, 'Browser key (auto created by Firebase)', 1_500 * day, null],
    [0, 'Delivery map', 420 * day, { apiTargets: [{ service: 'maps-backend.googleapis.com' }], browserKeyRestrictions: { allowedReferrers: [`*.${company.domain}/*`] } }],
    [0, 'Route planner server', 200 * day, { apiTargets: [{ service: 'routes.googleapis.com' }], serverKeyRestrictions: { allowedIps: ['203.0.113.24', '203.0.113.25'] } }],
    [2, 'Gemini trial', 130 * day, { apiTargets: [{ service: 'generativelanguage.googleapis.com' }] }],
    [2, 'Forecast batch', 40 * day, { apiTargets: [{ service: 'aiplatform.googleapis.com', methods: ['*Predict*'] }] }, 'demand-forecast@fernhollow-research.iam.gserviceaccount.com'],
  ]
  return rows
    .map(([project, name, ageMs, restrictions, account = null], row) => ({ row, project: projectRows[project]!, name, ageMs, restrictions, account, uid: uuidOf(view.seed, row) }))
    .filter(({ row }) => isStill(view, 'gcp.api-keys', row))
} // prettier-ignore

function uuidOf(seed: number, row: number): string {
  const digits = hex(32, seed, 'gcp api key', row)
  return [digits.slice(0, 8), digits.slice(8, 12), `4${digits.slice(13, 16)}`, `a${digits.slice(17, 20)}`, digits.slice(20)].join('-')
}

/** The pool of deployments, by whose provider every repository of GitHub's is let in; and one that lets in one repository. */
export const poolRows = [
  { id: 'github', name: 'GitHub deployments', project: projectRows[0]!, providers: [{ id: 'actions', issuer: 'https://token.actions.githubusercontent.com', condition: null }] },
  { id: 'cluster', name: 'Warehouse clusters', project: projectRows[3]!, providers: [{ id: 'edge', issuer: `https://oidc.${company.domain}/warehouse`, condition: 'assertion.sub == "system:serviceaccount:edge:sync"' }] },
] as const // prettier-ignore

/** Roles of the company's own. */
export const ownRoles: Readonly<Record<string, readonly string[]>> = {
  [custom]: ['bigquery.jobs.create', 'bigquery.tables.getData', 'bigquery.tables.list'],
  [`organizations/${organisation}/roles/standdown`]: ['cloudasset.assets.searchAllIamPolicies', 'cloudasset.assets.searchAllResources', 'iam.serviceAccountKeys.list'],
  [`organizations/${organisation}/roles/standdownActs`]: ['apikeys.keys.delete', 'iam.serviceAccountKeys.delete', 'iam.serviceAccountKeys.disable', 'iam.serviceAccountKeys.enable'],
} // prettier-ignore
