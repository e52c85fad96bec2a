import { catalogue } from './catalogue.ts'
import { shown } from '../rating.ts'

/**
 * Services whose own credentials reach more than one prefix of actions, or one of another name. The service-specific
 * credentials of IAM are made for one service and refused everywhere else, whatever the user's policies say.
 */
const prefixesOf: Readonly<Record<string, readonly string[]>> = {
  bedrock: ['bedrock', 'bedrock-mantle'],
  cassandra: ['cassandra'],
  codecommit: ['codecommit'],
  logs: ['logs'],
}

/** The prefixes of the only service that a credential works for; null: any. A service we do not know caps nothing, and a note says so. */
export function onlyPrefixes(service: string | undefined): { prefixes: ReadonlySet<string> | null; notes: string[] } {
  if (service === undefined) return { prefixes: null, notes: [] }
  const short = service.toLowerCase().split('.', 1)[0] ?? ''
  const known = Object.hasOwn(prefixesOf, short) ? prefixesOf[short] : Object.hasOwn(catalogue.services, short) ? [short] : undefined
  if (!known)
    return {
      prefixes: null,
      notes: [`It is made for ${shown(service, 100)}, which our list of services does not have, so that this is not counted as a limit.`],
    }
  return { prefixes: new Set(known), notes: [`It works for ${short} only, whatever else its user may do.`] }
}
