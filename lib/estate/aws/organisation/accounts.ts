import { company } from '../../company.ts'
import { day, hour } from '../../habit.ts'

/** Who uses something and how often: null never; `untilMs` and the rest count from the epoch. */
export type Used = { everyMs: number | null; service?: string; stoppedMs?: number }
export type ToldKey = { row: number; ageMs: number; off?: true; used: Used }
export type ToldUser = {
  name: string
  policies: readonly string[]
  tags?: Readonly<Record<string, string>>
  keys?: readonly ToldKey[]
  /** A key to Bedrock; `lifeMs` null: without an end. */
  bedrock?: { row: number; ageMs: number; lifeMs: number | null }
}
export type ToldRole = { name: string; policies: readonly string[]; anchors: readonly string[] }
export type ToldProfile = { id: string; name: string; roles: readonly string[]; seconds: number; sessionPolicy?: object; off?: true }
export type ToldSecret = {
  name: string
  tail: string
  ageMs: number
  tags?: Readonly<Record<string, string>>
  /** Rotated every so many days, by a function of the company's own or by the service that owns it. */
  rotated?: { days: number; by: 'function' | 'rds' }
  owner?: 'rds'
  fetched: Used
}
export type ToldAccount = {
  id: string
  name: string
  state: 'ACTIVE' | 'SUSPENDED'
  /** Whether it has the role that Standdown reads as. */
  open: boolean
  users: readonly ToldUser[]
  roles?: readonly ToldRole[]
  anchors?: readonly { id: string; name: string; off?: true }[]
  profiles?: readonly ToldProfile[]
  subjects?: readonly { id: string; name: string; everyMs: number }[]
  secrets?: readonly ToldSecret[]
}

const team = (key: string) => `${key}@${company.domain}`

/** The one whose role lists the accounts and enters the others. */
export const management = '640117253388'
/** Bought with another carrier, and never brought into line: nobody made the role there. */
export const unopened = '903356718842'
/** The region in which the company keeps what is regional. */
export const home = 'eu-central-1'

/**
 * The company's AWS organisation beside its oldest account, which is a source of its own: the account that pays, three that work, one that was
 * bought, and one that is suspended. Few rows, each with its story; ages count back from the epoch.
 */
