import { readTokenSearch, type TokenSearch } from './token-search.ts'

/**
 * What is to be retired first, in the order of the queue: live, and not acceptable whatever is not known. One search for every page that
 * shows the head of it, and for the view of this name.
 */
export const retireFirst: TokenSearch = readTokenSearch({ verdict: ['revoke-now', 'standing-privilege'], improvable: 'no' })
