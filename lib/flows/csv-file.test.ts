import { afterEach, expect, test, vi } from 'vitest'
import { mostExportMinutes } from '../db/export-connection.ts'
import { csvFile } from './csv-file.ts'

afterEach(() => void vi.useRealTimers())

async function* rows() {
  yield ['1', '2']
}

test('a file whose rows were all read and that nobody takes is cut off when its time is over', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  const { csv, ended } = csvFile(['a', 'b'], rows())
  csv.on('error', () => undefined)
  // Not by waiting for it: that would move the very clock that cuts it off.
  while (csv.readableLength === 0) await new Promise((resolve) => setImmediate(resolve))
  vi.advanceTimersByTime(mostExportMinutes * 60_000 - 1)
  expect(csv.destroyed).toBe(false)
  vi.advanceTimersByTime(1)
  expect(await ended).toEqual({ rows: 1, complete: false })
})

test('one that was read in time is whole, and waits for nothing more', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  const { csv, ended } = csvFile(['a', 'b'], rows())
  csv.resume()
  expect(await ended).toMatchObject({ rows: 1, complete: true })
  expect(vi.getTimerCount()).toBe(0)
})
