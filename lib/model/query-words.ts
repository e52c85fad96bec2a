import { z } from 'zod'
import type { RawQuery } from './token-search.ts'

/** Notes what is wrong with a parameter, so that one answer can name them all. */
export type Wrong = (where: string, what: string) => void

/** Everything a parameter was given; blanks, as a form sends them, are nothing. */
export function valuesOf(query: RawQuery, name: string): string[] {
  const raw = Object.hasOwn(query, name) ? query[name] : undefined
  return (typeof raw === 'string' ? [raw] : [...(raw ?? [])]).filter((value) => value !== '')
}

/** The value of a parameter that may be given once. */
export function single(query: RawQuery, name: string, wrong: Wrong): string | undefined {
  const values = valuesOf(query, name)
  if (values.length > 1) wrong(name, `is given ${values.length} times`)
  return values[0]
}

/** A whole number within its ends, or null where it is left out. */
export function wholeNumber(query: RawQuery, name: string, [least, most]: readonly [number, number], wrong: Wrong): number | null {
  const asked = single(query, name, wrong)
  if (asked === undefined) return null
  const number = /^\d{1,6}$/.test(asked) ? Number(asked) : NaN
  if (number >= least && number <= most) return number
  wrong(name, `"${shown(asked)}" is not a number from ${least} to ${most}`)
  return null
}

/** One of a few words, or null where it is left out. */
export function oneOf<Word extends string>(query: RawQuery, name: string, words: readonly Word[], wrong: Wrong): Word | null {
  const asked = single(query, name, wrong)
  if (asked === undefined) return null
  const word = words.find((one) => one === asked)
  if (!word) wrong(name, `"${shown(asked)}" is not one of ${words.join(', ')}`)
  return word ?? null
}

/** An instant in UTC as an address carries it, or null where it is left out. */
export function instantIn(query: RawQuery, name: string, wrong: Wrong): string | null {
  const asked = single(query, name, wrong)
  if (asked === undefined) return null
  if (z.iso.datetime().safeParse(asked).success) return asked
  wrong(name, `"${shown(asked)}" is not an instant of the form 2026-11-30T09:00:00Z`)
  return null
}

/** A value fit to be repeated in a message: short, and with nothing in it that a terminal or a log could take for more than text. */
export function shown(value: string): string {
  const clean = value.replace(/[\p{Cc}\p{Cf}]/gu, '')
  return clean.length > 60 ? `${clean.slice(0, 60)}…` : clean
}

/** Whether a text holds what nobody types and the database cannot hold. */
export function hasControl(text: string): boolean {
  return /\p{Cc}/u.test(text) || !text.isWellFormed()
}
