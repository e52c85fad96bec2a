import type { Gap } from '../../model/sighting.ts'
import { gapOf } from '../gaps.ts'
import type { Reads } from '../rest/api.ts'
import { applicationKeysPath } from './api.ts'

export const tokensObject = 'Datadog access tokens'
/** What to do where a scope is missing: of whichever of the two Datadog is read with. */
export const giveScope = (scope: string) => `Give the access token (or application key) the scope ${scope}.`
export const tokensFix = giveScope('org_app_keys_read')

/**
 * Why the list of access tokens may be a part of what there is: whoever may have keys of their own (user_app_keys) is let into it as well.
 * Application keys of everybody are listed to those who may see everybody's tokens too. Null where they are.
 */
export async function seesOnlyItsOwn(api: Reads): Promise<Gap | null> {
  try {
    await api.get(applicationKeysPath, { 'page[size]': 1, 'page[number]': 0 })
    return null
  } catch (error) {
    const { call, why, says } = gapOf(error, tokensObject, tokensFix)
    return { object: tokensObject, call, why, says: `${says} The list of tokens may be of those alone who read.`.slice(0, 1_000) }
  }
}
