import type { RecipeSubject } from '../../../model/recipe.ts'

/** A token as recipes are told of it, with what a test wants to be otherwise. */
export function subject(said: Partial<RecipeSubject> = {}): RecipeSubject {
  return {
    name: 'billing-export',
    displayId: 'AKIA…7Q2X',
    externalId: 'AKIAEXAMPLE0000000X2',
    kind: 'aws.access-key',
    provider: 'aws',
    source: {},
    workload: null,
    consumers: [],
    lastUsedService: null,
    grants: [],
    isAgent: false,
    thirdParty: null,
    ...said,
  }
}
