import { z } from 'zod'
import type { LeakPlace, LeakSighting } from '../../model/leak.ts'
import type { Observation } from '../../model/sighting.ts'
import type { ConnectorWorld } from '../contract.ts'
import { foreignGap } from '../gaps.ts'
import type { Api } from '../rest/api.ts'
import { Each, tellingBefore } from '../rest/each.ts'
import { readListing, type Place } from '../rest/listing.ts'
import { byLink } from '../rest/paging.ts'
import { WireId, WireInstant, wireText } from '../wire.ts'
import { kindOf } from './detectors.ts'
import type { Settings } from './settings.ts'

export type Reading = { api: Api; world: ConnectorWorld; settings: Settings }

export const incidentsObject = 'GitGuardian incidents'
export const incidentsPath = '/incidents/secrets'
const fix = 'It takes a token with the scope incidents:read.'

const CustomTag = z.object({ key: z.string().max(100), value: z.string().max(100).nullish() })

/**
 * `share_url` opens the incident, secret and all, to whoever has it; `secret_hash` and `hmsl_hash` are made of the secret alone, so that
 * secrets can be tried against them. None of them is named here.
 */
const Incident = z.object({
  id: WireId,
  date: WireInstant,
  detector: z.object({ name: z.string().min(1).max(150), display_name: wireText(150).nullish() }),
  gitguardian_url: z.url().max(2_000).nullish().catch(null),
  status: z.string().max(50),
  validity: z.string().max(50).nullish().catch(null),
  severity: z.string().max(50).nullish().catch(null),
  ignore_reason: wireText(60).nullish().catch(null),
  secret_revoked: z.boolean().nullish().catch(null),
  occurrences_count: z.number().int().min(0).nullish().catch(null),
  tags: z.array(z.string().max(100)).nullish().catch(null),
  custom_tags: z.array(CustomTag).nullish().catch(null),
})
type Incident = z.infer<typeof Incident>

const Occurrence = z.object({
  date: WireInstant.nullish().catch(null),
  source: z.object({ full_name: wireText(300) }),
  filepath: wireText(500).nullish(),
  sha: wireText(60).nullish(),
  url: z.url().max(2_000).nullish().catch(null),
  presence: z.string().max(50).nullish(),
  matches: z.array(z.object({ post_line_start: z.number().nullish() })).nullish().catch(null),
}) // prettier-ignore
type Occurrence = z.infer<typeof Occurrence>

const Detail = z.object({ occurrences: z.array(z.unknown()).max(1_000), custom_tags: z.array(CustomTag).nullish().catch(null) })

/** As many places as are kept of a leak. */
const mostPlaces = 20
const open: ReadonlySet<string> = new Set(['TRIGGERED', 'ASSIGNED'])

/**
 * Every incident of the workspace as a leak. Where it lies is asked of each that is open, in a call of its own; a closed one leads to
 * GitGuardian. They are no tokens: nothing is missing from the inventory without them, but that they were not read is said.
 */
export async function* incidents(reading: Reading, from: Place): AsyncGenerator<Observation> {
  const { api, settings } = reading
  const details = new Each('GitGuardian occurrences', fix)
  const listing = readListing(reading, from, {
    object: incidentsObject,
    path: incidentsPath,
    query: { per_page: 100 },
    schema: Incident,
    next: byLink,
    fix,
    kinds: [],
    async *observe(rows, page): AsyncGenerator<Observation> {
      const ours = rows.filter((row) => isOurs(row, settings.workspace))
      if (ours.length < rows.length)
        yield { see: 'gap', gap: foreignGap(incidentsObject, page.call, rows.length - ours.length, `workspace ${settings.workspace}`) }
      for (let at = 0; at < ours.length; at += 5) {
        const some = await Promise.all(ours.slice(at, at + 5).map((row) => leakOf(row, api, details, settings.idTag)))
        for (const leak of some) yield { see: 'leak', leak }
      }
    },
  })
  yield* tellingBefore(listing, [details])
  yield* details.end(false)
}

