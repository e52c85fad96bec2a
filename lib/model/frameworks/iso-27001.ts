import type { Framework } from '../requirement.ts'
import * as c from './conditions.ts'

/** ISO/IEC 27001:2022, Annex A. The titles are short names of our own. */
export const iso27001: Framework = {
  id: 'iso-27001-2022',
  name: 'ISO/IEC 27001:2022',
  publisher: 'ISO/IEC',
  about: 'Controls of Annex A, for an organisation: the tokens map to them. The wording is ours, not the standard’s.',
  requirements: [
    c.requirement('maps-to', 'A.5.16', {
      title: 'Identities have a life cycle',
      says: 'Identities are managed from beginning to end.',
      tests: 'Speaks against it where nobody owns the token, or it was surely not used for over 90 days.',
      fails: c.any(c.ownerless, c.unusedOver90),
      unknown: c.useUnknown,
    }),
    c.requirement('maps-to', 'A.5.17', {
      title: 'Authentication information',
      says: 'Secrets are given out and kept with care.',
      tests:
        'Speaks against it where the token leaked and is not both cut off and replaced, or lies in plain text. Met where it is in a vault.',
      fails: c.any(c.leaked, c.plaintext),
      unknown: c.storageUnknown,
    }),
    c.requirement('maps-to', 'A.5.18', {
      title: 'Access rights',
      says: 'Rights are given, reviewed and taken back by rule.',
      tests: 'Speaks against it where its workload, vendor or owner is gone. Unknown where nobody owns it.',
      fails: c.leftBehind,
      unknown: c.leavingUnknown,
    }),
    c.requirement('maps-to', 'A.8.2', {
      title: 'Privileged rights',
      says: 'Privileged rights are few and managed.',
      tests: 'Speaks against it where the token administers: level 6.',
      fails: c.administers,
      unknown: c.rightsUnknown,
    }),
    c.requirement('maps-to', 'A.8.5', {
      title: 'Secure authentication',
      says: 'Ways to authenticate fit what they protect.',
      tests: 'Speaks against it where a copy is enough to use the token for over an hour.',
      fails: c.all(c.copyable, c.livesLongerThan('1h')),
      unknown: c.any(c.bindingUnknown, c.lifeUnknown),
    }),
  ],
}