export const accounts: readonly ToldAccount[] = [
  {
    id: management,
    name: 'fernhollow-payer',
    state: 'ACTIVE',
    open: true,
    users: [
      {
        name: 'payer-cost-feed',
        policies: ['AmazonS3ReadOnlyAccess'],
        tags: { owner: team('finance'), workload: 'billing-export' },
        keys: [{ row: 0, ageMs: 930 * day, used: { everyMs: day, service: 's3' } }],
      },
      // Made by a consultancy for a week of landing zones, and forgotten with all its rights.
      {
        name: 'landing-zone-setup',
        policies: ['AdministratorAccess'],
        keys: [{ row: 1, ageMs: 1_480 * day, used: { everyMs: day, service: 'organizations', stoppedMs: 1_420 * day } }],
      },
      {
        name: 'ou-drift-check',
        policies: ['SecurityAudit'],
        tags: { owner: team('security'), workload: 'scanner' },
        keys: [
          { row: 2, ageMs: 400 * day, off: true, used: { everyMs: day, service: 'iam', stoppedMs: 60 * day } },
          { row: 3, ageMs: 61 * day, used: { everyMs: hour, service: 'iam' } },
        ],
      },
    ],
  },
  {
    id: '218804467731',
    name: 'fernhollow-staging',
    state: 'ACTIVE',
    open: true,
    users: [
      {
        name: 'staging-image-push',
        policies: ['PowerUserAccess'],
        tags: { owner: team('developer-experience'), workload: 'ci-deploy' },
        keys: [{ row: 4, ageMs: 515 * day, used: { everyMs: hour, service: 'ecr' } }],
      },
      { name: 'peak-season-probe', policies: ['AmazonS3FullAccess'], keys: [{ row: 5, ageMs: 310 * day, used: { everyMs: null } }] },
      // The console makes a user for each long-term key to Bedrock.
      { name: 'BedrockAPIKey-k3fz', policies: ['AmazonBedrockLimitedAccess'], bedrock: { row: 6, ageMs: 12 * day, lifeMs: 30 * day } },
    ],
    secrets: [
      {
        name: 'staging/checkout/database',
        tail: 'Qm4xTz',
        ageMs: 620 * day,
        tags: { owner: team('storefront'), workload: 'checkout-staging' },
        rotated: { days: 30, by: 'function' },
        fetched: { everyMs: day },
      },
    ],
  },
  {
    id: '390261150497',
    name: 'fernhollow-data',
    state: 'ACTIVE',
    open: true,
    users: [
      // The depot has had a certificate for months, and the key was never taken out.
      {
        name: 'depot-07-scanner',
        policies: ['AmazonS3FullAccess'],
        tags: { owner: team('logistics'), workload: 'warehouse-sync', consumers: 'on-prem-depot-07' },
        keys: [{ row: 7, ageMs: 1_190 * day, used: { everyMs: hour, service: 's3' } }],
      },
      {
        name: 'tariff-partner-drop',
        policies: ['AmazonS3ReadOnlyAccess'],
        keys: [{ row: 8, ageMs: 760 * day, used: { everyMs: 7 * day, service: 's3' } }],
      },
    ],
    roles: [
      { name: 'depot-scanners', policies: ['AmazonS3ReadOnlyAccess'], anchors: ['ta-depots'] },
      { name: 'depot-maintenance', policies: ['AdministratorAccess'], anchors: [] },
    ],
    anchors: [
      { id: 'ta-depots', name: 'depot certificate authority' },
      { id: 'ta-pilot', name: 'pilot authority of 2023', off: true },
    ],
    profiles: [
      {
        id: 'pf-scanners',
        name: 'depot-scanners',
        roles: ['depot-scanners'],
        seconds: 3_600,
        sessionPolicy: {
          Version: '2012-10-17',
          Statement: [{ Effect: 'Allow', Action: 's3:GetObject', Resource: 'arn:aws:s3:::fernhollow-depots/manifests/*' }],
        },
      },
      // Whoever holds any certificate of the depots may have this role, for half a day.
      { id: 'pf-maintenance', name: 'depot-maintenance', roles: ['depot-maintenance'], seconds: 43_200 },
      { id: 'pf-pilot', name: 'pilot', roles: ['depot-maintenance'], seconds: 3_600, off: true },
    ],
    subjects: [
      { id: 'sb-07', name: 'CN=depot-07,O=Fernhollow Freight', everyMs: hour },
      { id: 'sb-11', name: 'CN=depot-11,O=Fernhollow Freight', everyMs: day },
    ],
    secrets: [
      {
        name: 'rds!cluster-lake-catalogue',
        tail: 'hT8wLp',
        ageMs: 420 * day,
        rotated: { days: 7, by: 'rds' },
        owner: 'rds',
        fetched: { everyMs: hour },
      },
      // Typed in once, never changed, fetched every day.
      {
        name: 'lake/carrier-portal-password',
        tail: 'Zr2nKd',
        ageMs: 905 * day,
        tags: { owner: team('data-platform'), workload: 'lake-ingest' },
        fetched: { everyMs: day },
      },
      { name: 'lake/weather-feed-2022', tail: 'Vb6cYs', ageMs: 1_310 * day, fetched: { everyMs: null } },
    ],
  },
  {
    id: '575930284416',
    name: 'fernhollow-agents',
    state: 'ACTIVE',
    open: true,
    users: [
      {
        name: 'dispatch-agent',
        policies: ['AmazonBedrockLimitedAccess'],
        tags: { owner: team('ml-research'), agent: 'autonomous', workload: 'support-agent' },
        bedrock: { row: 9, ageMs: 240 * day, lifeMs: null },
      },
      {
        name: 'claims-triage-agent',
        policies: ['AmazonBedrockLimitedAccess', 'AmazonS3FullAccess'],
        tags: { owner: team('ml-research'), agent: 'supervised' },
        keys: [{ row: 10, ageMs: 150 * day, used: { everyMs: hour, service: 'bedrock' } }],
        bedrock: { row: 11, ageMs: 80 * day, lifeMs: 90 * day },
      },
      {
        name: 'prompt-evaluation',
        policies: ['AmazonBedrockLimitedAccess'],
        keys: [{ row: 12, ageMs: 40 * day, used: { everyMs: day, service: 'bedrock' } }],
      },
    ],
  },
  { id: unopened, name: 'harrow-carriers', state: 'ACTIVE', open: false, users: [] },
  { id: '806642913570', name: 'fernhollow-depots-2019', state: 'SUSPENDED', open: false, users: [] },
]
