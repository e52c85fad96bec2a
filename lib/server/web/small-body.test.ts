import { expect, test } from 'vitest'
import { readSmallBody } from './small-body.ts'

const post = (body: BodyInit | null, headers: Record<string, string> = {}) =>
  new Request('http://127.0.0.1/', { method: 'POST', body, headers, duplex: 'half' } as RequestInit)

test('a body comes as its text, without a mark at its beginning', async () => {
  expect(await readSmallBody(post('{"a":"ü"}\n'), 100)).toBe('{"a":"ü"}\n')
  expect(await readSmallBody(post('\uFEFFx'), 100)).toBe('x')
  expect(await readSmallBody(post(null), 100)).toBe('')
})

test('one that is too long is refused: by what it says, and by what it is', async () => {
  await expect(readSmallBody(post('x', { 'content-length': '2000' }), 1_024)).rejects.toThrow('At most 1 KiB')
  let sent = 0
  const endless = new ReadableStream({ pull: (to) => (sent++, to.enqueue(new Uint8Array(600))) }, { highWaterMark: 0 })
  await expect(readSmallBody(post(endless), 1_024)).rejects.toThrow('At most 1 KiB')
  expect(sent).toBeLessThan(5)
})

test('bytes that are no text are refused', async () => {
  await expect(readSmallBody(post(new Uint8Array([0xff, 0xfe])), 100)).rejects.toThrow('not UTF-8')
})
