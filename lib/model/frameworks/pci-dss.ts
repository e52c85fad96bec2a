import type { Framework } from '../requirement.ts'
import * as c from './conditions.ts'

/** PCI DSS 4.0.1. 8.3.9, from which the well-known 90 days come, is about people with a password alone, and is not here. */
export const pciDss: Framework = {
  id: 'pci-dss-4.0.1',
  name: 'PCI DSS 4.0.1',
  publisher: 'PCI SSC',
  about:
    'Written for accounts of applications and systems and their passwords; tokens map to it. What is in scope of an assessment is for the assessment to say: narrow the list by sensitivity, workload or source.',
  requirements: [
    c.requirement('maps-to', '7.2.5', {
      title: 'Least privilege of system accounts',
      says: 'Accounts of applications and systems have the least rights that do, and only where they are needed.',
      tests: 'Speaks against it where the token administers: level 6.',
      fails: c.administers,
      unknown: c.rightsUnknown,
    }),
    c.untested('maps-to', '7.2.5.1', {
      title: 'Access of system accounts is reviewed',
      says: 'Access of applications and systems is reviewed as often as the risk analysis says.',
      tests: 'Not a fact of a token: the report of access reviews shows it.',
    }),
    c.requirement('maps-to', '8.2.6', {
      title: 'Inactive accounts',
      says: 'Accounts of users that are inactive for 90 days are removed or disabled.',
      tests: 'Speaks against it where the token was surely not used for over 90 days.',
      fails: c.unusedOver90,
      unknown: c.useUnknown,
    }),
    c.untested('maps-to', '8.6.1', {
      title: 'Interactive use of system accounts',
      says: 'People use accounts of systems only exceptionally, for a time, and approved.',
      tests: 'Whether a person or a program used a token is not read from any source.',
    }),
    c.requirement('maps-to', '8.6.2', {
      title: 'Not in scripts or code',
      says: 'Passwords of such accounts are not hard-coded.',
      tests: 'Speaks against it where the token lies in plain text. Met where it is in a vault.',
      fails: c.plaintext,
      unknown: c.storageUnknown,
    }),
    c.requirement('maps-to', '8.6.3', {
      title: 'Changed in time and on suspicion',
      says: 'Passwords of such accounts change as often as the risk analysis says, and when they may be known to others.',
      tests:
        'Speaks against it where it leaked and is not both cut off and replaced. Met where the secret is at most 90 days old; beyond that your own analysis decides.',
      fails: c.leaked,
      unknown: c.any(c.ageUnknown, c.olderThan('90d')),
    }),
  ],
}
