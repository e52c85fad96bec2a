import type { Framework } from '../requirement.ts'
import * as c from './conditions.ts'

/** NIST Cybersecurity Framework 2.0. Its ids, and none of version 1.1: category PR.AC became PR.AA. */
export const nistCsf: Framework = {
  id: 'nist-csf-2.0',
  name: 'NIST CSF 2.0',
  publisher: 'NIST',
  about: 'Outcomes of an organisation, not of a token: each row says what the tokens show of it, and maps to it.',
  requirements: [
    c.requirement('maps-to', 'GV.RR-02', {
      title: 'Roles and responsibilities',
      says: 'Who is responsible is settled and known.',
      tests: 'Speaks against it where nobody owns the token, or its owner has left.',
      fails: c.ownerless,
    }),
    c.requirement('maps-to', 'GV.SC-07', {
      title: 'Risks of suppliers',
      says: 'Risks that third parties bring are known, answered and watched.',
      tests: 'Asked of what a third party holds. Speaks against it where that lives longer than a day and works from any network.',
      applies: c.heldOutside,
      fails: c.all(c.standing, c.not(c.evidenced('network'))),
      unknown: c.lifeUnknown,
    }),
    c.requirement('maps-to', 'ID.AM-08', {
      title: 'Life cycles',
      says: 'Services and systems are managed from beginning to end.',
      tests:
        'Speaks against it where its workload, vendor or owner is gone, or it was surely not used for over 90 days. Unknown where nobody owns it, or its use is not reported.',
      fails: c.any(c.leftBehind, c.unusedOver90),
      unknown: c.any(c.leavingUnknown, c.useUnknown),
    }),
    c.requirement('maps-to', 'PR.AA-01', {
      title: 'Identities and credentials are managed',
      says: 'The organisation manages the credentials of its users and services.',
      tests: 'Speaks against it where nobody owns the token. Unknown where its life, age, rights or binding is not reported.',
      fails: c.ownerless,
      unknown: c.any(c.lifeUnknown, c.ageUnknown, c.rightsUnknown, c.bindingUnknown),
    }),
    c.requirement('maps-to', 'PR.AA-03', {
      title: 'Services are authenticated',
      says: 'Users, services and devices prove who they are.',
      tests: 'Speaks against it where the token travels in an address or as a shared password.',
      fails: c.is('binding', 'bearer-url'),
      unknown: c.bindingUnknown,
    }),
    c.requirement('maps-to', 'PR.AA-04', {
      title: 'Assertions are protected',
      says: 'Statements of identity are protected, conveyed and verified.',
      tests: 'Speaks against it where a copy is enough to use the token.',
      fails: c.copyable,
      unknown: c.bindingUnknown,
    }),
    c.requirement('maps-to', 'PR.AA-05', {
      title: 'Least privilege',
      says: 'Permissions follow a policy, are reviewed, and are no wider than needed.',
      tests: 'Speaks against it where the token administers: level 6.',
      article: 'PR.AC-4',
      fails: c.administers,
      unknown: c.rightsUnknown,
    }),
    c.requirement('maps-to', 'DE.CM-09', {
      title: 'Monitoring of services',
      says: 'Software, services and what runs them are watched for adverse events.',
      tests: 'Speaks against it where no use monitoring is evidenced in the last 90 days.',
      fails: c.not(c.evidenced('monitoring')),
    }),
    c.requirement('maps-to', 'RS.MI-01', {
      title: 'Incidents are contained',
      says: 'What is going on is kept from spreading.',
      tests: 'Asked of what leaked. Speaks against it until the provider shows it cut off.',
      applies: c.is('exposure', 'suspected', 'confirmed', 'abuse'),
      fails: c.not(c.is('revoked', 'revoked')),
    }),
  ],
}
