import { ageOf, day, habitOf, hour, lastUse, type Habit } from '../habit.ts'
import { letters, pick, share } from '../roll.ts'
import { billingMove, ciDeployRotatesMs, rootKeyEndsMs, sleeperWakesMs, story } from '../stories.ts'
import { addedAt, everCount, isOn, isThere, rotatedAt, lastUseWhileOn, withUse, type View } from '../view.ts'
import { keysOfUser, toldUser, userOfKey } from './user.ts'

export type Use = { atMs: number; service: string; region: string } | null
export type AccessKey = { index: number; id: string; user: number; slot: 0 | 1; active: boolean; createdMs: number; lastUse: Use }

const services = ['s3', 's3', 'dynamodb', 'sqs', 'secretsmanager', 'ses', 'ecr', 'cloudwatch', 'sts'] as const
const regions = ['eu-central-1', 'eu-central-1', 'eu-west-1', 'us-east-1'] as const

/** An access key as it is now, whether or not it is there. */
export function accessKey(view: View, index: number): AccessKey {
  const { seed } = view
  const { user, slot } = userOfKey(index)
  const { createdMs, generation } = issue(view, index, user)
  const habit = { ...habitOf(seed, 'access key', index, view.epoch), ...(slot === 0 ? toldUser(user)?.habit : {}) }
  const asleep = plotOf(view, index) ?? habit
  const habitual = lastUseWhileOn(view, 'accessKeys', index, (ms) => lastUse(asleep, createdMs, ms))
  const usedMs = withUse(view, 'accessKeys', index, habitual)
  const stopped = asleep.everyMs === null || asleep.untilMs !== undefined
  return {
    index,
    id: `AKIA${letters(10, seed, 'key id', index)}${letters(6, seed, 'key id', index, generation)}`,
    user,
    slot,
    active: isOn(
      view,
      'accessKeys',
      index,
      index === billingMove.old
        ? view.now < view.epoch + billingMove.disabledMs
        : toldUser(user) !== undefined || share(seed, 'key status', index) > (stopped ? 0.3 : 0.02),
    ),
    createdMs,
    lastUse:
      usedMs === null
        ? null
        : { atMs: usedMs, service: pick(services, seed, 'service', index), region: pick(regions, seed, 'region', index) },
  }
}

/** How a key is used whose use the story tells. */
function plotOf({ epoch }: View, index: number): Habit | null {
  const daily = { everyMs: day, phase: epoch - day / 2 }
  if (index === sleeper) return { everyMs: day, phase: epoch, fromMs: epoch + sleeperWakesMs }
  if (index === billingMove.old) return { ...daily, untilMs: epoch + billingMove.endsMs }
  return index === billingMove.successor ? { ...daily, everyMs: hour, fromMs: epoch + billingMove.beginsMs } : null
}

/** The key of a user without a story that has slept, and wakes: the first key behind the told ones. */
export const sleeper = 9

/** When the present secret was made, and which of the row's secrets it is. */
function issue(view: View, index: number, user: number): { createdMs: number; generation: string } {
  const { seed, epoch, now } = view
  const forced = rotatedAt(view, 'accessKeys', index)
  if (forced !== null) return { createdMs: forced, generation: `forced ${forced}` }
  const added = addedAt(view, 'accessKeys', index)
  if (added !== null) return { createdMs: added, generation: 'added' }
  const plot = toldUser(user)
  if (user === story.user.ciDeploy && now >= epoch + ciDeployRotatesMs)
    return { createdMs: epoch + ciDeployRotatesMs, generation: 'second' }
  if (plot) return { createdMs: epoch - plot.ageMs + (userOfKey(index).slot ? plot.ageMs - 30 * day : 0), generation: 'first' }
  if (index !== sleeper && share(seed, 'rotates', index) < 0.2) {
    const every = 90 * day
    const phase = epoch - Math.floor(share(seed, 'rotation', index) * every)
    const round = Math.floor((now - phase) / every)
    return { createdMs: phase + round * every, generation: `round ${round}` }
  }
  return { createdMs: epoch - (index === sleeper ? 200 * day : ageOf(seed, 'access key', index)), generation: 'first' }
}

/** The keys a user has now, in the order of their slots. */
export function keysNow(view: View, user: number): AccessKey[] {
  return keysOfUser(user, everCount(view, 'accessKeys'))
    .filter((index) => isThere(view, 'accessKeys', index))
    .map((index) => accessKey(view, index))
}

/** The root user's key, or null once it was deleted. Root keys are listed nowhere but in the credential report. */
export function rootKey(view: View): { createdMs: number; lastUse: Use } | null {
  const { epoch, now } = view
  if (now >= epoch + rootKeyEndsMs) return null
  return { createdMs: epoch - 1_460 * day, lastUse: { atMs: epoch - 400 * day, service: 'iam', region: 'us-east-1' } }
}

export type ServiceCredential = {
  index: number
  id: string
  user: number
  serviceName: string
  /** What the user name for the service is, or the alias of a key that has none. */
  serviceUserName: string | null
  alias: string | null
  active: boolean
  createdMs: number
  expiresMs: number | null
}

/** A service-specific credential; number s belongs to user 7 s + 4. The first is a Bedrock API key without an end. */
export function serviceCredential(view: View, index: number): ServiceCredential {
  const { seed, epoch } = view
  const bedrock = index === 0 || share(seed, 'service credential', index) < 0.4
  const user = index * 7 + 4
  const made = rotatedAt(view, 'serviceCredentials', index) ?? addedAt(view, 'serviceCredentials', index)
  const createdMs = made ?? epoch - (index === 0 ? 120 * day : ageOf(seed, 'service credential', index))
  const ends = index !== 0 && bedrock && share(seed, 'ends', index) < 0.6
  const service = bedrock
    ? 'bedrock.amazonaws.com'
    : pick(['codecommit.amazonaws.com', 'cassandra.amazonaws.com'], seed, 'which service', index)
  return {
    index,
    id: `ACCA${letters(17, seed, 'service credential id', index, made ?? 0)}`,
    user,
    serviceName: service,
    serviceUserName: bedrock ? null : `user-${index}-at-471182936605`,
    alias: bedrock ? `BedrockAPIKey-${letters(4, seed, 'alias', index).toLowerCase()}` : null,
    active: isOn(view, 'serviceCredentials', index, index === 0 || share(seed, 'service status', index) > 0.1),
    createdMs,
    expiresMs: ends ? createdMs + 365 * day : null,
  }
}
