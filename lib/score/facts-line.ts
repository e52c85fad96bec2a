import { AppError, type Issue } from '../model/app-error.ts'
import type { Facts } from '../model/facts.ts'
import { readFacts } from './read-facts.ts'

/** Reads one line of JSON as facts. Throws AppError 'bad-input' whose message and issues name the line and the field. */
export function readFactsLine(line: string, number: number): Facts {
  try {
    return readFacts(JSON.parse(line))
  } catch (error) {
    if (error instanceof SyntaxError) throw refusal([{ where: `line ${number}`, what: `is not valid JSON${placeOf(error)}` }], ' ')
    if (!(error instanceof AppError)) throw error
    throw refusal(
      error.issues.map(({ where, what }) => ({ where: `line ${number}, ${where}`, what })),
      ': ',
    )
  }
}

function refusal(issues: readonly Issue[], between: string): AppError {
  return new AppError('bad-input', issues.map(({ where, what }) => `${where}${between}${what}`).join('; '), issues)
}

/** The parser's own words quote what it read, which may be anything; its position is enough. */
function placeOf(error: SyntaxError): string {
  const position = /position (\d+)/.exec(error.message)?.[1]
  return position === undefined ? '' : `: look at character ${Number(position) + 1}`
}
