import { z } from 'zod'
import type { Observation } from '../../model/sighting.ts'
import { Each } from '../rest/each.ts'
import type { Place } from '../rest/listing.ts'
import { byLink } from '../rest/paging.ts'
import type { Phase } from '../rest/phases.ts'
import { appNames, StoredSecret, storedSighting, type SecretApp } from './ci-secrets.ts'
import { readListing, type Reading } from './listing.ts'

const Wire = StoredSecret.extend({ visibility: z.enum(['all', 'private', 'selected']) })
type Wire = z.infer<typeof Wire>
const Selected = z.object({ full_name: z.string().max(400) })

/** The permission of an App that each of them takes, as GitHub names it in its forms. */
export const orgPermissions: Readonly<Record<SecretApp, string>> = {
  actions: 'Secrets',
  dependabot: 'Organization dependabot secrets',
  codespaces: 'Organization codespaces secrets',
  agents: 'Organization agent secrets',
}

/** Secrets of the organisation that runs of many repositories are given: a phase for each of those that were asked for. */
export function orgSecrets(app: SecretApp): Phase<Reading> {
  return { name: `secrets-${app}`, read: (reading, from) => readOrgSecrets(reading, from, app) }
}

async function* readOrgSecrets(reading: Reading, from: Place, app: SecretApp): AsyncGenerator<Observation> {
  const object = `${appNames[app]} secrets of the organisation`
  const path = `/orgs/${reading.org.login}/${app}/secrets`
  const fix = `It takes the organisation permission "${orgPermissions[app]}: read" (an App), or an organisation owner’s token with admin:org. Leave it out of the settings where it is not to be read.`
  const selected = new Each(`repositories of ${object}`, fix)
  const kind = `github.stored-secret.${app}`
  yield* readListing(reading, from, {
    object,
    path,
    schema: Wire,
    field: 'secrets',
    fix,
    kinds: [kind],
    async *observe(rows): AsyncGenerator<Observation> {
      for (const row of rows) {
        const seenBy = await whoSees(reading, row, path, selected)
        const held = `${appNames[app]} secret of ${reading.org.login}`
        const tags = { 'held by': appNames[app], visibility: row.visibility, repositories: seenBy.names }
        yield {
          see: 'token',
          token: storedSighting(row, { app, kind, path, within: 'organisation', held, by: `${appNames[app]} of ${seenBy.says}`, tags }),
        }
      }
    },
  })
  yield* selected.end(false)
}

/** Which repositories' runs are given it, in words. Those that were chosen are listed by a call of their own. */
async function whoSees({ github, org }: Reading, row: Wire, under: string, selected: Each): Promise<{ says: string; names: string }> {
  if (row.visibility === 'all') return { says: `every repository of ${org.login}`, names: 'all' }
  if (row.visibility === 'private') return { says: `every private repository of ${org.login}`, names: 'all that are private' }
  const path = `${under}/${row.name}/repositories`
  const asked = { path, query: { per_page: 100 }, schema: Selected, field: 'repositories', total: 'total_count', next: byLink }
  const chosen = await selected.read(github, asked, { orNothing: true })
  if (chosen === null) return { says: `chosen repositories of ${org.login}`, names: 'not known' }
  const some = chosen.slice(0, 20).map(({ full_name }) => full_name)
  const more = chosen.length > some.length ? ` and ${chosen.length - some.length} more` : ''
  const says = chosen.length === 1 ? (some[0] ?? '') : `${chosen.length} chosen repositories of ${org.login}`
  return { says, names: `${some.join(', ') || 'none'}${more}`.slice(0, 1_000) }
}
