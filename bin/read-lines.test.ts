import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readLines } from './read-lines.ts'

async function linesOf(chunks: readonly Buffer[], longest = 1_000): Promise<string[]> {
  async function* source() {
    yield* chunks
  }
  const all: string[] = []
  for await (const { first, lines } of readLines(source(), longest)) {
    expect(first).toBe(all.length + 1)
    all.push(...lines)
  }
  return all
}

test.each([
  ['nothing', '', []],
  ['one line without an end', 'a', ['a']],
  ['line feeds', 'a\nb\n', ['a', 'b']],
  ['carriage returns', 'a\r\nb\r\n', ['a', 'b']],
  ['a byte order mark', '\ufeffa\n\ufeffb', ['a', '\ufeffb']],
  ['empty lines keep their numbers', '\n\na\n\n', ['', '', 'a', '']],
  ["Unicode's own line ends are not ours", 'a\u2028b\u2029c\u0085d\n', ['a\u2028b\u2029c\u0085d']],
])('%s', async (_, text, lines) => expect(await linesOf(text === '' ? [] : [Buffer.from(text)])).toEqual(lines))

test('however the bytes are cut, the lines are the same', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.constantFrom('', 'a', 'äöü', '😀', '{"id":"€"}', 'long'.repeat(20)), { minLength: 1 }), fc.integer({ min: 1, max: 9 }), async (lines, size) => {
      const bytes = Buffer.from(lines.join('\n'))
      const chunks = Array.from({ length: Math.ceil(bytes.length / size) }, (_, at) => bytes.subarray(at * size, (at + 1) * size))
      const expected = lines.at(-1) === '' ? lines.slice(0, -1) : lines
      expect(await linesOf(chunks)).toEqual(expected)
    }),
    { numRuns: 500 },
  ) // prettier-ignore
})

test.each([
  ['in one piece', [Buffer.from(`ok\n${'x'.repeat(2_000)}`)]],
  ['in many', [Buffer.from('ok\n'), ...Array.from({ length: 50 }, () => Buffer.from('x'.repeat(100)))]],
  ['and then ended', [Buffer.from('ok\n'), Buffer.from('x'.repeat(900)), Buffer.from(`${'x'.repeat(900)}\n`)]],
])('a line over the limit names itself: %s', (_, chunks) =>
  expect(linesOf(chunks)).rejects.toThrow('line 2 is longer than 1000 bytes; one line holds the facts of one token'),
)

test.each([
  ['in the middle', Buffer.from([0x61, 10, 0xff, 10, 0x62, 10]), 2],
  ['at the end', Buffer.from([0x61, 10, 0x62, 10, 0xc3]), 3],
  ['UTF-16', Buffer.from('\ufeff{"id":"x"}\n', 'utf16le'), 1],
])('what is not UTF-8 names its line: %s', (_, bytes, line) => expect(linesOf([bytes])).rejects.toThrow(`line ${line} is not UTF-8 text`))
