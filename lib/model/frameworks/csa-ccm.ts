import type { Framework } from '../requirement.ts'
import * as c from './conditions.ts'

/** CSA Cloud Controls Matrix 4.0.13. */
export const csaCcm: Framework = {
  id: 'csa-ccm-4',
  name: 'CSA CCM 4.0.13',
  publisher: 'Cloud Security Alliance',
  about: 'Controls of a cloud’s customer or provider: the tokens map to them.',
  requirements: [
    c.requirement('maps-to', 'IAM-03', {
      title: 'Identity inventory',
      says: 'System identities and what they can reach are on record.',
      tests: 'Met by being here with rights, life and owner known.',
      fails: c.ownerless,
      unknown: c.any(c.rightsUnknown, c.lifeUnknown),
    }),
    c.requirement('maps-to', 'IAM-05', {
      title: 'Least privilege',
      says: 'Access is no wider than needed.',
      tests: 'Speaks against it where the token administers: level 6.',
      fails: c.administers,
      unknown: c.rightsUnknown,
    }),
    c.requirement('maps-to', 'IAM-07', {
      title: 'Access is taken back',
      says: 'Access of those who leave or change is taken back in time.',
      tests: 'Speaks against it where its workload, vendor or owner is gone. Unknown where nobody owns it.',
      fails: c.leftBehind,
      unknown: c.leavingUnknown,
    }),
    c.untested('maps-to', 'IAM-08', {
      title: 'Access is reviewed',
      says: 'Access is reviewed and confirmed regularly.',
      tests: 'Not a fact of a token: the report of access reviews shows it.',
    }),
    c.requirement('maps-to', 'IAM-10', {
      title: 'Privileged access for a time',
      says: 'Privileged access is given for a limited time.',
      tests:
        'Asked of tokens that administer, and unknown of those whose rights are not reported. Speaks against it where one lives longer than a day.',
      applies: c.any(c.administers, c.rightsUnknown),
      fails: c.all(c.administers, c.standing),
      unknown: c.any(c.rightsUnknown, c.lifeUnknown),
    }),
    c.requirement('maps-to', 'IAM-14', {
      title: 'Strong authentication of systems',
      says: 'System identities authenticate by certificates or what is as strong.',
      tests: 'Speaks against it where a copy is enough to use the token.',
      fails: c.copyable,
      unknown: c.bindingUnknown,
    }),
    c.requirement('maps-to', 'CEK-12', {
      title: 'Keys are rotated',
      says: 'Keys are rotated after their cryptoperiod.',
      tests: 'Speaks against it where the present secret is over a year old, the lower bound of SP 800-57 for such keys.',
      fails: c.olderThan('365d'),
      unknown: c.ageUnknown,
    }),
  ],
}
