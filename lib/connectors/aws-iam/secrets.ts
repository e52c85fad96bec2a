import { z } from 'zod'
import type { Observation, Sighting } from '../../model/sighting.ts'
import { foreignGap, gapOf } from '../gaps.ts'
import { readRows, WireEpoch, WireTags, wireText } from '../wire.ts'
import type { Aws } from './client.ts'
import { consumersOf, ownerHintsOf, workloadHintOf } from './hints.ts'
import { jsonPages, ofRegion } from './json-pages.ts'
import { secretsManager } from './services.ts'
import type { Settings } from './settings.ts'

const call = 'secretsmanager:ListSecrets'
const day = 86_400

/** Neither the value (which this listing never has) nor the description, which people write passwords into. */
export const WireSecret = z.object({
  ARN: z.string().min(20).max(1_000),
  Name: wireText(512).pipe(z.string().min(1)),
  Type: wireText(200).nullish(),
  OwningService: wireText(128).nullish(),
  RotationEnabled: z.boolean().default(false),
  RotationLambdaARN: z.string().max(2_048).nullish(),
  RotationRules: z
    .object({ AutomaticallyAfterDays: z.number().int().positive().nullish(), Duration: z.string().max(10).nullish() })
    .nullish(),
  CreatedDate: WireEpoch.nullish(),
  LastChangedDate: WireEpoch.nullish(),
  LastRotatedDate: WireEpoch.nullish(),
  LastAccessedDate: WireEpoch.nullish(),
  DeletedDate: WireEpoch.nullish(),
  Tags: WireTags.nullish().transform((tags) => tags ?? {}),
})
export type WireSecret = z.infer<typeof WireSecret>

/** The secrets of these regions: stored copies of credentials that work elsewhere, by what AWS tells of keeping them, never by what they are. */
export async function* secretsIn(regions: readonly string[], aws: Aws, settings: Settings, now: Date): AsyncGenerator<Observation> {
  const object = 'AWS Secrets Manager secrets'
  let [seen, whole] = [0, true]
  for (const region of regions) {
    const where = `${object} in ${region}`
    try {
      const listing = jsonPages(aws, secretsManager(settings, region), { rows: 'SecretList', next: 'NextToken' }, (next) => ({
        name: `${call} (${region})`,
        target: 'secretsmanager.ListSecrets',
        body: { MaxResults: 100, IncludePlannedDeletion: true, ...(next !== null && { NextToken: next }) },
      }))
      for await (const page of listing) {
        const { good, gap } = readRows(WireSecret, page.rows, { object: where, call: page.call })
        const ours = good.filter(({ ARN }) => ARN.startsWith(`arn:${aws.partition}:secretsmanager:${region}:${aws.account}:`))
        if (gap) yield { see: 'gap', gap }
        if (ours.length < good.length) yield { see: 'gap', gap: foreignGap(where, page.call, good.length - ours.length, aws.account) }
        whole &&= gap === null && ours.length === good.length
        for (const secret of ours) yield { see: 'token', token: secretSighting(secret, region, now) }
        seen += page.rows.length
      }
    } catch (error) {
      whole = false
      yield { see: 'gap', gap: gapOf(ofRegion(error, region), where, 'It takes secretsmanager:ListSecrets, which tells no value.') }
    }
  }
  yield { see: 'covered', object, seen, ...(whole && { kinds: ['aws.secret'] }) }
}

