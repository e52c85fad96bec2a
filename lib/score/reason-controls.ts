import type { ReasonCode } from '../model/score.ts'

/**
 * A control that a reason speaks to. `fits` says how: 'states' where its text is about such credentials, 'maps to' where
 * it is written for passwords, sessions, keys or accounts and applied by analogy. A page says "maps to" for those and
 * never "fails". `read` says how surely the text was known when this table was written: the publisher's own, a second-hand
 * copy, or memory, which wants checking before anything is quoted from it.
 */
export type MappedControl = {
  framework: Framework
  id: string
  says: string
  fits: 'states' | 'maps to'
  read: 'text' | 'second-hand' | 'memory'
  /** Another number the same point goes by, where an older or mistaken one is in circulation. */
  alsoCited?: string
}

export type Framework =
  | 'OWASP NHI Top 10 2025'
  | 'OWASP ASVS 5.0.0'
  | 'NIST SP 800-53 r5'
  | 'NIST CSF 2.0'
  | 'NIST AI RMF 1.0'
  | 'CIS AWS Foundations 7.0.0'
  | 'CIS GCP Foundations 5.0.0'
  | 'CIS Controls 8.1'
  | 'PCI DSS 4.0.1'
  | 'ISO/IEC 27001:2022'
  | 'SOC 2 TSC'
  | 'CSA CCM 4.0.13'
  | 'IETF RFC'

const nhi = control('OWASP NHI Top 10 2025', 'states', 'text')
const asvs = control('OWASP ASVS 5.0.0', 'states', 'text')
const nist = control('NIST SP 800-53 r5', 'maps to', 'text')
const csf = control('NIST CSF 2.0', 'maps to', 'text')
const ai = control('NIST AI RMF 1.0', 'maps to', 'text')
const aws = control('CIS AWS Foundations 7.0.0', 'states', 'text')
const gcp = control('CIS GCP Foundations 5.0.0', 'states', 'text')
const cis = control('CIS Controls 8.1', 'maps to', 'text')
const pci = control('PCI DSS 4.0.1', 'maps to', 'text')
const iso = control('ISO/IEC 27001:2022', 'maps to', 'text')
const ccm = control('CSA CCM 4.0.13', 'maps to', 'text')
const rfc = control('IETF RFC', 'states', 'text')

const leak: readonly MappedControl[] = [
  nhi('NHI2:2025', 'Secret leakage'),
  nist('IA-5 d', 'A procedure for lost, compromised or revoked authenticators'),
  pci('8.6.3', 'Secrets of application and system accounts change on suspicion of compromise'),
  control('NIST CSF 2.0', 'maps to', 'memory')('RS.MI-01', 'Incidents are contained'),
  control('SOC 2 TSC', 'maps to', 'text')('CC7.4', 'Response to identified security incidents'),
]

const standing: readonly MappedControl[] = [
  { ...nhi('NHI7:2025', 'Long-lived secrets'), alsoCited: 'NHI-03' },
  asvs('13.2.1', 'Back ends authenticate with short-term tokens or certificates, not with unchanging keys'),
  asvs('13.3.4', 'Secrets expire and are rotated'),
  { ...nist('IA-13(3)', 'Tokens are time-restricted, audience-restricted and revoked'), fits: 'states', read: 'second-hand' },
  rfc('RFC 6750 section 5.3', 'Bearer tokens are short-lived, an hour or less'),
  aws('2.12', 'Access keys are rotated within 90 days'),
  gcp('1.8', 'User-managed service account keys are rotated within 90 days'),
]

const unknown: readonly MappedControl[] = [
  cis('5.5', 'An inventory of service accounts with owner, purpose and review date'),
  ccm('IAM-03', 'An inventory of identities and their access'),
  csf('PR.AA-01', 'Identities and credentials are managed'),
]

