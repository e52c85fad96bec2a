import { expect, test } from 'vitest'
import type { AppError } from '../model/app-error.ts'
import { requireEnd } from './account-end.ts'

const endsAt = new Date('2027-01-01T00:00:00Z')
const endless = { role: 'auditor', endsAt: null } as const
const ending = { role: 'auditor', endsAt } as const
const analyst = { role: 'analyst', endsAt: null } as const

test.each([
  ['a new auditor without an end', endless, null, false],
  ['a new auditor with one', ending, null, true],
  ['a new analyst without one', analyst, null, true],
  ['an analyst who becomes an auditor without an end', endless, analyst, false],
  ['an analyst who becomes an auditor with one', ending, analyst, true],
  ['an auditor whose end is taken away', endless, ending, false],
  ['an auditor who never had one, changed otherwise', endless, endless, true],
  ['an auditor who becomes an analyst and loses the end', analyst, ending, true],
] as const)('%s', (_, account, before, passes) => {
  const refused = () => {
    try {
      requireEnd(account, before)
      return null
    } catch (error) {
      return (error as AppError).issues.map(({ where }) => where)
    }
  }
  expect(refused()).toEqual(passes ? null : ['endsAt'])
})