export function secretSighting(secret: WireSecret, region: string, now: Date): Sighting {
  const { ARN, Name, Tags, DeletedDate, LastAccessedDate } = secret
  const workloadHint = workloadHintOf(Tags)
  const enforced = enforcedSeconds(secret, now)
  const { issuedAt, says } = issueOf(secret)
  return {
    externalId: ARN,
    kind: 'aws.secret',
    name: Name,
    displayId: `…${ARN.slice(-6)} in ${region}`,
    lifecycle: DeletedDate ? 'disabled' : 'active',
    issuedAt,
    // How long what it holds is good for, its service knows, and not whoever stores it.
    expires: 'not-reported',
    // Left out where nobody ever fetched it in this region, as AWS documents the field.
    lastUsed: LastAccessedDate ? { at: LastAccessedDate, service: 'secretsmanager', region } : 'never',
    rotationEnforcedSeconds: enforced,
    binding: 'not-reported',
    popVerified: 'not-reported',
    permissions: 'not-reported',
    ownerHints: ownerHintsOf(null, Tags, call),
    ...(workloadHint && { workloadHint }),
    tags: Tags,
    consumers: consumersOf(Tags),
    storage: 'vault',
    prohibited: false,
    evidence: {
      lifecycle: `${call} DeletedDate`,
      issuedAt: says,
      lastUsed: `${call} LastAccessedDate, to the day: when it was fetched, not when what it holds was used`,
      rotationEnforcedSeconds: rotationSays(secret).slice(0, 300),
      storage: call,
    },
    disable: `DeleteSecret ${Name.slice(0, 100)} with a recovery window (RestoreSecret brings it back)`,
    revoke: 'end what it holds at its own service; deleting the secret ends this copy only',
  }
}

/**
 * When the present value was stored, where that can be told: at the rotation, or at the making, if nothing was changed after it. Else a change
 * is told of which nobody knows whether it was one of the value; it was there then, and may be older.
 */
function issueOf({ CreatedDate, LastChangedDate, LastRotatedDate }: WireSecret): Pick<Sighting, 'issuedAt'> & { says: string } {
  const near = (one: Date | null | undefined, other: Date | null | undefined) =>
    Boolean(one && other && Math.abs(one.getTime() - other.getTime()) < 5 * 60_000)
  if (LastRotatedDate && (!LastChangedDate || near(LastRotatedDate, LastChangedDate)))
    return { issuedAt: LastRotatedDate, says: `${call} LastRotatedDate` }
  if (!LastRotatedDate && CreatedDate && (!LastChangedDate || near(CreatedDate, LastChangedDate)))
    return { issuedAt: CreatedDate, says: `${call} CreatedDate: nothing of it was changed since` }
  if (LastChangedDate)
    return { issuedAt: { atLeastSince: LastChangedDate }, says: `${call} LastChangedDate: whether its value was changed then is not told` }
  return { issuedAt: 'not-reported', says: 'AWS does not say' }
}

/**
 * Seconds that a value lives at most, where AWS itself rotates it: a secret that a service of AWS owns, by managed rotation, and that was
 * really rotated in time. With a rotation function of one's own AWS sees that it ran, and not that the old value stopped working.
 */
function enforcedSeconds({ RotationEnabled, RotationLambdaARN, OwningService, RotationRules, LastRotatedDate }: WireSecret, now: Date) {
  const days = RotationRules?.AutomaticallyAfterDays
  if (!RotationEnabled || RotationLambdaARN || !OwningService || !days || !LastRotatedDate) return null
  const seconds = days * day + windowSeconds(RotationRules?.Duration)
  // A rotation that fails leaves its schedule as it is, and the old value with it.
  return now.getTime() - LastRotatedDate.getTime() > (seconds + day) * 1_000 ? null : seconds
}

/** The rotation window ("3h"); a day where none is set, within which AWS rotates at any time. */
function windowSeconds(duration: string | null | undefined): number {
  const hours = /^(\d{1,3})h$/.exec(duration ?? '')?.[1]
  return hours === undefined ? day : Number(hours) * 3_600
}

function rotationSays({ RotationEnabled, RotationLambdaARN, OwningService, Type, RotationRules, LastRotatedDate }: WireSecret): string {
  const last = LastRotatedDate ? `last on ${LastRotatedDate.toISOString().slice(0, 10)}` : 'never yet'
  if (!RotationEnabled) return `${call} RotationEnabled: not rotated; ${last}`
  const days = RotationRules?.AutomaticallyAfterDays
  const every = days ? `every ${days} days, ` : ''
  if (RotationLambdaARN)
    return `${call}: rotated ${every}${last}, by a function of yours: whether the old value then stops working is not told`
  return `${call}: rotated by AWS for ${OwningService ?? Type ?? 'its owner'} ${every}${last}`
}
