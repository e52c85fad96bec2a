import type { Framework } from '../requirement.ts'
import * as c from './conditions.ts'

/** OWASP Non-Human Identities Top 10, 2025: ids and titles as published; the article counts one of them otherwise. */
export const owaspNhi: Framework = {
  id: 'owasp-nhi-2025',
  name: 'OWASP NHI Top 10 2025',
  publisher: 'OWASP',
  about: 'Ten risks of identities that are not people. A token fails where it shows the risk.',
  requirements: [
    c.requirement('test', 'NHI1:2025', {
      title: 'Improper offboarding',
      says: 'Identities that nobody needs any more are switched off.',
      tests:
        'Fails where its workload, vendor or owner is gone, or it was surely not used for over 90 days. Unknown where nobody owns it, or its use is not reported.',
      fails: c.any(c.leftBehind, c.unusedOver90),
      unknown: c.any(c.leavingUnknown, c.useUnknown),
    }),
    c.requirement('test', 'NHI2:2025', {
      title: 'Secret leakage',
      says: 'Secrets do not get to where they do not belong.',
      tests:
        'Fails where it leaked and is not both cut off and replaced, or lies in plain text. Met where it is in a vault, or what would leak it is scanned.',
      fails: c.any(c.leaked, c.plaintext),
      unknown: c.all(c.storageUnknown, c.not(c.evidenced('scanning'))),
    }),
    c.requirement('test', 'NHI3:2025', {
      title: 'Vulnerable third-party NHI',
      says: 'What a third party holds does no harm when they are broken into.',
      tests: 'Asked of what a third party holds. Fails where that lives longer than a day and works from any network.',
      applies: c.heldOutside,
      fails: c.all(c.standing, c.not(c.evidenced('network'))),
      unknown: c.lifeUnknown,
    }),
    c.requirement('test', 'NHI4:2025', {
      title: 'Insecure authentication',
      says: 'Ways to authenticate are not weak or outdated.',
      tests: 'Fails where it travels in an address or as a shared password, or a copy is enough to use it for over an hour.',
      fails: c.any(c.is('binding', 'bearer-url'), c.all(c.copyable, c.livesLongerThan('1h'))),
      unknown: c.any(c.bindingUnknown, c.lifeUnknown),
    }),
    c.requirement('test', 'NHI5:2025', {
      title: 'Overprivileged NHI',
      says: 'An identity has no more rights than its work needs.',
      tests: 'Fails where it administers: level 6, it can change who may do what.',
      fails: c.administers,
      unknown: c.rightsUnknown,
    }),
    c.untested('test', 'NHI6:2025', {
      title: 'Insecure cloud deployment configurations',
      says: 'Pipelines do not depend on static credentials or on trust that is too wide.',
      tests: 'How pipelines are set up is not read from any source.',
    }),
    c.requirement('test', 'NHI7:2025', {
      title: 'Long-lived secrets',
      says: 'Secrets expire soon, or are replaced soon.',
      tests: 'Fails where it lives longer than a day and no platform replaces it within one.',
      article: 'NHI-03',
      fails: c.standing,
      unknown: c.lifeUnknown,
    }),
    c.untested('test', 'NHI8:2025', {
      title: 'Environment isolation',
      says: 'What is used in testing does not reach production.',
      tests: 'In which environments one token is used is not read from any source.',
    }),
    c.requirement('test', 'NHI9:2025', {
      title: 'NHI reuse',
      says: 'Each consumer has an identity of its own.',
      tests: 'Fails where more than one consumer is reported. Unknown where none is: met means that just one is known.',
      fails: c.is('consumers', 'shared'),
      unknown: c.is('consumers', '?'),
    }),
    c.untested('test', 'NHI10:2025', {
      title: 'Human use of NHI',
      says: 'People do not work under an identity made for machines.',
      tests: 'Whether a person or a program used a token is not read from any source.',
    }),
  ],
}
