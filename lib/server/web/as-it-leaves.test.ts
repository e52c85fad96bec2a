import { PassThrough, Readable } from 'node:stream'
import { finished } from 'node:stream/promises'
import { setImmediate as turn } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { asItLeaves } from './as-it-leaves.ts'

function shortFile() {
  const file = new PassThrough()
  const end = { came: null as 'whole' | 'cut off' | null }
  void finished(file).then(
    () => (end.came = 'whole'),
    () => (end.came = 'cut off'),
  )
  file.end('a,b\r\n1,2\r\n')
  return { body: Readable.toWeb(file, asItLeaves) as ReadableStream, end }
}
const settle = async () => {
  for (let n = 0; n < 20; n += 1) await turn()
}

test('a short answer has ended once it was read, and not before', async () => {
  const { body, end } = shortFile()
  await settle()
  expect(end.came).toBeNull()
  expect(await new Response(body).text()).toBe('a,b\r\n1,2\r\n')
  await settle()
  expect(end.came).toBe('whole')
})

test('one whose reader goes away is cut off', async () => {
  const { body, end } = shortFile()
  await settle()
  await body.cancel()
  await settle()
  expect(end.came).toBe('cut off')
})
