import { once } from 'node:events'
import { Readable } from 'node:stream'
import { afterEach, expect, test, vi } from 'vitest'
import { whileSignedIn } from './while-signed-in.ts'

afterEach(() => void vi.useRealTimers())

const endless = () => new Readable({ read: () => undefined })

test('a stream ends when whoever asked for it may not have it any more, and is left alone before', async () => {
  let asked = 0
  const stream = whileSignedIn(endless(), async () => (asked += 1) < 3, 5)
  const [error] = (await once(stream, 'error')) as [Error]
  expect(error.message).toContain('may not have it any more')
  expect(asked).toBe(3)
})

test('a question that fails cuts nothing off, and none is asked of a stream that has ended', async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
  const mayStill = vi.fn(() => Promise.reject(new Error('The database is away.')))
  const stream = whileSignedIn(endless(), mayStill)
  vi.advanceTimersByTime(15_000)
  expect(mayStill).toHaveBeenCalledTimes(3)
  expect(stream.destroyed).toBe(false)
  stream.destroy()
  await once(stream, 'close')
  vi.advanceTimersByTime(60_000)
  expect(mayStill).toHaveBeenCalledTimes(3)
})
