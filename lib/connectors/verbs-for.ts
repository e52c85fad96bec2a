import type { ProviderVerb } from '../model/provider-act.ts'
import type { Connector } from './contract.ts'

/** What a connector can do to a kind of token at its provider; nothing where it only reads. */
export function verbsFor({ actions }: Pick<Connector, 'actions'>, kind: string): readonly ProviderVerb[] {
  const found = Object.entries(actions?.kinds ?? {}).find(([pattern]) =>
    pattern.endsWith('.*') ? kind.startsWith(pattern.slice(0, -1)) : pattern === kind,
  )
  return found?.[1] ?? []
}
