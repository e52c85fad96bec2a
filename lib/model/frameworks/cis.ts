import type { Framework } from '../requirement.ts'
import * as c from './conditions.ts'

const accessKeys = { applies: { kind: ['aws.access-key'] } } as const

/** CIS benchmarks and controls. The numbers move between editions, so each id carries its own. */
export const cis: Framework = {
  id: 'cis',
  name: 'CIS AWS Foundations 7.0.0, CIS Controls 8.1',
  publisher: 'Center for Internet Security',
  about: 'Numbers belong to the edition printed with them. The benchmark is tested on access keys; the controls map to every token.',
  requirements: [
    c.requirement('test', 'AWS 7.0.0 2.4', {
      title: 'No access key of the root user',
      says: 'The root user has no access key.',
      tests: 'Asked of access keys of root users. Each one that is live fails.',
      applies: { kind: ['aws.root-access-key'] },
      fails: c.always,
    }),
    c.requirement('test', 'AWS 7.0.0 2.11', {
      ...accessKeys,
      title: 'Unused credentials are disabled',
      says: 'Credentials unused for 45 days are disabled.',
      tests: 'Asked of access keys. Fails where one was surely not used for 45 days or more.',
      fails: c.unused45,
      unknown: c.useUnknown,
    }),
    c.requirement('test', 'AWS 7.0.0 2.12', {
      ...accessKeys,
      title: 'Access keys are rotated',
      says: 'Access keys are rotated within 90 days.',
      tests: 'Asked of access keys. Fails where one is surely older than 90 days.',
      fails: c.olderThan('90d'),
      unknown: c.ageUnknown,
    }),
    c.requirement('maps-to', 'Controls 8.1 5.3', {
      title: 'Dormant accounts',
      says: 'Accounts that lie dormant for 45 days are deleted or disabled.',
      tests: 'Speaks against it where the token was surely not used for 45 days or more.',
      fails: c.unused45,
      unknown: c.useUnknown,
    }),
    c.requirement('maps-to', 'Controls 8.1 5.5', {
      title: 'Inventory of service accounts',
      says: 'Service accounts are inventoried with owner, purpose and a date of review.',
      tests: 'Speaks against it where nobody owns the token, or its owner has left.',
      fails: c.ownerless,
    }),
    c.requirement('maps-to', 'Controls 8.1 6.2', {
      title: 'Access is revoked',
      says: 'Access is revoked at once when somebody leaves or changes their role.',
      tests: 'Speaks against it where its workload, vendor or owner is gone. Unknown where nobody owns it.',
      fails: c.leftBehind,
      unknown: c.leavingUnknown,
    }),
  ],
}
