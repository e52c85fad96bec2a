/** A page of a listing as GitHub numbers them: 30 a page by default, 100 at most, whatever is asked for. */
export type Page = { page: number; perPage: number; from: number; to: number }

/** Reads `page` and `per_page`; what is no number counts as left out, as at GitHub. */
export function pageOf(query: URLSearchParams): Page {
  const number = (name: string, standIn: number) => {
    const value = Number(query.get(name))
    return Number.isSafeInteger(value) && value > 0 ? value : standIn
  }
  const perPage = Math.min(number('per_page', 30), 100)
  const page = number('page', 1)
  return { page, perPage, from: (page - 1) * perPage, to: page * perPage }
}

/** The Link header of a page of `total` rows: prev, next, last and first, or nothing where one page holds all. */
export function linkHeader(address: URL, { page, perPage }: Page, total: number): string | null {
  const last = Math.max(1, Math.ceil(total / perPage))
  const to = (number: number, rel: string) => {
    const url = new URL(address)
    url.searchParams.set('per_page', String(perPage))
    url.searchParams.set('page', String(number))
    return `<${url.href}>; rel="${rel}"`
  }
  const links = [
    ...(page > 1 ? [to(page - 1, 'prev')] : []),
    ...(page < last ? [to(page + 1, 'next'), to(last, 'last')] : []),
    ...(page > 1 ? [to(1, 'first')] : []),
  ]
  return links.length ? links.join(', ') : null
}
