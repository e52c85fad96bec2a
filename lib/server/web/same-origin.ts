import { AppError } from '../../model/app-error.ts'

const loopback = new Set(['127.0.0.1', '[::1]', 'localhost'])

/**
 * Refuses a request that changes something unless our own page sent it. The origin must be there and be ours as configured,
 * never as a Host header says; absent, "null", foreign and sub-domain origins are refused. Throws AppError('forbidden').
 */
export function refuseForeignOrigin(headers: Headers, publicUrl: string): void {
  const site = headers.get('sec-fetch-site')
  if (site !== null && site !== 'same-origin') throw refusal(publicUrl)
  const origin = headers.get('origin')
  if (origin === null || !isOurs(origin, publicUrl)) throw refusal(publicUrl)
}

/**
 * A path on this site to go to, taken from what a browser sent; anything else becomes the start page. Browsers read a
 * backslash as a slash and drop tabs and newlines, so the address is resolved as they would before it is judged.
 */
export function pathOnThisSite(asked: string | null | undefined, publicUrl: string): string {
  if (!asked || asked.length > 2_000 || !/^[/?#]|^https?:/i.test(asked)) return '/'
  const url = URL.parse(asked, publicUrl)
  if (!url || url.origin !== new URL(publicUrl).origin || url.username || url.password) return '/'
  const path = `${url.pathname}${url.search}`
  return path.startsWith('//') ? '/' : path
}

/** One machine has several names for itself, and people type any of them. */
function isOurs(origin: string, publicUrl: string): boolean {
  if (origin === publicUrl) return true
  const [theirs, ours] = [URL.parse(origin), new URL(publicUrl)]
  return (
    theirs?.origin === origin &&
    theirs.protocol === ours.protocol &&
    theirs.port === ours.port &&
    loopback.has(theirs.hostname) &&
    loopback.has(ours.hostname)
  )
}

function refusal(publicUrl: string): AppError {
  return new AppError('forbidden', `This was not sent by a page of this site, so nothing was changed. Open ${publicUrl} and try there.`)
}
