import type { Framework } from '../requirement.ts'
import * as c from './conditions.ts'

/** NIST SP 800-53 revision 5 (5.2.0). Written for authenticators and accounts; one control is about tokens themselves. */
export const nist80053: Framework = {
  id: 'nist-800-53-r5',
  name: 'NIST SP 800-53 r5',
  publisher: 'NIST',
  about: 'Controls of release 5.2.0. Most are written for accounts and authenticators and map to tokens; IA-13(3) is about tokens.',
  requirements: [
    c.requirement('maps-to', 'AC-2 h', {
      title: 'Account managers are told',
      says: 'Whoever manages an account learns when it is no longer needed.',
      tests: 'Speaks against it where nobody owns the token, or its owner has left: there is nobody to tell.',
      fails: c.ownerless,
    }),
    c.requirement('maps-to', 'AC-2(3)', {
      title: 'Accounts are disabled',
      says: 'Accounts that expired, belong to nobody, break policy or lie idle are disabled.',
      tests:
        'Speaks against it where its workload, vendor or owner is gone, or it was surely not used for over 90 days. Unknown where nobody owns it, or its use is not reported.',
      fails: c.any(c.leftBehind, c.unusedOver90),
      unknown: c.any(c.leavingUnknown, c.useUnknown),
    }),
    c.requirement('maps-to', 'AC-6', {
      title: 'Least privilege',
      says: 'Access is no wider than the task needs.',
      tests: 'Speaks against it where the token administers: level 6.',
      fails: c.administers,
      unknown: c.rightsUnknown,
    }),
    c.requirement('maps-to', 'AC-6(5)', {
      title: 'Privileged accounts',
      says: 'Privileged accounts are for named people and roles only.',
      tests:
        'Asked of tokens that administer, and unknown of those whose rights are not reported. Speaks against it where nobody owns one, or its kind should not exist (a root key).',
      applies: c.any(c.administers, c.rightsUnknown, c.is('prohibited', 'prohibited')),
      fails: c.any(c.is('prohibited', 'prohibited'), c.all(c.administers, c.ownerless)),
      unknown: c.rightsUnknown,
    }),
    c.requirement('maps-to', 'IA-5 d', {
      title: 'Lost and compromised authenticators',
      says: 'There are procedures for what is lost or compromised, and for revoking it, and they are used.',
      tests: 'Speaks against it where it leaked and is not both cut off and replaced. Met by a revocation drill of the last 90 days.',
      fails: c.leaked,
      unknown: c.not(c.evidenced('revocation')),
    }),
    c.requirement('maps-to', 'IA-5 f', {
      title: 'Authenticators are changed',
      says: 'Authenticators are changed or refreshed after a set time.',
      tests:
        'Speaks against it where the present secret is over a year old, the lower bound of SP 800-57 for such keys. Your own time may be shorter.',
      fails: c.olderThan('365d'),
      unknown: c.ageUnknown,
    }),
    c.requirement('maps-to', 'IA-5(7)', {
      title: 'No embedded static authenticators',
      says: 'Unencrypted static authenticators are not kept in code or other static storage.',
      tests: 'Speaks against it where the token lies in plain text. Met where it is in a vault.',
      fails: c.plaintext,
      unknown: c.storageUnknown,
    }),
    c.requirement('test', 'IA-13(3)', {
      title: 'Token management',
      says: 'Tokens are issued, refreshed, revoked, and restricted in time and audience.',
      tests:
        'Fails where it never ends, or after more than a year, and no platform replaces it within one. Nothing is met: whom a token is meant for is not read from any source.',
      fails: c.livesLongerThan('366d'),
      unknown: c.always,
    }),
    c.requirement('maps-to', 'SC-23', {
      title: 'Session authenticity',
      says: 'A session cannot be taken over by somebody else.',
      tests: 'Speaks against it where a copy is enough to use the token.',
      fails: c.copyable,
      unknown: c.bindingUnknown,
    }),
    c.requirement('maps-to', 'SI-4', {
      title: 'System monitoring',
      says: 'Systems are monitored for attacks and unauthorised use.',
      tests: 'Speaks against it where no use monitoring is evidenced in the last 90 days.',
      fails: c.not(c.evidenced('monitoring')),
    }),
  ],
}
