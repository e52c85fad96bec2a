import { model } from '@/lib/score/nps-1.0.0.ts'

/** What belongs to the model: shown with where it is from, and changed by another model alone. */
export type ModelRow = { what: string; value: string; from: string }

const { weights, limits, floors, evidenceDays } = model
const hours = (seconds: number) => `${seconds / 3_600} h`
const days = (seconds: number) => `${seconds / 86_400} d`
const judgement = 'Our judgement, not calibrated on incidents'

/** The numbers of the model that people ask about, read from the model itself. */
export const modelRows: readonly ModelRow[] = [
  { what: 'Weights of replay', value: `binding ${weights.binding} · life ${weights.ttl} · age ${weights.age}`, from: judgement },
  { what: 'Weights of impact', value: `scope ${weights.scope} · sensitivity ${weights.sensitivity}`, from: judgement },
  { what: 'Standing: lives longer than', value: hours(limits.standingSeconds), from: judgement },
  { what: 'A short bearer token lives at most', value: hours(limits.shortBearerSeconds), from: 'RFC 6750 §5.3' },
  { what: 'Unused, so to be revoked now, after', value: `${limits.dormantDays} d`, from: 'PCI DSS 8.2.6' },
  { what: 'Idle after', value: `${limits.idleDays} d`, from: 'CIS AWS 2.11' },
  { what: 'Well kept: lives and is old at most', value: days(limits.hygieneSeconds), from: 'CIS AWS 2.12, CIS GCP 1.8' },
  { what: 'Bound to its holder, lives at most', value: days(limits.longPopSeconds), from: 'SP 800-57' },
  { what: 'Evidence of a control or a drill counts', value: `${evidenceDays} d`, from: judgement },
  { what: 'Impact is medium from, high from', value: `${limits.mediumImpact / 100} · ${limits.highImpact / 100}`, from: judgement },
  { what: 'Least risk: standing, to revoke now', value: `${floors['standing-privilege']} · ${floors['revoke-now']}`, from: judgement },
]
