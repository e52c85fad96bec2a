import type { ConnectorWorld } from '../contract.ts'
import type { Okta } from './api.ts'
import type { People } from './people.ts'
import type { Zones } from './zones.ts'

/** What the parts of one run share. */
export type Reading = { api: Okta; world: ConnectorWorld; people: People; zones: Zones }
