import { z } from 'zod'
import type { IssuerSighting, Observation } from '../../model/sighting.ts'
import { readListing, type Place } from '../rest/listing.ts'
import { wireText } from '../wire.ts'
import { GitLabId, next, pageSize, pathId, type Reading } from './api.ts'

/** `token`, which older versions show, is not named here. */
const Runner = z.object({
  id: GitLabId,
  description: wireText(300).nullish(),
  runner_type: z.string().max(50).nullish(),
  paused: z.boolean().nullish(),
  status: z.string().max(50).nullish(),
})

/** Runners, as what hands jobs their tokens. Each keeps an authentication token of its own, which GitLab shows only when it is made. */
export async function* runners(reading: Reading, from: Place): AsyncGenerator<Observation> {
  const { group } = reading.settings
  yield* readListing(reading, from, {
    object: 'GitLab runners',
    path: group === undefined ? '/runners/all' : `/groups/${pathId(group)}/runners`,
    query: { per_page: pageSize },
    schema: Runner,
    next,
    fix: 'It takes a token of an owner of the group (or of an administrator) with read_api.',
    kinds: [],
    *observe(rows): Generator<Observation> {
      for (const row of rows) yield { see: 'issuer', issuer: issuerOf(row) }
    },
  })
}

const whose: Readonly<Record<string, string>> = {
  instance_type: 'jobs of every project of the instance',
  group_type: 'jobs of every project of its group',
  project_type: 'jobs of the projects that it was given to',
}

function issuerOf({ id, description, runner_type, paused, status }: z.infer<typeof Runner>): IssuerSighting {
  return {
    externalId: `runner:${id}`,
    kind: 'gitlab.runner',
    name: `runner ${description || id}`,
    mints: 'the tokens of the jobs that it runs',
    mintedBinding: 'bearer',
    maxLifeSeconds: 'not-reported',
    trusts: [whose[runner_type ?? ''] ?? 'GitLab does not say whose jobs it runs'],
    // What a job may do is its user's and its project's business.
    permissions: 'not-reported',
    lastUsed: 'not-reported',
    tags: { ...(runner_type && { type: runner_type }), ...(status && { status }), ...(paused && { paused: 'yes' }) },
    evidence: { trusts: 'GET /groups/{id}/runners runner_type; GET /runners/all runner_type' },
  }
}
