import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { PlanAct } from '../../model/plan-act.ts'
import { TokenAct } from '../../model/token-act.ts'
import { validatorWords } from './validator-words.ts'

beforeAll(() => z.config({ customError: validatorWords }))
afterAll(() => z.config({ customError: undefined }))

const words = (schema: z.ZodType, value: unknown) => schema.safeParse(value).error?.issues.map(({ message }) => message) ?? []

test.each<[string, z.ZodType, unknown, string]>([
  ['an act that there is not', PlanAct, { do: 'explode' }, 'is nothing that can be asked here: load the page again'],
  ['no act at all', PlanAct, {}, 'is nothing that can be asked here: load the page again'],
  ['an act on a token that there is not', TokenAct, { do: 'explode' }, 'is nothing that can be asked here: load the page again'],
  ['a field that is missing', PlanAct, { do: 'comment' }, 'is missing'],
  ['words of the schema’s own', PlanAct, { do: 'comment', text: '' }, 'Say it in a sentence.'],
  ['too long', PlanAct, { do: 'comment', text: 'x'.repeat(2_001) }, 'is longer than 2000 characters'],
  ['an id that is none', PlanAct, { do: 'assign', ownerId: 'x' }, 'is not the id of anything'],
  ['a date that is none', PlanAct, { do: 'set-date', date: 'soon' }, 'is not a date'],
  ['a field too many', PlanAct, { do: 'accept', also: 1 }, 'has what is not known here: also'],
  ['none of a few', z.enum(['a', 'b']), 'c', 'is none of those that can be chosen'],
  ['not whole', z.int(), 1.5, 'is not a whole number'],
  ['not a number', z.number(), Number.NaN, 'is not a number'],
  ['too small', z.number().min(3), 1, 'is less than 3'],
  ['too many', z.array(z.string()).max(1), ['a', 'b'], 'has more than 1'],
  ['none', z.array(z.string()).min(1), [], 'is empty'],
  ['one of several forms', z.union([z.number(), z.boolean()]), 'x', 'is not of the right form'],
  ['an address', z.email(), 'x', 'is not an e-mail address'],
])('%s', (_, schema, value, says) => expect(words(schema, value)).toEqual([says]))
