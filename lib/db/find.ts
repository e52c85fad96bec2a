import { AppError } from '../model/app-error.ts'
import type { Found } from '../model/token-row.ts'
import { tokenSaid, type TokenSaid } from '../model/token-said.ts'
import { may, type Viewer } from '../model/viewer.ts'
import { containing } from './containing.ts'
import type { Db } from './db.ts'
import { Prisma } from './generated/client.ts'
import { scoped, type Reader } from './scoped.ts'
import { transaction } from './transaction.ts'
import { inScope, nameContains } from './token-filter.ts'

const { sql } = Prisma

const mostResults = 8
/** Of these at most, so that tokens never push the others out. */
const mostOfOthers = 3
const shortest = 2
/** Somebody is typing: an answer later than this is to a question that nobody asks any more. */
const mostMilliseconds = 2_000
const cancelled = '57014'

/**
 * What the palette offers for a few typed letters: tokens by name or any of their ids (so also by their last four), and for
 * those who may read the directory owners, workloads and issuers. At most eight, within the viewer's scope.
 */
export async function find(db: Db, viewer: Viewer, typed: string): Promise<Found[]> {
  const term = termOf(typed)
  if (term === null) return []
  const named = viewer.scope.all && may(viewer.role, 'directory:read')
  return inTime(db, viewer, async (reader) => {
    const tokens = await tokensLike(reader, viewer, { id: null, words: term })
    const others = named ? await findNamed(reader, term) : []
    return [...tokens.slice(0, mostResults - others.length), ...others]
  })
}

/** Tokens alone, also by the address of their page here: what a field offers that asks for one. */
export async function findTokens(db: Db, viewer: Viewer, typed: string): Promise<Found[]> {
  const term = termOf(typed)
  return term === null ? [] : inTime(db, viewer, (reader) => tokensLike(reader, viewer, tokenSaid(term)))
}

function termOf(typed: string): string | null {
  const term = typed.trim().slice(0, 200)
  return term.length < shortest || /\p{Cc}/u.test(term) || !term.isWellFormed() ? null : term
}

async function inTime(db: Db, viewer: Viewer, work: (reader: Reader) => Promise<Found[]>): Promise<Found[]> {
  const read = async (reader: Reader) => {
    await reader.query(`set local statement_timeout = ${mostMilliseconds}`)
    return work(reader)
  }
  try {
    return await (viewer.scope.all ? transaction(db.pool, read) : scoped(db, viewer.scope, read))
  } catch (error) {
    if ((error as { code?: unknown }).code !== cancelled) throw error
    throw new AppError('unavailable', 'That search takes too long. Type more of the name.')
  }
}

/** Candidates first, without an order, so that one letter pair in a million names costs a few dozen rows; then the best of them. */
async function tokensLike(reader: Reader, { scope }: Viewer, { id: ofPage, words }: TokenSaid): Promise<Found[]> {
  const term = words ?? ''
  const { text, values } = sql`
    select id, name, display_id as "displayId", state from (
      select t.id, t.name, t.display_id, t.external_id, t.state, t.queue_key from token t
      where ${inScope(scope)} and ${ofPage ? sql`t.id = ${ofPage}::uuid` : nameContains(term)} limit 500) t
    order by (lower(name) = lower(${term})) desc, (t.display_id ilike ${endingIn(term)} or t.external_id ilike ${endingIn(term)}) desc,
      (state = 'live') desc, queue_key desc, id desc limit ${mostResults}`
  const { rows } = await reader.query<{ id: string; name: string; displayId: string; state: string }>({ text, values })
  return rows.map(({ id, name, displayId, state }) => ({
    kind: 'token',
    id,
    title: name,
    detail: state === 'live' ? displayId : `${displayId} · ${state}`,
    href: `/tokens/${id}`,
  }))
}

/** Those whose names begin with the term before those that have it further in. */
async function findNamed(reader: Reader, term: string): Promise<Found[]> {
  const pattern = containing(term)
  const begins = pattern.slice(1)
  const { text, values } = sql`
    (select 'owner' as kind, id, name as title, kind as detail, name ilike ${begins} as begins from owner
      where name ilike ${pattern} or email ilike ${pattern} order by begins desc, name, id limit ${mostOfOthers})
    union all
    (select 'workload', id, name, key, name ilike ${begins} as begins from workload
      where name ilike ${pattern} or key ilike ${pattern} order by begins desc, name, id limit ${mostOfOthers})
    union all
    (select 'issuer', id, name, mints, name ilike ${begins} as begins from issuer
      where gone_at is null and name ilike ${pattern} order by begins desc, name, id limit ${mostOfOthers})
    order by begins desc, kind, title, id limit ${mostOfOthers}`
  const { rows } = await reader.query<Omit<Found, 'href'> & { begins: boolean }>({ text, values })
  return rows.map(({ begins: _, ...row }) => ({ ...row, href: hrefs[row.kind](row) }))
}

const hrefs: Readonly<Record<Found['kind'], (found: Pick<Found, 'id' | 'title'>) => string>> = {
  token: ({ id }) => `/tokens/${id}`,
  owner: ({ id }) => `/tokens?owner=${id}`,
  workload: ({ id }) => `/tokens?workload=${id}`,
  // A page of the list that begins with it.
  issuer: ({ title }) => `/tokens/issuers?${new URLSearchParams({ name: title, id: '00000000-0000-0000-0000-000000000000' })}`,
}

function endingIn(term: string): string {
  return containing(term).slice(0, -1)
}
