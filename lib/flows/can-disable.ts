import { connectorOf } from '../connectors/registry.ts'
import { AppError } from '../model/app-error.ts'

/** Whether what reads a source can disable tokens of a kind at their provider. A file cannot, nor a kind of source that is not known any more. */
export async function canDisable(sourceKind: string, tokenKind: string): Promise<boolean> {
  try {
    const { actions } = await connectorOf(sourceKind)
    const kinds = Object.entries(actions?.kinds ?? {})
    return kinds.some(
      ([kind, verbs]) => verbs.includes('disable') && (kind.endsWith('.*') ? tokenKind.startsWith(kind.slice(0, -1)) : kind === tokenKind),
    )
  } catch (error) {
    if (error instanceof AppError) return false
    throw error
  }
}
