import { pick, roll, share } from './roll.ts'

/** The make-believe company: a freight forwarder that never was. */
export const company = {
  name: 'Fernhollow Freight',
  domain: 'fernhollow.example',
  org: 'fernhollow',
  orgId: 48213907,
  account: '471182936605',
}

export type Team = { key: string; name: string; email: string }

export const teams: readonly Team[] = [
  ['payments', 'Payments'],
  ['storefront', 'Storefront'],
  ['data-platform', 'Data Platform'],
  ['logistics', 'Logistics'],
  ['ml-research', 'Machine Learning'],
  ['it-operations', 'IT Operations'],
  ['security', 'Security Engineering'],
  ['mobile', 'Mobile Apps'],
  ['finance', 'Finance Systems'],
  ['developer-experience', 'Developer Experience'],
].map(([key, name]) => ({ key: key!, name: name!, email: `${key}@${company.domain}` }))

export type Workload = {
  key: string
  name: string
  team: string
  environment: 'production' | 'staging' | 'development' | 'sandbox'
  sensitivity: 0 | 1 | 2 | 3 | 4
  dataClasses: readonly string[]
}

const seeds: readonly (readonly [key: string, team: string, sensitivity: Workload['sensitivity'], data: string])[] = [
  ['ledger', 'payments', 4, 'payment'],
  ['card-vault', 'payments', 4, 'payment'],
  ['refunds', 'payments', 4, 'payment'],
  ['billing-export', 'finance', 3, 'customer'],
  ['invoice-mailer', 'finance', 3, 'customer'],
  ['tax-filing', 'finance', 4, 'regulated'],
  ['checkout', 'storefront', 3, 'customer'],
  ['catalogue', 'storefront', 2, ''],
  ['search-index', 'storefront', 2, ''],
  ['image-resizer', 'storefront', 1, ''],
  ['warehouse-sync', 'logistics', 2, ''],
  ['parcel-tracking', 'logistics', 3, 'customer'],
  ['customs-desk', 'logistics', 3, 'regulated'],
  ['route-planner', 'logistics', 2, ''],
  ['lake-ingest', 'data-platform', 3, 'customer'],
  ['lake-export', 'data-platform', 3, 'customer'],
  ['metrics-rollup', 'data-platform', 1, ''],
  ['dbt-runner', 'data-platform', 2, ''],
  ['demand-forecast', 'ml-research', 2, ''],
  ['support-agent', 'ml-research', 3, 'customer'],
  ['notebook-hub', 'ml-research', 1, ''],
  ['backup-runner', 'it-operations', 3, 'customer'],
  ['directory-sync', 'it-operations', 4, 'identity'],
  ['patch-report', 'it-operations', 1, ''],
  ['log-archive', 'security', 2, ''],
  ['scanner', 'security', 2, ''],
  ['push-gateway', 'mobile', 2, ''],
  ['app-signing', 'mobile', 4, 'identity'],
  ['ci-deploy', 'developer-experience', 2, ''],
  ['artifact-mirror', 'developer-experience', 1, ''],
  ['preview-envs', 'developer-experience', 0, ''],
  ['docs-site', 'developer-experience', 0, ''],
]

const environments = [
  ['', 'production'],
  ['-staging', 'staging'],
  ['-dev', 'development'],
] as const

/** Every workload the company runs: most in production, staging and development. */
export const workloads: readonly Workload[] = seeds.flatMap(([key, team, sensitivity, data]) =>
  environments
    .filter(([suffix]) => suffix === '' || sensitivity > 1)
    .map(([suffix, environment]) => ({
      key: `${key}${suffix}`,
      name: `${key.replaceAll('-', ' ')}${suffix ? ` (${environment})` : ''}`,
      team,
      environment: sensitivity === 0 ? 'sandbox' : environment,
      sensitivity: suffix ? (1 as const) : sensitivity,
      dataClasses: suffix || !data ? [] : [data],
    })),
)

/** Those that code and its tokens are named after; their other environments share the name. */
export const products: readonly Workload[] = workloads.filter((one) => !/-(?:staging|dev)$/.test(one.key))

const givenNames = [
  'Ana', 'Bashir', 'Carmen', 'Dmitri', 'Esther', 'Farah', 'Goran', 'Hana', 'Imran', 'Joana', 'Kofi', 'Lena', 'Mateo', 'Nadia', 'Oskar',
  'Priya', 'Quentin', 'Rosa', 'Samir', 'Tomoko', 'Ulrike', 'Viktor', 'Wanda', 'Xiomara', 'Yusuf', 'Zeynep', 'Aroha', 'Bjorn', 'Chidi',
  'Dalia', 'Emil', 'Freya',
] as const // prettier-ignore

const familyNames = [
  'Abara', 'Bergstrom', 'Castillo', 'Dahl', 'Eriksen', 'Farouk', 'Gallo', 'Haddad', 'Ivanova', 'Jansen', 'Kowalski', 'Lindqvist', 'Mbeki',
  'Novak', 'Okafor', 'Pereira', 'Quispe', 'Rahman', 'Sato', 'Tanaka', 'Ueda', 'Varga', 'Weiss', 'Xu', 'Yilmaz', 'Zhang', 'Achterberg',
  'Benali', 'Correia', 'Demir', 'Egede', 'Fontaine', 'Grigoryan', 'Hoang', 'Iqbal', 'Jovanovic', 'Kariuki',
] as const // prettier-ignore

export type Person = {
  index: number
  key: string
  name: string
  login: string
  email: string
  team: Team
  /** Left the company; the directory says so. */
  departed: boolean
  /** Not in the directory at all: nobody knows whose login this is. */
  unknown: boolean
}

/** The person who makes the never-owned token of the story: gone, and known to be. */
export const leaver = 3

/** The index-th person. Names are distinct: 32 × 37 of them, then numbered. */
export function person(seed: number, index: number): Person {
  const given = givenNames[index % givenNames.length]!
  const family = familyNames[(index + Math.floor(index / givenNames.length)) % familyNames.length]!
  const again = Math.floor(index / (givenNames.length * familyNames.length))
  const login = `${given}-${family}${again || ''}`.toLowerCase()
  const fate = share(seed, 'person', index)
  return {
    index,
    key: login,
    name: `${given} ${family}${again ? ` ${again + 1}` : ''}`,
    login,
    email: `${given}.${family}${again || ''}@${company.domain}`.toLowerCase(),
    team: teams[roll(seed, 'team of', index) % teams.length]!,
    departed: index === leaver || (index > leaver && fate < 0.08),
    unknown: index > leaver && fate >= 0.08 && fate < 0.15,
  }
}

/** A workload for a row of some kind. */
export function workloadFor(seed: number, kind: string, index: number): Workload {
  return pick(workloads, seed, 'workload of', kind, index)
}

/** The team with this key. */
export function teamOf(key: string): Team {
  const team = teams.find((one) => one.key === key)
  if (!team) throw new Error(`There is no team "${key}" in the estate.`)
  return team
}
