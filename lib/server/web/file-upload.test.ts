import { describe, expect, test } from 'vitest'
import { openUpload, readUploadAsked, takeMap } from './file-upload.ts'

const [megabyte, gigabyte] = [2 ** 20, 2 ** 30]
const bytes = (text: string) => new TextEncoder().encode(text)

function streamOf(parts: readonly string[], { breaks = false } = {}) {
  let at = 0
  const seen = { pulled: 0, cancelled: false }
  const stream = new ReadableStream<Uint8Array>(
    {
      pull(controller) {
        const part = parts[at++]
        if (part !== undefined) {
          seen.pulled += 1
          controller.enqueue(bytes(part))
        } else if (breaks) controller.error(new Error('ECONNRESET'))
        else controller.close()
      },
      cancel() {
        seen.cancelled = true
      },
    },
    { highWaterMark: 0 },
  )
  return { stream, seen }
}

async function textOf(input: AsyncIterable<Uint8Array>): Promise<string> {
  return Buffer.concat(await Array.fromAsync(input)).toString()
}

describe('what is asked', () => {
  test('a name and how to read the file', () => {
    expect(readUploadAsked(new URLSearchParams('name=CRM&format=csv&rows=tokens&covers=everything'))).toEqual({
      name: 'CRM',
      settings: { format: 'csv', rows: 'tokens', covers: 'everything' },
      mapped: false,
    })
  })
  test('a map before the file', () => {
    expect(readUploadAsked(new URLSearchParams('name=CRM&format=csv&map=first-line'))).toMatchObject({ mapped: true })
  })
  test('what is left out is left to the flow', () => {
    expect(readUploadAsked(new URLSearchParams('format='))).toEqual({ name: '', settings: {}, mapped: false })
  })
  test.each(['mapping=x', '__proto__=x', 'demo=true', 'map={}'])('nothing else: %s', (query) => {
    expect(() => readUploadAsked(new URLSearchParams(query))).toThrow(/cannot be imported so/)
  })
})

describe('an upload', () => {
  test('is read part by part', async () => {
    const { stream, seen } = streamOf(['a,b\n', '1,2\n'])
    const { input } = openUpload(stream, '8', gigabyte)
    expect(seen.pulled).toBe(0)
    expect(await textOf(input)).toBe('a,b\n1,2\n')
  })
  test.each([
    [2 * gigabyte, gigabyte, 'This file has 2.0 GB; at most 1.0 GB is read at once.'],
    [40 * megabyte, 32 * megabyte, 'This file has 40.0 MB; at most 32.0 MB is read at once.'],
    [32 * megabyte + 1, 32 * megabyte, 'This file has 32.1 MB; at most 32.0 MB is read at once.'],
    [3 * gigabyte, 64 * megabyte, 'This file has 3.0 GB; at most 64.0 MB is read at once.'],
    [1_536, 1_024, 'This file has 1.5 kB; at most 1.0 kB is read at once.'],
    [7, 5, 'This file has 7 bytes; at most 5 bytes is read at once.'],
  ])('that is too long by its own word is refused unread: %d of %d', (told, most, says) => {
    const { stream, seen } = streamOf(['a'])
    expect(() => openUpload(stream, String(told), most)).toThrow(says)
    expect(seen.pulled).toBe(0)
  })
  test.each([
    ['no body', null, null],
    ['an empty one', streamOf([]).stream, '0'],
  ])('%s is refused', (_, body, length) => {
    expect(() => openUpload(body, length, gigabyte)).toThrow('There is no file here')
  })
  test('that breaks off says so, whether the line tells or only the length', async () => {
    await expect(textOf(openUpload(streamOf(['a'], { breaks: true }).stream, null, gigabyte).input)).rejects.toThrow('broke off')
    await expect(textOf(openUpload(streamOf(['a']).stream, '9', gigabyte).input)).rejects.toThrow('broke off')
  })
  test('nobody reads to its end is still taken from the line, up to what a file may have', async () => {
    const whole = streamOf(['a', 'b', 'c'])
    const upload = openUpload(whole.stream, '3', 10)
    for await (const _ of upload.input) break
    await upload.rest()
    expect(whole.seen).toEqual({ pulled: 3, cancelled: false })

    const endless = streamOf(Array.from({ length: 1_000 }, () => 'xxxx'))
    await openUpload(endless.stream, null, 10).rest()
    expect(endless.seen).toEqual({ pulled: 3, cancelled: true })
  })
})

describe('a map before the file', () => {
  async function* pieces(text: string, size: number) {
    for (let at = 0; at < text.length; at += size) yield bytes(text.slice(at, at + size))
  }
  test.each([1, 3, 12, 13, 100])('is its first line, however it arrives: %i bytes at a time', async (size) => {
    const { map, input } = await takeMap(pieces('{"list":"x"}\na,b\n1,2\n', size))
    expect(map).toEqual({ list: 'x' })
    expect(await textOf(input)).toBe('a,b\n1,2\n')
  })
  test.each([
    ['', /does not begin with a map/],
    ['{"list":"x"}', /does not begin with a map/],
    [`${'x'.repeat(70_000)}\n`, /does not begin with a map/],
    ['secret,hunter2\n', /is not one JSON object/],
    ['["hunter2"]\n', /is not one JSON object/],
  ])('is refused where it is none: %#', async (text, expected) => {
    const error: unknown = await takeMap(pieces(text, 1_000)).catch((caught: unknown) => caught)
    expect(String(error)).toMatch(expected)
    expect(String(error)).not.toContain('hunter2')
  })
})