/** The address of an incident names its workspace; where it does not, there is nothing to compare. */
function isOurs({ gitguardian_url }: Incident, workspace: string): boolean {
  const named = gitguardian_url?.match(/\/workspace\/(\d+)\//)?.[1]
  return named === undefined || named === workspace
}

async function leakOf(incident: Incident, api: Api, details: Each, idTag: string | undefined): Promise<LeakSighting> {
  const path = `${incidentsPath}/${encodeURIComponent(incident.id)}`
  const detail = open.has(incident.status)
    ? await details.one(api, path, (data) => Detail.safeParse(data).data ?? null, { with_occurrences: mostPlaces })
    : null
  const occurrences = (detail?.occurrences ?? []).flatMap((one) => Occurrence.safeParse(one).data ?? [])
  const { detector, status, validity } = incident
  const places = occurrences.slice(0, mostPlaces).map(placeOf)
  const closed = !open.has(status)
  return {
    key: `incident:${incident.id}`,
    detector: `GitGuardian: ${detector.display_name || detector.name}`.slice(0, 200),
    kind: kindOf(detector.name),
    reference: referenceOf([...(incident.custom_tags ?? []), ...(detail?.custom_tags ?? [])], idTag),
    tail: null,
    fingerprint: null,
    repository: occurrences[0]?.source.full_name ?? null,
    foundAt: incident.date,
    stillValid: validity === 'valid' ? 'yes' : validity === 'invalid' ? 'no' : 'not-reported',
    secretSeen: true,
    places: places.length > 0 ? places : [{ in: `GitGuardian, incident ${incident.id}`, at: null, url: incident.gitguardian_url ?? null }],
    placeCount: Math.max(1, places.length, incident.occurrences_count ?? 0),
    finderSays: saysOf(incident),
    finderClosed: closed,
  }
}

function placeOf({ source, filepath, sha, date, url, presence, matches }: Occurrence): LeakPlace {
  const line = matches?.[0]?.post_line_start
  const at = filepath ? ` ${filepath}${line ? ` line ${line}` : ''}` : ' its history'
  const commit = sha ? `, commit ${sha.slice(0, 10)}` : ''
  const gone = presence === 'removed' ? ' (removed since)' : ''
  return { in: `${source.full_name}:${at}${commit}${gone}`.slice(0, 1_024), at: date ?? null, url: url ?? null }
}

/** What people wrote into the tag that was agreed on, where it can be an id; a secret there would be no id. */
function referenceOf(tags: readonly z.infer<typeof CustomTag>[], idTag: string | undefined): string | null {
  const value = idTag === undefined ? undefined : tags.find(({ key }) => key.toLowerCase() === idTag.toLowerCase())?.value?.trim()
  return value && /^[\w.:@/-]{4,100}$/.test(value) && !/^(?:gh[pousr]_|github_pat_|glpat-|sk-|xox[a-z]-|hvs\.)/.test(value) ? value : null
}

/** What GitGuardian says beside it. That somebody closed it, or said that it was revoked, proves nothing about the token. */
function saysOf({ status, ignore_reason, secret_revoked, severity, tags }: Incident): string | null {
  const words = [
    severity && severity !== 'unknown' ? `Severity ${severity}.` : null,
    tags?.includes('PUBLICLY_LEAKED') || tags?.includes('PUBLICLY_EXPOSED') ? 'GitGuardian found it in public as well.' : null,
    status === 'RESOLVED' ? `Resolved at GitGuardian${secret_revoked ? ', where somebody said that it was revoked' : ''}.` : null,
    status === 'IGNORED' ? `Ignored at GitGuardian${ignore_reason ? ` as “${ignore_reason.replaceAll('_', ' ')}”` : ''}.` : null,
  ]
  return words.filter((word) => word !== null).join(' ').slice(0, 300) || null
} // prettier-ignore
