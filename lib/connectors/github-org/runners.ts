import { z } from 'zod'
import type { IssuerSighting, Observation } from '../../model/sighting.ts'
import { Each } from '../rest/each.ts'
import type { Place } from '../rest/listing.ts'
import { byLink } from '../rest/paging.ts'
import { WireId, wireText } from '../wire.ts'
import { readListing, type Reading } from './listing.ts'

const fix =
  'It takes the organisation permission "Self-hosted runners: read" (an App), or an organisation owner’s token with admin:org. Leave it out of the settings where it is not to be read.'

const Runner = z.object({ id: WireId, runner_group_id: WireId.optional(), ephemeral: z.boolean().optional() })

const Group = z.object({
  id: WireId,
  name: wireText(300),
  visibility: z.string().max(50),
  default: z.boolean().optional(),
  inherited: z.boolean().optional(),
  allows_public_repositories: z.boolean().optional(),
  restricted_to_workflows: z.boolean().optional(),
})
type Group = z.infer<typeof Group>

/** GitHub's documentation: a job's token ends with its job, and after a day at the latest. */
const jobTokenSeconds = 86_400

type Machines = { lasting: number; untold: number; all: number }

/**
 * Groups of runners, as what runs the jobs and hands them their tokens: which repositories may use them, and how many of the organisation's
 * own machines outlive a job. Those keep a key of their own, and what one job leaves there the next one finds.
 */
export async function* runners(reading: Reading, from: Place): AsyncGenerator<Observation> {
  const { github, org } = reading
  const each = new Each('GitHub self-hosted runners', fix)
  const rows = await each.read(
    github,
    {
      path: `/orgs/${org.login}/actions/runners`,
      query: { per_page: 100 },
      schema: Runner,
      field: 'runners',
      total: 'total_count',
      next: byLink,
    },
    { orNothing: true },
  )
  const machines = rows && countByGroup(rows)
  yield* readListing(reading, from, {
    object: 'GitHub runner groups',
    path: `/orgs/${org.login}/actions/runner-groups`,
    schema: Group,
    field: 'runner_groups',
    fix,
    kinds: [],
    *observe(groups): Generator<Observation> {
      for (const group of groups) yield { see: 'issuer', issuer: issuerOf(group, machines) }
    },
  })
  yield* each.end(true)
}

function countByGroup(rows: readonly z.infer<typeof Runner>[]): Map<string, Machines> {
  const byGroup = new Map<string, Machines>()
  for (const { runner_group_id: group = 'none', ephemeral } of rows) {
    const { lasting, untold, all } = byGroup.get(group) ?? { lasting: 0, untold: 0, all: 0 }
    byGroup.set(group, { lasting: lasting + Number(ephemeral === false), untold: untold + Number(ephemeral === undefined), all: all + 1 })
  }
  return byGroup
}

const nobody: Machines = { lasting: 0, untold: 0, all: 0 }

function issuerOf(group: Group, byGroup: ReadonlyMap<string, Machines> | null): IssuerSighting {
  const call = 'GET /orgs/{org}/actions/runner-groups'
  // The machines of an enterprise's groups are not among the organisation's own.
  const machines = byGroup && (byGroup.get(group.id) ?? (group.inherited ? null : nobody))
  // Runners of which GitHub names no group are told with the default one.
  const stray = (group.default && byGroup?.get('none')) || null
  return {
    externalId: `runner-group:${group.id}`,
    kind: 'github.runner-group',
    name: `runners ${group.name || group.id}`,
    mints: 'the tokens of the jobs that it runs',
    mintedBinding: 'bearer',
    maxLifeSeconds: jobTokenSeconds,
    trusts: [whoMayUse(group), ...machinesSay(machines), ...(stray ? machinesSay(stray, ', whose group is not told,') : [])],
    // What a job may do is said by its workflow.
    permissions: 'not-reported',
    lastUsed: 'not-reported',
    tags: {
      visibility: group.visibility,
      ...(machines && { runners: String(machines.all), 'not ephemeral': String(machines.lasting) }),
      ...(group.inherited && { 'comes from': 'the enterprise' }),
    },
    evidence: {
      trusts: `${call} visibility, allows_public_repositories; GET /orgs/{org}/actions/runners ephemeral`,
      maxLifeSeconds: 'GitHub documentation: a job’s token ends after 24 hours at the latest',
    },
  }
}

function whoMayUse({ visibility, allows_public_repositories: open, restricted_to_workflows: bound }: Group): string {
  const whose = { all: 'every repository', private: 'every private repository', selected: 'chosen repositories' }[visibility] ?? `repositories (${visibility})`
  const publicOnes = { true: ', public ones too: whoever opens a pull request there may run code on it', undefined: ' (whether public ones too, GitHub does not say)', false: '' }[`${open}`]
  return `${whose}${publicOnes}${bound ? ', for chosen workflows alone' : ''}`
} // prettier-ignore

function machinesSay(machines: Machines | null, which = ''): string[] {
  if (!machines) return ['Which of its runners are ephemeral is not known.']
  const { lasting, untold, all } = machines
  if (lasting > 0) return [`Weak: ${lasting} of ${all} self-hosted runners${which} are not ephemeral. They keep a key, and what one job leaves there.`]
  if (untold > 0) return [`GitHub does not say whether ${untold} of ${all} self-hosted runners${which} are ephemeral.`]
  return all > 0 ? [`All ${all} self-hosted runners${which} are ephemeral.`] : []
} // prettier-ignore
