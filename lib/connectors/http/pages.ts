import { createHash } from 'node:crypto'
import { CallError } from './call-error.ts'

export type PageRead = {
  rows: readonly unknown[]
  /** Where the next page is (a URL, a marker), or null at the end. */
  next: string | null
}

export type Page = PageRead & { number: number; call: string }

type Walk = {
  /** The listing's name for people: "GET /orgs/acme/installations". */
  call: string
  /** Where to begin: null for the first page, or a cursor kept from a killed run. */
  from: string | null
  /** Pages read before, when resuming: only so that messages count on. */
  pagesBefore?: number
  maxPages: number
  read(cursor: string | null): Promise<PageRead>
}

/** A page may be empty though more follow (IAM says so); so many in a row are a server that never says "end". */
const mostEmpty = 50

/**
 * Walks a listing page by page. A cursor that comes back, a page whose rows came before, a long run of
 * empty pages, and more pages than any real listing has, end it with a CallError ('loop' or 'capped') instead of going on for ever: some servers hand out the same next page endlessly.
 */
export async function* pages({ call, from, pagesBefore = 0, maxPages, read }: Walk): AsyncGenerator<Page> {
  const cursors = new Set<string>()
  const contents = new Set<string>()
  let cursor = from
  let empty = 0
  for (let number = pagesBefore + 1; ; number += 1) {
    const here = `${call} page ${number}`
    if (number - pagesBefore > maxPages) {
      throw new CallError('provider', `${here} was not read: more than ${maxPages} pages is more than a listing has.`, {
        call: here,
        why: 'capped',
      })
    }
    const page = await read(cursor)
    if (page.rows.length > 0 && !addNew(contents, digest(page.rows))) {
      throw new CallError('provider', `${here} repeats a page that came before, so the listing may not be whole.`, {
        call: here,
        why: 'loop',
      })
    }
    empty = page.rows.length === 0 ? empty + 1 : 0
    if (page.next !== null && (empty > mostEmpty || !addNew(cursors, digest(page.next)))) {
      throw new CallError('provider', `${here} leads in a circle or on and on without a row, so the listing may not be whole.`, {
        call: here,
        why: 'loop',
      })
    }
    yield { ...page, number, call: here }
    if (page.next === null) return
    cursor = page.next
  }
}

/**
 * The `rel="next"` address of a Link header (RFC 8288), or null. One that leaves the configured address is an error: the
 * credential would be sent there.
 */
export function nextLink(link: string | null | undefined, base: URL, call: string): string | null {
  const next = link?.match(/<([^<>]{1,4000})>\s*;[^,<]{0,200}\brel="?next"?/)?.[1]
  return next === undefined ? null : stayingAt(base, next, call)
}

/** A next page's address, whole. Throws CallError for one that leaves the configured address: the credential would be sent there. */
export function stayingAt(base: URL, next: string, call: string): string {
  const url = URL.canParse(next, base) ? new URL(next, base) : null
  if (url?.origin === base.origin && !url.username && !url.password) return url.href
  throw new CallError('provider', `${call} names a next page on another address than the configured one; it was not followed.`, {
    call,
    why: 'inconsistent',
  })
}

function digest(value: unknown): string {
  const text =
    typeof value === 'string' ? value : JSON.stringify(value, (_key, inner: unknown) => (typeof inner === 'bigint' ? String(inner) : inner))
  return createHash('sha256').update(text).digest('base64')
}

function addNew(seen: Set<string>, value: string): boolean {
  const before = seen.size
  return seen.add(value).size > before
}
