import { evidenceDays } from '../model/evidence.ts'
import type { Binding, ControlFacts, Facts } from '../model/facts.ts'
import type { DecidingReason, Verdict } from '../model/score.ts'

const minute = 60
const hour = 60 * minute
const day = 24 * hour

/** `[limit, points]`, ascending: a value at or below the limit earns the points; past the last limit it earns `beyond`. */
export type Steps = { readonly limits: readonly (readonly [limit: number, points: number])[]; readonly beyond: number }

/**
 * Everything about model nps-1.0.0 that is a number. The code beside it only knows how to read such a table, so a later
 * model is another file like this one. Where a limit comes from a standard its name stands beside it; the points, the
 * weights, the cells and the 24 h at which a token becomes "standing" are expert judgement, anchored on those limits and
 * not calibrated on incidents.
 */
export const model = {
  id: 'nps-1.0.0',

  /** Effective life in seconds. Never and unknown are `beyond`. */
  ttl: {
    limits: [
      [5 * minute, 0], // SPIFFE: JWT-SVIDs live seconds to a few minutes
      [hour, 10], // RFC 6750 section 5.3: bearer tokens of one hour or less
      [12 * hour, 25], // SP 800-63B-4 AAL3 session limit, by analogy
      [day, 35], // SP 800-63B-4 AAL2 session limit, by analogy
      [7 * day, 50],
      [30 * day, 65], // SP 800-63B-4 AAL1, by analogy
      [90 * day, 80], // CIS AWS 2.12 and CIS GCP 1.8: keys rotated within 90 days
      [366 * day, 92], // SP 800-57: lower bound for an authentication key
    ],
    beyond: 100,
  } satisfies Steps,

  /** Whole days since the present secret was issued. Unknown is `beyond`. 90: CIS; 365 and 730: SP 800-57, one to two years. */
  age: {
    limits: [
      [1, 0],
      [7, 5],
      [30, 15],
      [90, 35],
      [180, 60],
      [365, 75],
      [730, 90],
    ],
    beyond: 100,
  } satisfies Steps,

  /** What a copy of the credential is worth to whoever holds it. A pop binding counts only once it is verified. */
  binding: {
    'pop-attested': 0,
    'pop-mtls': 5,
    'pop-app': 10,
    'keyed-asym': 60,
    'keyed-hmac': 75,
    bearer: 90,
    'bearer-url': 100,
    'not-reported': 100,
  } satisfies Record<Binding, number>,

  /** Points of a grant: rows are levels 1–6, columns reaches 1–4. Unknown is the last cell. */
  cells: [
    [5, 10, 15, 20],
    [10, 15, 25, 35],
    [25, 35, 55, 65],
    [30, 40, 60, 75],
    [60, 70, 85, 90],
    [70, 80, 95, 100],
  ],

  /** By tier 0–4. Unknown stands at tier 3 and not at 4: the one unknown that is not the very worst, as tags are usually absent. */
  sensitivity: { tiers: [0, 20, 50, 80, 100], unknownTier: 3 },

  /** Basis points that one point of a dimension is worth; each side sums to 100. */
  weights: { binding: 45, ttl: 35, age: 20, scope: 60, sensitivity: 40 },

  /** Basis points added to the replay side. */
  addons: {
    staleness: { idle: 500, dormant: 1000 },
    reuse: 500,
    storage: 1000,
    thirdParty: 500,
    agent: { none: 0, supervised: 500, autonomous: 1000 } satisfies Record<Facts['agent'], number>,
    owner: 500,
  },

  /** Basis points taken off the replay side, never more than `most`, and never below `least` of what there was. */
  controls: {
    network: 1000,
    revocation: [
      [15, 500],
      [60, 300],
    ],
    monitoring: 500,
    secretScanning: 500,
    most: 2500,
    least: { numerator: 3, denominator: 5 },
  } as const,

  /** Days after which evidence for a control no longer counts. */
  evidenceDays,

  /** Limits the verdict rules speak of. Idle limits: CIS AWS 2.11 (45 d), PCI DSS 8.2.6 (90 d). */
  limits: {
    standingSeconds: day,
    shortBearerSeconds: hour,
    longPopSeconds: 366 * day,
    hygieneSeconds: 90 * day,
    hygieneAgeDays: 90,
    idleDays: 45,
    dormantDays: 90,
    highImpact: 6000,
    mediumImpact: 3500,
    acceptableBase: 40,
    lowImpactControls: 1000,
  },

  /** The least risk a verdict may carry. */
  floors: {
    acceptable: 0,
    'acceptable-with-controls': 20,
    'standing-privilege': 60,
    'revoke-now': 90,
    retired: 0,
  } satisfies Record<Verdict, number>,
  /** The one reason with a floor of its own. */
  reasonFloors: { LEAK_ACTIVE: 100 } as Readonly<Partial<Record<DecidingReason, number>>>,

  /** Highest risk of each grade. */
  grades: [
    ['A', 19],
    ['B', 39],
    ['C', 59],
    ['D', 79],
    ['F', 100],
  ] as const,
} as const

/** The four controls the model knows, as the facts name them. */
export type ControlName = keyof ControlFacts
