import { readTokenSearch, type TokenSearch } from './token-search.ts'

/**
 * What is to be retired first: live, and not acceptable whatever is not known; in the order of the risk that goes with it, and of the same
 * risk the nearest date first. One search for every page that shows the head of it, and for the view of this name.
 */
export const retireFirst: TokenSearch = readTokenSearch({ verdict: ['revoke-now', 'standing-privilege'], improvable: 'no', sort: 'risk' })
