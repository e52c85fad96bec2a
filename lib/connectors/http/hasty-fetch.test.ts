import { expect, test } from 'vitest'
import { CallError } from './call-error.ts'
import { hastyFetch } from './hasty-fetch.ts'

const closed = (retry = true) => new CallError('unavailable', 'nothing listens there', { call: 'GET /', why: 'failed', retry })

/** Answers what each call is to answer, in turn. */
function over(...answers: readonly (CallError | number)[]) {
  const asked: string[] = []
  const hasty = hastyFetch(async (input) => {
    asked.push(String(input as string))
    const answer = answers[asked.length - 1] ?? 200
    if (answer instanceof CallError) throw answer
    return new Response(null, { status: answer })
  })
  const ask = (url: string) =>
    hasty.fetch(url).then(
      ({ status }) => status,
      (error: unknown) => (error instanceof CallError ? error.retry : error),
    )
  return { ...hasty, ask, asked }
}

test('what does not answer twice is not asked a third time', async () => {
  const { ask, asked, silence } = over(closed(), closed())
  expect([await ask('https://a/1'), await ask('https://a/1'), await ask('https://a/2')]).toEqual([true, false, false])
  expect(asked).toHaveLength(2)
  expect(silence()?.message).toBe('nothing listens there')
})

test('what asking again does not help is asked once', async () => {
  const { ask, asked } = over(closed(false))
  expect([await ask('https://a/1'), await ask('https://a/2')]).toEqual([false, false])
  expect(asked).toHaveLength(1)
})

test('what answered, even with a refusal, is asked on, and is no silence', async () => {
  const { ask, asked, silence } = over(closed(), 403, closed(), closed())
  expect([await ask('https://a/1'), await ask('https://a/1'), await ask('https://a/2'), await ask('https://a/3')]).toEqual([true, 403, true, true]) // prettier-ignore
  expect(asked).toHaveLength(4)
  expect(silence()).toBeNull()
})

test('each origin is by itself', async () => {
  const { ask, silence } = over(closed(false), 200)
  expect([await ask('https://a/1'), await ask('https://b/1'), await ask('https://a/1')]).toEqual([false, 200, false])
  expect(silence()).toBeNull()
})
