import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readReportRows } from './report-rows.ts'

async function* cut(text: string, sizes: readonly number[]): AsyncIterable<Uint8Array> {
  const bytes = Buffer.from(text)
  for (let from = 0, turn = 0; from < bytes.length; turn += 1) {
    const size = sizes[turn % sizes.length] ?? 1
    yield bytes.subarray(from, from + size)
    from += size
  }
}

async function read(text: string, sizes: readonly number[] = [100_000]) {
  const { scanner, rows } = await readReportRows(cut(text, sizes))
  return { scanner, rows: await Array.fromAsync(rows) }
}

const sarif = { version: '2.1.0', runs: [{ tool: { driver: { name: 'gitleaks' } }, results: [{ ruleId: 'a' }, { ruleId: 'b' }] }] }

test.each([
  ['lines', '\n{"DetectorName":"ü"}\n\n{"b":1}', 'TruffleHog', ['line 2', 'line 4']],
  ['a list', ' [{"RuleID":"a"}, 7]', 'Gitleaks', ['entry 1', 'entry 2']],
  ['an empty list', '[]', 'Gitleaks', []],
  ['SARIF', JSON.stringify(sarif), 'Gitleaks (SARIF)', ['run 1, result 1', 'run 1, result 2']],
  ['SARIF with its schema first', JSON.stringify({ $schema: 'https://json.schemastore.org/sarif-2.1.0.json', ...sarif }, null, 1), 'Gitleaks (SARIF)', ['run 1, result 1', 'run 1, result 2']],
] as const)('%s, however it is cut', async (_, text, scanner, places) => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 6 }), async (sizes) => {
      const found = await read(text, sizes)
      expect([found.scanner, found.rows.map(({ at }) => at)]).toEqual([scanner, places])
    }),
    { numRuns: 30 },
  )
}) // prettier-ignore

test.each([
  ['nothing', ''],
  ['blanks', ' \n '],
  ['no JSON', 'a word of it'],
  ['half a line', '{"a":1}\n{"b":'],
  ['half a list', '[{"a":1}'],
  ['SARIF of another tool', JSON.stringify({ version: '2.1.0', runs: [{ tool: { driver: { name: 'semgrep' } }, results: [] }] })],
  ['a line longer than 1 MB', `{"a":"${'x'.repeat(1_100_000)}"`],
])('%s is refused', async (_, text) => {
  await expect(read(text)).rejects.toMatchObject({ code: 'bad-input' })
})

test('bytes that are no UTF-8 are refused, where they stand and not what they are', async () => {
  const input = (async function* () {
    yield Buffer.from([0x7b, 0xff, 0xfe])
  })()
  await expect(readReportRows(input)).rejects.toThrow('near byte 3')
})
