import type { Grant, Level, Rating, Reach } from '../../model/grant.ts'
import type { Json } from '../../model/json.ts'
import { StatedGrants } from '../../model/permission-statement.ts'
import { ratingOf, shown, unknownRating } from './rating.ts'
import { levelWords, reachWords } from './stated-words.ts'

type Stated = StatedGrants['grants'][number]

/** Breadth as a person wrote it: taken at their word where the word is known, and as the worst where it is not. */
export function rateStated(json: Json, _document: unknown, dataVersion: string): Rating {
  const parsed = StatedGrants.safeParse(json)
  if (!parsed.success) return unknownRating(['What is stated of its permissions cannot be read.'], dataVersion)
  if (parsed.data.grants.length === 0) return unknownRating(['The file names no permission of it.'], dataVersion)
  const notes = new Set<string>()
  const grants = parsed.data.grants.map((stated) => grantOf(stated, notes))
  return ratingOf(grants, [...notes].slice(0, 10), dataVersion)
}

function grantOf(stated: Stated, notes: Set<string>): Grant {
  const level = valueOf<Level>('level', stated.level, levelWords, 6, notes)
  const reach = valueOf<Reach>('reach', stated.reach, reachWords, 4, notes)
  return {
    level: level.value,
    reach: reach.value,
    service: shown(stated.service ?? '*', 200),
    action: shown(stated.action ?? (typeof stated.level === 'string' ? stated.level : '*')),
    resource: shown(stated.resource ?? '*'),
    conditions: [],
    source: 'stated in the file',
    because: `${level.says}; ${reach.says}.`,
  }
}

function valueOf<Value extends number>(
  name: 'level' | 'reach',
  said: Value | string | undefined,
  words: Readonly<Record<string, Value>>,
  worst: Value,
  notes: Set<string>,
): { value: Value; says: string } {
  if (said === undefined) {
    notes.add(`No ${name} is stated, so that it counts as the worst.`)
    return { value: worst, says: `no ${name} is stated, which counts as ${worst}` }
  }
  if (typeof said === 'number') return { value: said, says: `${name} ${said} is stated` }
  const word = said
    .trim()
    .toLowerCase()
    .replace(/[\s._]+/g, '-')
  const known = Object.hasOwn(words, word) ? words[word] : numberOf<Value>(word, worst)
  if (known !== undefined) return { value: known, says: `"${shown(said, 60)}" is stated, which is ${name} ${known}` }
  notes.add(`"${shown(said, 60)}" is not a word for a ${name} that we know, so that it counts as the worst.`)
  return { value: worst, says: `"${shown(said, 60)}" is not a ${name} that we know, which counts as ${worst}` }
}

/** A number that came as text, as it does from a spreadsheet. */
function numberOf<Value extends number>(word: string, most: Value): Value | undefined {
  return /^[1-9]$/.test(word) && Number(word) <= most ? (Number(word) as Value) : undefined
}
