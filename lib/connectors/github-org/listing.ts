import type { Observation } from '../../model/sighting.ts'
import type { ConnectorWorld } from '../contract.ts'
import type { CallError } from '../http/call-error.ts'
import { readListing as readRest, type Listing as RestListing, type Place } from '../rest/listing.ts'
import { byLink } from '../rest/paging.ts'
import type { GitHub } from './client.ts'
import type { Organisation } from './organisation.ts'

export type Reading = { github: GitHub; org: Organisation; world: ConnectorWorld }

type Listing<Row> = Omit<RestListing<Row>, 'next' | 'total' | 'notThere' | 'emptyHas'> & {
  /** True where GitHub says that the organisation's plan has no such list: then 404 means that there is nothing to see. */
  notInPlan?: boolean
  /** True where what is listed are no tokens: not being let in takes nothing away from what is known of them, and is no gap. */
  apart?: boolean
}

/** Reads one of GitHub's listings to its end, a hundred rows a page. Where the rows stand in a field, GitHub says beside it how many there are. */
export function readListing<Row>({ github, world }: Reading, from: Place, listing: Listing<Row>): AsyncGenerator<Observation> {
  const { notInPlan = false, apart = false, ...rest } = listing
  const notThere = ({ status }: CallError) => (apart && (status === 403 || status === 404)) || (notInPlan && status === 404)
  const query = { ...listing.query, per_page: 100 }
  return readRest({ api: github, world }, from, { ...rest, query, next: byLink, notThere, ...(rest.field && { total: 'total_count' }) })
}