/** What each reason maps to. Ids carry their edition: they move between editions. No entry: no control speaks to it. */
export const reasonControls: Readonly<Record<ReasonCode, readonly MappedControl[]>> = {
  LEAK_ACTIVE: leak,
  LEAK_NOT_REPLACED: leak,
  PROHIBITED: [aws('2.4', 'The root user has no access key'), nist('AC-6(5)', 'Privileged accounts are restricted')],
  OFFBOARDED: [
    nhi('NHI1:2025', 'Improper offboarding'),
    nist('AC-2(3) b', 'Accounts no longer associated with a user are disabled'),
    cis('6.2', 'A process for revoking access'),
    ccm('IAM-07', 'Access is revoked when it is no longer needed'),
    iso('A.5.18', 'Access rights'),
  ],
  DORMANT: [
    aws('2.11', 'Credentials unused for 45 days are disabled'),
    cis('5.3', 'Dormant accounts are disabled after 45 days'),
    nist('AC-2(3) d', 'Inactive accounts are disabled'),
    control('PCI DSS 4.0.1', 'maps to', 'memory')('8.2.6', 'Accounts inactive for 90 days are removed or disabled'),
    nhi('NHI1:2025', 'Improper offboarding'),
  ],
  STANDING_HIGH: standing,
  STANDING_MEDIUM: standing,
  STANDING_LOW: standing,
  POP_LONG: [asvs('13.3.4', 'Secrets expire and are rotated'), nhi('NHI7:2025', 'Long-lived secrets')],
  POP_SHORT: [],
  BEARER_SHORT_HIGH: [],
  BEARER_SHORT_MEDIUM: [],
  BEARER_SHORT_LOW: [],
  RETIRED: [],
  NOT_SENDER_CONSTRAINED: [
    rfc(
      'RFC 9700 section 2.2.1',
      'Access tokens should be sender-constrained: a recommendation, so its absence is a finding and no violation',
    ),
    asvs('10.3.5', 'Resource servers require sender-constrained tokens (level 3)'),
    asvs('10.4.14', 'Authorization servers issue sender-constrained tokens only (level 3)'),
    nhi('NHI4:2025', 'Insecure authentication'),
    ccm('IAM-14', 'Certificates or their equal for system identities'),
  ],
  OVERPRIVILEGED: [
    nhi('NHI5:2025', 'Overprivileged identities'),
    { ...csf('PR.AA-05', 'Permissions follow least privilege and separation of duties'), alsoCited: 'PR.AC-4' },
    nist('AC-6', 'Least privilege'),
    rfc('RFC 9700 section 2.3', 'Access tokens carry the least privilege needed'),
    iso('A.8.2', 'Privileged access rights'),
  ],
  THIRD_PARTY: [
    nhi('NHI3:2025', 'Vulnerable third-party identities'),
    control('NIST CSF 2.0', 'maps to', 'memory')('GV.SC', 'Supply chain risk management'),
  ],
  REUSE: [nhi('NHI9:2025', 'Reuse of identities')],
  AGENT: [
    ai('GOVERN 1.6', 'An inventory of AI systems'),
    ai('GOVERN 2.1', 'Roles and responsibilities are documented'),
    ai('GOVERN 3.2', 'Roles for human oversight of AI are defined'),
    ai('MAP 3.5', 'Processes for human oversight are documented'),
    ai('MANAGE 2.4', 'Means to supersede, disengage or deactivate'),
    ai('MANAGE 4.1', 'Monitoring after deployment'),
  ],
  NO_OWNER: [
    cis('5.5', 'An inventory of service accounts with owner, purpose and review date'),
    nist('AC-2 h', 'Account managers are told when accounts are no longer needed'),
    control('NIST CSF 2.0', 'maps to', 'memory')('GV.RR-02', 'Roles and responsibilities are established'),
  ],
  UNKNOWN_TTL: unknown,
  UNKNOWN_AGE: unknown,
  UNKNOWN_BINDING: unknown,
  UNKNOWN_SCOPE: unknown,
  UNKNOWN_SENSITIVITY: unknown,
  UNKNOWN_LAST_USE: unknown,
}

function control(framework: Framework, fits: MappedControl['fits'], read: MappedControl['read']) {
  return (id: string, says: string): MappedControl => ({ framework, id, says, fits, read })
}
