import type { Breadth, Grant, Rating } from '../../../model/grant.ts'
import { cell } from '../../dimensions/scope.ts'
import { compareText, distinctBreadths, shown, worstFirst, worstGrantFirst } from '../rating.ts'
import type { Completed } from './combined.ts'
import { reachWords, resourcesFor } from './resource-reach.ts'
import type { Statement } from './policy-document.ts'
import type { Part, Piece, Tally } from './tally.ts'

const shownGrants = 5

type Candidate = { breadth: Breadth; words: string; grant: () => Grant }

/** What was added up, as a rating: every distinct breadth, and the worst grants in words. Sentences are made for those only. */
export function explain({ pieces, combined, reach }: Tally, notes: readonly string[], dataVersion: string): Rating {
  const breadths: Breadth[] = []
  const candidates: Candidate[] = []
  for (const piece of pieces) {
    let worst: { part: Part; breadth: Breadth } | null = null
    for (const part of piece.parts) {
      const breadth = { level: part.level, reach: reach(part) }
      breadths.push(breadth)
      if (!worst || before(breadth, part, worst)) worst = { part, breadth }
    }
    if (worst) candidates.push(candidate(piece, worst.part, worst.breadth))
  }
  const alone = distinctBreadths(breadths)
  for (const completed of combined) {
    const breadth = { level: completed.combination.level, reach: completed.reach }
    // Where one grant alone is as much, the combination explains nothing.
    if (alone.some((one) => one.level >= breadth.level && cell(one) >= cell(breadth))) continue
    candidates.push({
      breadth,
      words: completed.ingredients.map(({ action }) => action.name).join(),
      grant: () => combinedGrant(completed, breadth),
    })
    breadths.push(breadth)
  }
  const all = distinctBreadths(breadths)
  const [breadth] = all
  if (!breadth) throw new Error('A tally without pieces is for the caller to answer.')
  candidates.sort((one, other) => worstFirst(one.breadth, other.breadth) || compareText(one.words, other.words))
  return {
    breadth,
    breadths: all,
    grants: candidates.slice(0, shownGrants).map(({ grant }) => grant()).sort(worstGrantFirst), // prettier-ignore
    all: candidates.length,
    dataVersion,
    notes,
  }
}

function before(breadth: Breadth, part: Part, than: { part: Part; breadth: Breadth }): boolean {
  const order = worstFirst(breadth, than.breadth) || (part.action?.rank ?? 0) - (than.part.action?.rank ?? 0)
  return order < 0
}

function candidate({ source, statement, named, parts }: Piece, part: Part, breadth: Breadth): Candidate {
  const words = [named.pattern, source, ...statement.resources.slice(0, 20), ...statement.conditions].join('\n')
  return {
    breadth,
    words,
    grant: () => ({
      ...breadth,
      service: new Set(parts.map(({ service }) => service)).size > 1 ? '*' : part.service,
      action: shown(named.pattern),
      resource: resourceWords(statement, part.service),
      conditions: statement.conditions.map((condition) => shown(condition)),
      source: shown(source, 400),
      because: because(named.pattern, part, breadth),
    }),
  }
}

function because(pattern: string, { action, service, self }: Part, { level, reach }: Breadth): string {
  const far = reachWords[reach]
  if (!action) return `${shown(pattern)} is not in our list of AWS actions and counts as level ${level} for its name; ${far}.`
  const name = `${service}:${action.name}`
  const which = pattern.toLowerCase() === name.toLowerCase() ? name : `${shown(pattern)} includes ${name}`
  return `${which}: ${self ? action.onSelf : action.because}; ${far}.`
}

function combinedGrant({ combination, ingredients }: Completed, breadth: Breadth): Grant {
  const decisive = ingredients[combination.reachOf] ?? ingredients[0]
  const names = ingredients.map(({ action }) => `${action.service}:${action.name}`).join(' + ')
  return {
    ...breadth,
    service: decisive?.action.service ?? '*',
    action: names,
    resource: decisive ? resourceWords(decisive.statement, decisive.action.service) : '*',
    conditions: [...new Set(ingredients.flatMap(({ statement }) => statement.conditions))].slice(0, 10).map((one) => shown(one)),
    source: shown([...new Set(ingredients.map(({ source }) => source))].join(' and '), 400),
    because: `${names} together: ${combination.because}; ${reachWords[breadth.reach]}.`,
  }
}

function resourceWords({ resources, notResources }: Statement, service: string): string {
  if (notResources) return shown(`everything but ${some(notResources)}`, 500)
  return shown(some(resourcesFor(service, resources)), 500)
}

function some(resources: readonly string[]): string {
  return resources.length > 3 ? `${resources.slice(0, 3).join(', ')} and ${resources.length - 3} more` : resources.join(', ')
}
