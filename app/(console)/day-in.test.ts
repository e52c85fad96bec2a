import { describe, expect, test } from 'vitest'
import { AppError } from '@/lib/model/app-error.ts'
import { endOfDay, startOfDay } from './day-in.ts'

describe('a day that a field names', () => {
  test('begins and ends within itself', () => {
    expect(startOfDay('2026-12-31')).toEqual(new Date('2026-12-31T00:00:00Z'))
    expect(endOfDay('at', '2026-12-31', null)).toEqual(new Date('2026-12-31T23:59:59Z'))
  })

  test('is policy’s own instant where it is policy’s day', () => {
    const policy = new Date('2026-12-31T09:30:00Z')
    expect(endOfDay('at', '2026-12-31', policy)).toEqual(policy)
    expect(endOfDay('at', '2026-12-30', policy)).toEqual(new Date('2026-12-30T23:59:59Z'))
  })

  test.each(['', '2026-02-30', '31.12.2026'])('is none in “%s”', (said) => {
    expect(startOfDay(said)).toBeNull()
    expect(() => endOfDay('at', said, null)).toThrow(AppError)
  })
})
