import type { Framework } from '../requirement.ts'
import * as c from './conditions.ts'

/** SOC 2 trust services criteria. An auditor decides on them: a row is evidence for one, and nothing passes it. */
export const soc2: Framework = {
  id: 'soc-2',
  name: 'SOC 2 trust services criteria',
  publisher: 'AICPA',
  about: 'An auditor decides on these criteria; nothing here passes or fails them. Each row is evidence for one.',
  requirements: [
    c.requirement('evidence-for', 'CC6.1', {
      title: 'Logical access',
      says: 'Access to what is protected is restricted.',
      tests: 'Evidence against it where a copy is enough to use the token for over a day.',
      fails: c.all(c.copyable, c.standing),
      unknown: c.any(c.bindingUnknown, c.lifeUnknown),
    }),
    c.requirement('evidence-for', 'CC6.2', {
      title: 'Credentials are given and taken back',
      says: 'Credentials are issued to those authorised, and removed when that ends.',
      tests: 'Evidence against it where nobody owns the token, or its workload, vendor or owner is gone.',
      fails: c.any(c.ownerless, c.leftBehind),
    }),
    c.requirement('evidence-for', 'CC6.3', {
      title: 'Least privilege',
      says: 'Access follows roles and is no wider than needed.',
      tests: 'Evidence against it where the token administers: level 6.',
      fails: c.administers,
      unknown: c.rightsUnknown,
    }),
    c.requirement('evidence-for', 'CC7.2', {
      title: 'Monitoring',
      says: 'Systems are monitored for anomalies.',
      tests: 'Evidence against it where no use monitoring is evidenced in the last 90 days.',
      fails: c.not(c.evidenced('monitoring')),
    }),
    c.requirement('evidence-for', 'CC7.4', {
      title: 'Response to incidents',
      says: 'Known incidents are responded to.',
      tests: 'Asked of what leaked. Evidence against it until it is both cut off and replaced.',
      applies: c.is('exposure', 'suspected', 'confirmed', 'abuse'),
      fails: c.leaked,
    }),
  ],
}
