import type { NamedTable } from '../named.ts'

/**
 * What a Salesforce user may do over the whole org, by the system permissions that count everywhere; a token may at most that. Without any of
 * them it sees what is shared with its user, which is a part of the org that nobody tells.
 */
export const salesforceRights: NamedTable = {
  provider: 'Salesforce',
  service: 'salesforce',
  names: {
    'Modify All Data': { level: 6, because: 'it reads, writes and deletes every record, and may give itself whatever else it wants' },
    'View All Data': { level: 3, because: 'it reads every record of the org' },
    'Manage Users': { level: 6, because: 'it makes users and gives them rights' },
    'Customize Application': { level: 6, because: 'it changes apps, access and metadata of the org' },
    'Author Apex': { level: 6, because: 'it runs code that sees every record' },
    'what is shared with its user': { level: 4, reach: 2, because: 'it reads and writes what is shared with its user' },
  },
  within: { organisation: 3 },
} // prettier-ignore
