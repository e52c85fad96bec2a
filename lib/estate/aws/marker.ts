/** Asked for a page in a way that IAM refuses. */
export class BadPage extends Error {}

/** A page of a listing of `total` things: from where to where, and the marker of the next page. */
export type Page = { from: number; to: number; more: { IsTruncated: boolean; Marker?: string } }

/** Reads Marker and MaxItems as IAM does: 100 a page by default, 1,000 at most; a marker is opaque and belongs to its listing. */
export function pageOf(form: URLSearchParams, listing: string, total: number): Page {
  const asked = Number(form.get('MaxItems') ?? 100)
  if (!Number.isInteger(asked) || asked < 1 || asked > 1_000)
    throw new BadPage('Value at maxItems failed to satisfy constraint: 1 to 1000.')
  const from = fromMarker(form.get('Marker'), listing)
  const to = Math.min(from + asked, total)
  return { from, to, more: to < total ? { IsTruncated: true, Marker: toMarker(listing, to) } : { IsTruncated: false } }
}

function toMarker(listing: string, position: number): string {
  return Buffer.from(`${listing}|${position}`).toString('base64url')
}

function fromMarker(marker: string | null, listing: string): number {
  if (!marker) return 0
  const [of, position = ''] = Buffer.from(marker, 'base64url').toString('utf8').split('|')
  if (of !== listing || !/^\d{1,9}$/.test(position)) throw new BadPage('Invalid Marker.')
  return Number(position)
}
