import { once } from 'node:events'
import { PassThrough } from 'node:stream'
import { expect, test, vi } from 'vitest'
import { csvAnswer } from './csv-answer.ts'

const address = 'http://standdown.test/api/v1/tokens.csv'
const always = async () => true

test('where only the head is asked for no file is opened, as nobody would read it', async () => {
  const open = vi.fn(async () => ({ csv: new PassThrough(), fileName: 'a.csv' }))
  const answer = await csvAnswer(new Request(address, { method: 'HEAD' }), open, always)
  expect([answer.status, answer.headers.get('content-type'), answer.body]).toEqual([200, expect.stringMatching(/^text\/csv/), null])
  expect(open).not.toHaveBeenCalled()
})

test('a file is answered under its name, with what is said of it', async () => {
  const csv = new PassThrough()
  csv.end('a\r\n')
  const says = { 'x-standdown-export': '1' }
  const answer = await csvAnswer(new Request(address), async () => ({ csv, fileName: 'a.csv', says }), always)
  expect(answer.headers.get('content-disposition')).toBe('attachment; filename="a.csv"')
  expect(answer.headers.get('x-standdown-export')).toBe('1')
  expect(await answer.text()).toBe('a\r\n')
})

test.each(['before it is opened', 'while it is read'])('whoever goes away ends it: %s', async (when) => {
  const leaving = new AbortController()
  const csv = new PassThrough()
  const closed = once(csv, 'close')
  if (when === 'before it is opened') leaving.abort()
  await csvAnswer(new Request(address, { signal: leaving.signal }), async () => ({ csv, fileName: 'a.csv' }), always)
  leaving.abort()
  await closed
  expect(csv.destroyed).toBe(true)
})
