import { connectorOf } from '../connectors/registry.ts'
import { verbsFor } from '../connectors/verbs-for.ts'
import { AppError } from '../model/app-error.ts'
import type { ProviderVerb } from '../model/provider-act.ts'

/** What can be done at their provider to tokens of a kind; nothing where the source only reads, or is of a kind that is not known any more. */
export async function verbsOf(sourceKind: string, tokenKind: string): Promise<readonly ProviderVerb[]> {
  try {
    return verbsFor(await connectorOf(sourceKind), tokenKind)
  } catch (error) {
    if (error instanceof AppError) return []
    throw error
  }
}
