import { z } from 'zod'
import type { Sighting } from '../../model/sighting.ts'
import type { Look } from '../contract.ts'
import { CallError } from '../http/call-error.ts'
import { pages } from '../http/pages.ts'
import { maxPages } from '../rest/listing.ts'
import { readRows, WireId } from '../wire.ts'
import type { GitHub } from './client.ts'

/** How a kind is found again: where it is listed, and what of a row tells which it is, how it is and how it is addressed. */
type Listing<Row> = {
  path: string
  query: Readonly<Record<string, string>>
  /** Left out: what is walked while somebody waits. */
  mostPages?: number
  schema: z.ZodType<Row>
  idOf(row: Row): string
  look(row: Row): Look
}

const FineGrained = z.object({ id: WireId, token_id: WireId })
const Authorization = z.object({ credential_id: WireId })
const DeployKey = z.object({ id: WireId, enabled: z.boolean().optional() })
const Stated = z.object({ repository: z.string().regex(/^[\w.-]{1,200}\/[\w.-]{1,200}$/) })

const live = (place: Record<string, string> = {}): Look => ({ shown: 'live', place, says: null })

/** What GitHub shows of one token: found in its listing, absent from a whole one, or not to be told. */
export async function lookAt(github: GitHub, org: string, target: Sighting): Promise<Look> {
  const id = target.externalId.slice(target.externalId.indexOf(':') + 1)
  if (target.kind === 'github.pat.fine-grained')
    return find(github, id, {
      path: `/orgs/${org}/personal-access-tokens`,
      query: { token_id: id },
      schema: FineGrained,
      idOf: (row) => row.token_id,
      look: (row) => live({ grant: row.id }),
    })
  if (target.kind === 'github.deploy-key') {
    const repository = repositoryOf(target)
    if (!repository) return { shown: 'cannot-tell', place: null, says: 'Which repository it is of is not known.' }
    return find(github, id, {
      path: `/repos/${repository}/keys`,
      query: {},
      schema: DeployKey,
      idOf: (row) => row.id,
      look: ({ enabled }) => ({ ...live({ repository }), ...(enabled === false && { shown: 'disabled' }) }),
    })
  }
  return lookAtAuthorization(github, org, id, target)
}

/**
 * The login of the last sync finds it in one call. That it is not there says nothing, since a member may have been renamed or GitHub may
 * have given the login to somebody else: only the whole list, without a filter, shows that it is gone. It is walked as far as a sync walks
 * it, as what ended there is not shown by anything shorter.
 */
async function lookAtAuthorization(github: GitHub, org: string, id: string, target: Sighting): Promise<Look> {
  const all: Listing<z.infer<typeof Authorization>> = {
    path: `/orgs/${org}/credential-authorizations`,
    query: {},
    schema: Authorization,
    idOf: (row) => row.credential_id,
    look: () => live(),
  }
  const login = loginOf(target)
  const quick = login === null ? null : await find(github, id, { ...all, query: { login } }).catch(unlessNoSuchLogin)
  return quick?.shown === 'live' ? quick : find(github, id, { ...all, mostPages: maxPages })
}

function unlessNoSuchLogin(error: unknown): null {
  if (error instanceof CallError && (error.status === 404 || error.status === 422)) return null
  throw error
}

/** The repository of a deploy key, as "acme/ledger"; null where its sighting does not tell. */
export function repositoryOf({ permissions }: Sighting): string | null {
  return permissions === 'not-reported' ? null : (Stated.safeParse(permissions.stated).data?.repository ?? null)
}

function loginOf({ ownerHints }: Sighting): string | null {
  return ownerHints.find(({ how, value }) => how === 'handle' && value.startsWith('github:'))?.value.slice('github:'.length) ?? null
}

/** Somebody waits for it, and a longer listing is no look any more: the next sync shows it. */
const pagesOfALook = 200

async function find<Row>(github: GitHub, id: string, { path, query, schema, idOf, look, mostPages = pagesOfALook }: Listing<Row>): Promise<Look> {
  const call = `GET ${path}`
  const read = async (cursor: string | null) => {
    const answer = cursor === null ? await github.get(path, { ...query, per_page: 100 }) : await github.get(cursor)
    if (!Array.isArray(answer.data))
      throw new CallError('provider', `${call} answered something that is not a list.`, { call, why: 'malformed' })
    return { rows: answer.data as readonly unknown[], next: github.next(answer, call) }
  }
  let whole = true
  try {
    for await (const page of pages({ call, from: null, maxPages: mostPages, read })) {
      const { good, gap } = readRows(schema, page.rows, { object: 'GitHub tokens', call: page.call })
      whole &&= gap === null
      const found = good.find((row) => idOf(row) === id)
      if (found) return look(found)
    }
  } catch (error) {
    if (!(error instanceof CallError) || (error.why !== 'capped' && error.why !== 'loop')) throw error
    return { shown: 'cannot-tell', place: null, says: `${error.message} The next sync shows whether it is gone.` }
  }
  if (whole) return { shown: 'gone', place: null, says: null }
  return { shown: 'cannot-tell', place: null, says: `${call}: a row of it could not be read.` }
} // prettier-ignore
