import { z } from 'zod'

type Raw = z.core.$ZodRawIssue

/**
 * What is wrong with something that was sent, where its schema has no words of its own: after the name of its field, and never the
 * validator's own text. Whoever meets it most often sent a form by hand, or has a page of another version open.
 */
export function validatorWords(issue: Raw): string {
  switch (issue.code) {
    case 'invalid_union':
      return issue.discriminator ? 'is nothing that can be asked here: load the page again' : notSo
    case 'invalid_type':
      return issue.input === undefined ? 'is missing' : (notOf[issue.expected] ?? notSo)
    case 'invalid_value':
      return 'is none of those that can be chosen'
    case 'invalid_format':
      return formats[issue.format] ?? notSo
    case 'too_small':
      return tooSmall(issue.origin, Number(issue.minimum))
    case 'too_big':
      return tooBig(issue.origin, Number(issue.maximum))
    case 'unrecognized_keys':
      return `has what is not known here: ${issue.keys.slice(0, 5).join(', ').slice(0, 200)}`
    default:
      return 'cannot be used as it is'
  }
}

const notSo = 'is not of the right form'

const notOf: Readonly<Record<string, string>> = {
  number: 'is not a number',
  int: 'is not a whole number',
  nan: 'is not a number',
  date: 'is not a date',
  boolean: 'is neither yes nor no',
}

const formats: Readonly<Record<string, string>> = {
  email: 'is not an e-mail address',
  url: 'is not a web address',
  uuid: 'is not the id of anything',
  date: 'is not a date',
  datetime: 'is not a date with a time',
}

function tooSmall(origin: string, least: number): string {
  if (origin === 'string') return least === 1 ? 'is empty' : `is shorter than ${least} characters`
  if (origin === 'array' || origin === 'set') return least === 1 ? 'is empty' : `has fewer than ${least}`
  return origin === 'date' ? 'is too early' : `is less than ${least}`
}

function tooBig(origin: string, most: number): string {
  if (origin === 'string') return `is longer than ${most === 1 ? 'one character' : `${most} characters`}`
  if (origin === 'array' || origin === 'set') return `has more than ${most}`
  return origin === 'date' ? 'is too late' : `is more than ${most}`
}

/** From here on every schema of this process answers so; words that a schema gives itself go first. */
export function setValidatorWords(): void {
  z.config({ customError: validatorWords })
}
