import { day } from './habit.ts'
import type { RowKind } from './state.ts'

/** The first rows of each kind are told, not rolled. Their indices, so that rows, directory and tests speak of the same ones. */
export const story = {
  /** IAM users by number; a user's first key has the number that `aws/user.ts` gives it. */
  user: {
    /** 700 days old, administrator, used every day. */
    legacyAdmin: 0,
    /** One key, two teams. */
    sharedReporting: 1,
    /** Rotates two days in. */
    ciDeploy: 2,
    /** Made for a migration, never used. */
    oldMigration: 3,
    /** Has the Bedrock API key (its number must stay 4: service credential s belongs to user 7 s + 4). */
    bedrock: 4,
    /** Its key goes away on the third day and comes back on the tenth. */
    invoiceMailer: 5,
    /** Two keys: a rotation that was never finished. */
    billingExport: 6,
  },
  deployKey: { neverUsed: 0, ciPush: 1 },
  fineGrained: { ownerLeft: 0, releaseBot: 1, leaked: 2 },
  credential: { classicAdmin: 0, removedLater: 1 },
  installation: { privileged: 0 },
  fileToken: { salesforce: 0, agent: 1, leaked: 2, dpop: 3, svid: 4, oidc: 5, breakGlass: 6, vendorEnded: 7, mtlsExchange: 8, webhook: 9 },
} as const

/**
 * The billing export moves from its first key to its second: both are in use for a day, then the first is not used any more, is
 * switched off once it was quiet, and deleted. What a retirement plan is watched on.
 */
export const billingMove = { old: 6, successor: 7, beginsMs: 2 * day, endsMs: 3 * day, disabledMs: 12 * day, deletedMs: 14 * day } as const

/** The root user's access key is deleted so long after the epoch. */
export const rootKeyEndsMs = 20 * day

/** The pipeline's key is replaced so long after the epoch. */
export const ciDeployRotatesMs = 2 * day

/** The file's rotated token is issued anew so long after the epoch. */
export const fileRotatesMs = 4 * day

/** A token that slept wakes so long after the epoch. */
export const sleeperWakesMs = 1 * day

/** Rows that are away for a time: one comes back within the first week, one in the second, one never. */
export const absences: readonly { kind: RowKind; index: number; fromMs: number; toMs: number }[] = [
  { kind: 'deployKeys', index: 2, fromMs: 1 * day, toMs: 4 * day },
  { kind: 'accessKeys', index: 5, fromMs: 3 * day, toMs: 10 * day },
  { kind: 'accessKeys', index: billingMove.old, fromMs: billingMove.deletedMs, toMs: Number.POSITIVE_INFINITY },
  { kind: 'credentials', index: 1, fromMs: 5 * day, toMs: Number.POSITIVE_INFINITY },
]
