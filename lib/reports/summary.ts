import { mappingVersion } from '../model/frameworks/all.ts'
import { isAttested, outcomes, tellingOf, type Framework, type Outcome } from '../model/requirement.ts'

/** The columns of a framework's summary, in their stable order. What an auditor attests has two of its own for evidence. */
export function summaryColumns(framework: Framework): readonly string[] {
  return isAttested(framework) ? columns.map((column) => attested[column] ?? column) : columns
}

const attested: Readonly<Record<string, string>> = { meets: 'evidence_for', fails_or_speaks_against: 'evidence_against' }

const columns = [
  'framework', 'requirement', 'article_id', 'title', 'wording', 'evidence', 'tested', 'looks_at', 'meets', 'fails_or_speaks_against', 'unknown', 'excepted', 'not_applicable', 'mapping', 'as_of',
] as const // prettier-ignore

/** The column `tested`: an analogy is no test. */
const tested = { tested: 'yes', mapped: 'maps-to', attested: 'evidence-for', untold: 'no' } as const

/** A row a requirement, also for those that no token is tested against: their counts are empty, and not zero. */
export function summaryRows(framework: Framework, counts: ReadonlyMap<string, Readonly<Record<Outcome, number>>>, at: Date): string[][] {
  return framework.requirements.map((requirement) => {
    const { id, article, title, says, evidence, tests } = requirement
    const counted = counts.get(id)
    return [
      framework.name,
      id,
      article ?? '',
      title,
      says,
      evidence,
      tested[tellingOf(requirement)],
      tests,
      ...outcomes.map((outcome) => (counted ? String(counted[outcome]) : '')),
      mappingVersion,
      at.toISOString(),
    ]
  })
}
