import type { Framework, Outcome, Requirement } from '../requirement.ts'
import { cis } from './cis.ts'
import { csaCcm } from './csa-ccm.ts'
import { iso27001 } from './iso-27001.ts'
import { nist80053 } from './nist-800-53.ts'
import { nistAiRmf } from './nist-ai-rmf.ts'
import { nistCsf } from './nist-csf.ts'
import { owaspAsvs } from './owasp-asvs.ts'
import { owaspNhi } from './owasp-nhi.ts'
import { pciDss } from './pci-dss.ts'
import { soc2 } from './soc-2.ts'

/**
 * Raised whenever a rule or an id below changes, from the first release on: a report says by which mapping it was made. What is mended
 * before that is still 1.0.0, as nobody holds a file of it.
 */
export const mappingVersion = 'map-1.0.0'

/**
 * Every framework, in the order they are offered. One more is a file of data and a word here. They belong to the model, as the filters of
 * the inventory name them and the database asks their conditions.
 */
export const frameworks: readonly Framework[] = [
  owaspNhi, nistCsf, nistAiRmf, nist80053, owaspAsvs, pciDss, cis, iso27001, soc2, csaCcm,
] // prettier-ignore

/** A framework by its id, or undefined. */
export function frameworkOf(id: string): Framework | undefined {
  return frameworks.find((framework) => framework.id === id)
}

/** A requirement of a framework, or undefined. */
export function requirementOf(framework: string, id: string): Requirement | undefined {
  return frameworkOf(framework)?.requirements.find((requirement) => requirement.id === id)
}

/** A requirement and what tokens make of it, as a list is narrowed by it. */
export type AskedRequirement = { framework: string; id: string; outcomes: readonly Outcome[] }
