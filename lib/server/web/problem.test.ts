import { expect, test } from 'vitest'
import { z } from 'zod'
import { AppError, type ErrorCode } from '../../model/app-error.ts'
import { problemOf } from './problem.ts'

test.each([
  ['bad-input', 400], ['signed-out', 401], ['forbidden', 403], ['not-found', 404], ['conflict', 409],
  ['too-many', 429], ['provider', 502], ['unavailable', 503],
] as const satisfies [ErrorCode, number][])('%s is %i, with its own words', (code, status) => {
  const problem = problemOf(new AppError(code, 'What and what to do.', [{ where: 'line 3', what: 'no date' }]), 'r1')
  expect(problem).toEqual({
    type: 'about:blank', title: expect.any(String) as string, status, detail: 'What and what to do.', instance: 'urn:uuid:r1', code,
    issues: [{ where: 'line 3', what: 'no date' }],
  })
}) // prettier-ignore

test('an unknown error shows nothing of itself', () => {
  const problem = problemOf(Object.assign(new Error('relation "secret_table" does not exist'), { detail: 'x' }), 'r1')
  expect(problem.status).toBe(500)
  expect(JSON.stringify(problem)).not.toContain('secret_table')
})

test.each([null, undefined, 'text', 7, Symbol('s')])('whatever is thrown (%s) is answered', (thrown) =>
  expect(problemOf(thrown, 'r1').status).toBe(500),
)

test('what a schema refuses is bad input, with the place', () => {
  const { error } = z.object({ owner: z.object({ email: z.email('is no address') }) }).safeParse({ owner: { email: 'x' } })
  expect(problemOf(error, 'r1')).toMatchObject({ status: 400, issues: [{ where: 'owner.email', what: 'is no address' }] })
})

const inPrisma = { code: 'P2034', meta: { driverAdapterError: { cause: { originalCode: '40P01' } } } }
test.each([{ code: '55P03' }, { code: '40P01' }, inPrisma])('somebody else’s lock (%j) is 503, and says to try again', (thrown) => {
  expect(problemOf(Object.assign(new Error('canceling statement due to lock timeout'), thrown), 'r1')).toMatchObject({
    status: 503,
    code: 'unavailable',
    detail: expect.stringMatching(/^Somebody else .* Nothing was changed; try again\.$/) as string,
  })
})

test.each(['ECONNREFUSED', '57P01', '08006', 'P1001'])('a database that is away (%s) is 503', (code) => {
  expect(problemOf(Object.assign(new Error('no'), { code }), 'r1')).toMatchObject({ status: 503, code: 'unavailable' })
})
