import { expect, test } from 'vitest'
import { AppError } from '../lib/model/app-error.ts'
import { explain } from './standdown.ts'

test.each([
  ['an error without places', new AppError('conflict', 'It is there already.'), 'It is there already.'],
  [
    'a line for each place that is wrong',
    new AppError('bad-input', 'These settings cannot be used.', [
      { where: 'settings.account', what: 'the 12 digits of the account' },
      { where: 'settings.region', what: 'a region like us-east-1' },
    ]),
    'These settings cannot be used.\n  settings.account: the 12 digits of the account\n  settings.region: a region like us-east-1',
  ],
  [
    'a place that the sentence names already is not said twice',
    new AppError('bad-input', 'file.json: account', [{ where: 'account', what: 'is wrong' }]),
    'file.json: account\n  is wrong',
  ],
  ['an error of ours, on one line', new Error('first\n  second'), 'first second'],
  ['something thrown that is no error', 'gone', 'gone'],
])('%s', (_, error, says) => expect(explain(error)).toBe(says))
