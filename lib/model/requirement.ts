/** What a token makes of a requirement. `excepted`: it fails, and an approved exception covers it for the time being. */
export const outcomes = ['meets', 'fails', 'unknown', 'excepted', 'not-applicable'] as const
export type Outcome = (typeof outcomes)[number]

/**
 * The facts that a requirement may ask about, and the metric of a score's vector in which each stands. A vector names every fact a
 * score rests on as the step it falls in; one that says nothing against a token is left out of it.
 */
export const factMetric = {
  binding: 'B',
  checked: 'P',
  life: 'T',
  rotation: 'R',
  age: 'A',
  idle: 'I',
  rights: 'S',
  owner: 'O',
  exposure: 'X',
  revoked: 'G',
  replaced: 'Y',
  workload: 'W',
  consumers: 'C',
  thirdParty: 'H',
  agent: 'N',
  storage: 'K',
  prohibited: 'Z',
} as const
export type Fact = keyof typeof factMetric

export type EvidencedControl = 'network' | 'revocation' | 'monitoring' | 'scanning'

/**
 * A condition on a scored token, as data: the same is asked of one token in memory and of a million by the database.
 * `is`: the fact is one of these steps or words; `level`: its worst right is of this level; `evidenced`: a control has evidence of the
 * last 90 days; `kind`: it is of one of these kinds, where `*` stands for any text before or behind.
 */
export type Condition =
  | { fact: Fact; is: readonly string[] }
  | { level: 1 | 2 | 3 | 4 | 5 | 6 }
  | { evidenced: EvidencedControl }
  | { kind: readonly string[] }
  | { all: readonly Condition[] }
  | { any: readonly Condition[] }
  | { not: Condition }

/** What is asked of a token, most telling first: who it is asked of, when it surely fails, when nobody can tell. Otherwise it is met. */
export type Rule = { applies: Condition; fails: Condition; unknown: Condition }

/**
 * One requirement of a framework. `says` is our own wording, not the text of the standard. `evidence`: 'test' where the text is about such
 * credentials, 'maps-to' where it is written for passwords, accounts, keys or processes and applied by analogy, 'evidence-for' where an
 * auditor attests it: nothing meets or fails such a criterion, a token is evidence for it or against it.
 */
export type Requirement = {
  /** As its framework prints it. */
  id: string
  title: string
  says: string
  evidence: 'test' | 'maps-to' | 'evidence-for'
  /** The number that the article which this product answers gives it. */
  article?: string
  /** What exactly is looked at, in a sentence; or, without a rule, why no token is tested against it. */
  tests: string
  rule: Rule | null
}

/**
 * What a token can tell of a requirement: 'tested', where the text is about such credentials and has conditions; 'mapped', where it has them by
 * analogy only, so that nothing meets or fails the text itself; 'attested', where an auditor attests it and a token is evidence; 'untold', where no fact of a token speaks to it.
 */
export function tellingOf({ evidence, rule }: Pick<Requirement, 'evidence' | 'rule'>): 'tested' | 'mapped' | 'attested' | 'untold' {
  if (!rule) return 'untold'
  return ({ test: 'tested', 'maps-to': 'mapped', 'evidence-for': 'attested' } as const)[evidence]
}

export type Framework = {
  id: string
  /** With its edition: ids move between editions. */
  name: string
  publisher: string
  /** Of whom it is asked, and what a reader must know before quoting it. */
  about: string
  requirements: readonly Requirement[]
}

/** Whether an auditor attests the framework, so that its rows are evidence. */
export function isAttested(framework: Pick<Framework, 'requirements'>): boolean {
  return coverageOf(framework).attested > 0
}

/** How many requirements of a framework are tested on tokens, only mapped to them, attested by an auditor, and not to be told from a token. */
export function coverageOf({ requirements }: Pick<Framework, 'requirements'>): Readonly<Record<ReturnType<typeof tellingOf>, number>> {
  const counts = { tested: 0, mapped: 0, attested: 0, untold: 0 }
  for (const requirement of requirements) counts[tellingOf(requirement)] += 1
  return counts
}

/** A token as a requirement sees it. `vector`: empty where the history of a token does not have it. */
export type Judged = { vector: string; kind: string; retired: boolean; excepted: boolean }

/** What a token makes of a requirement that has a rule. */
export function outcomeOf(rule: Rule, token: Judged): Outcome {
  if (token.retired) return 'not-applicable'
  if (token.vector === '') return 'unknown'
  if (!holds(rule.applies, token)) return 'not-applicable'
  if (holds(rule.fails, token)) return token.excepted ? 'excepted' : 'fails'
  return holds(rule.unknown, token) ? 'unknown' : 'meets'
}

/** Whether a condition holds of a token. */
export function holds(condition: Condition, token: Pick<Judged, 'vector' | 'kind'>): boolean {
  if ('all' in condition) return condition.all.every((each) => holds(each, token))
  if ('any' in condition) return condition.any.some((each) => holds(each, token))
  if ('not' in condition) return !holds(condition.not, token)
  if ('kind' in condition) return condition.kind.some((pattern) => fits(pattern, token.kind))
  return vectorParts(condition).some((part) => `${token.vector}/`.includes(part))
}

/**
 * What a token's vector, closed by a slash, has in it where the condition holds: any one of these. The label of a metric never
 * holds a slash, and no metric is the end of another, so that looking for a part is looking at the metric.
 */
export function vectorParts(condition: Extract<Condition, { fact: Fact } | { level: number } | { evidenced: string }>): readonly string[] {
  if ('fact' in condition) return condition.is.map((label) => `/${factMetric[condition.fact]}:${label}/`)
  // Grants stand from the worst downwards, and what is evidenced behind everything else.
  if ('level' in condition) return [`/S:${condition.level}.`]
  return [`:${condition.evidenced}`, `+${condition.evidenced}`]
}

function fits(pattern: string, kind: string): boolean {
  if (pattern.startsWith('*')) return kind.endsWith(pattern.slice(1))
  return pattern.endsWith('*') ? kind.startsWith(pattern.slice(0, -1)) : kind === pattern
}
