import {
  ControlSighting,
  ExposureSighting,
  Gap,
  IssuerSighting,
  OwnerSighting,
  Part,
  Sighting,
  WorkloadSighting,
  type Observation,
} from '../model/sighting.ts'
import { LeakSighting } from '../model/leak.ts'
import { isStorable, storableText, storableValue } from './storable-text.ts'
import { whatIsWrong } from './wire.ts'

const longestText = 4_096

/**
 * The last look at everything that any connector yields, before anyone keeps it: text is made fit to store, and what then does
 * not fit its schema becomes a gap instead of an error that would lose the rest. An identifier is never altered: one that cannot
 * be kept exactly is refused.
 */
export async function* checked(observations: AsyncIterable<Observation>): AsyncGenerator<Observation> {
  for await (const observation of observations) yield checkOne(observation)
}

function checkOne(observation: Observation): Observation {
  switch (observation.see) {
    case 'token':
      return fit(observation, Sighting, observation.token, (token) => ({ ...observation, token }))
    case 'issuer':
      return fit(observation, IssuerSighting, observation.issuer, (issuer) => ({ ...observation, issuer }))
    case 'control':
      return fit(observation, ControlSighting, observation.control, (control) => ({ ...observation, control }))
    case 'owner':
      return fit(observation, OwnerSighting, observation.owner, (owner) => ({ ...observation, owner }))
    case 'workload':
      return fit(observation, WorkloadSighting, observation.workload, (workload) => ({ ...observation, workload }))
    case 'exposure':
      return fit(observation, ExposureSighting, observation.exposure, (exposure) => ({ ...observation, exposure }))
    case 'leak':
      return fit(observation, LeakSighting, observation.leak, (leak) => ({ ...observation, leak }))
    case 'gap':
      return { see: 'gap', gap: Gap.parse(cutGap(observation.gap, partOf(observation))) }
    case 'part':
      return partOf(observation) === null ? refused(observation, 'a name that cannot be kept') : observation
    case 'ended':
      return isStorable(observation.externalId) ? observation : refused(observation, 'an identifier with characters that cannot be kept')
    case 'document':
      return { ...observation, body: storableValue(observation.body, 1_000_000) }
    default:
      return observation
  }
}

type Schema<T> = { safeParse(value: unknown): { success: true; data: T } | { success: false; error: Parameters<typeof whatIsWrong>[0] } }

function fit<T extends object>(observation: Observation, schema: Schema<T>, value: T, put: (value: T) => Observation): Observation {
  const id = 'externalId' in value ? value.externalId : undefined
  const part = 'part' in value ? value.part : undefined
  if ([id, part].some((one) => typeof one === 'string' && !isStorable(one)))
    return refused(observation, 'an identifier with characters that cannot be kept')
  const parsed = schema.safeParse(storableValue(value, longestText))
  return parsed.success ? put(parsed.data) : refused(observation, whatIsWrong(parsed.error))
}

function refused(observation: Observation, what: string): Observation {
  const at = 'at' in observation && observation.at ? observation.at : 'a row'
  const says = `One ${observation.see} has ${what}, so it was left out. The others were kept; nothing is taken as gone.`
  const part = partOf(observation)
  return {
    see: 'gap',
    gap: { object: `one ${observation.see}`, call: storableText(at, 500), why: 'malformed', says, ...(part && { part }) },
  }
}

/** Whose part something is, as far as that can be kept; a gap without one is of the whole run. */
function partOf(observation: Observation): string | null {
  const said = saidPart(observation)
  return said !== undefined && isStorable(said) && Part.safeParse(said).success ? said : null
}

function saidPart(observation: Observation): string | undefined {
  if (observation.see === 'token') return observation.token.part
  if (observation.see === 'issuer') return observation.issuer.part
  if (observation.see === 'gap') return observation.gap.part
  return observation.see === 'part' ? observation.part : undefined
}

function cutGap({ object, call, why, says }: Gap, part: string | null): Gap {
  return {
    object: storableText(object, 200),
    call: storableText(call, 500),
    why,
    says: storableText(says, 1_000),
    ...(part !== null && { part }),
  }
}
