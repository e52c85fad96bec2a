import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { Writable } from 'node:stream'
import { expect, test, vi } from 'vitest'
import type { Observation } from '../../lib/model/sighting.ts'
import { sparePort } from '../../lib/server/testing/spare-port.ts'
import standdown from '../standdown.ts'
import { logLevel, print } from './pull.ts'

const leak = { see: 'leak', leak: {} } as Observation
const covered = { see: 'covered', object: 'Secret incidents', seen: 2 } as const
const gap = { see: 'gap', gap: { object: 'Keys', call: 'GET /keys', why: 'not-permitted', says: 'It takes a reader.' } } as const

async function printed(observations: readonly Observation[], everything: boolean, silence: () => Error | null = () => null) {
  const texts = { out: '', words: '' }
  const into = (name: keyof typeof texts) => new Writable({ write: (chunk, _, done) => done(void (texts[name] += String(chunk))) })
  async function* stream() {
    yield* observations
  }
  const code = await print(stream(), { out: into('out'), words: into('words'), everything, silence }).catch(({ message }: Error) => message)
  return { code, lines: texts.out.split('\n').filter(Boolean), words: texts.words }
}

test.each<[string, readonly Observation[], boolean, object]>([
  ['leaks that are not shown', [leak, covered, leak], false, { code: 0, lines: [], words: '0 tokens, 0 issuers, 2 leaks (--json shows them); complete\n' }],
  ['leaks that are shown', [leak], true, { code: 0, lines: ['{"see":"leak","leak":{}}'], words: '0 tokens, 0 issuers, 1 leak; complete\n' }],
  ['no leaks', [covered], false, { code: 0, lines: [], words: '0 tokens, 0 issuers; complete\n' }],
  ['what was not seen', [gap], false, { code: 3, lines: [], words: 'not seen: Keys: It takes a reader.\n0 tokens, 0 issuers; partial: 1 gap, told above\n' }],
])('%s', async (_, observations, everything, wanted) => expect(await printed(observations, everything)).toEqual(wanted)) // prettier-ignore

const nothing = new Error('nothing listens there')

test.each([false, true])('where no call was answered, the one reason is all that is told (--json: %s)', async (everything) =>
  expect(await printed([gap, gap], everything, () => nothing)).toEqual({ code: 'nothing listens there', lines: [], words: '' }),
)

test('gaps from before the first answer are told after it', async () => {
  const answers = [nothing, nothing, null]
  const { code, words } = await printed([gap, gap], false, () => (answers.length > 0 ? (answers.shift() ?? null) : null))
  expect({ code, words }).toEqual({
    code: 3,
    words: `${'not seen: Keys: It takes a reader.\n'.repeat(2)}0 tokens, 0 issuers; partial: 2 gaps, told above\n`,
  })
})

test.each([
  [undefined, 'error'],
  ['debug', 'debug'],
  ['loud', 'error'],
])('with LOG_LEVEL %s the log has what is at least %s', (asked, level) => expect(logLevel({ LOG_LEVEL: asked } as never)).toBe(level))

test('of an address where nothing listens, that is said at once and once', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'standdown-pull-'))
  const file = path.join(folder, 'gitlab.json')
  const baseUrl = `http://127.0.0.1:${await sparePort()}/api/v4`
  writeFileSync(file, JSON.stringify({ group: 'acme', baseUrl, credential: { token: 'made-up-and-long-enough' } }))
  const words: string[] = []
  const spy = vi.spyOn(process.stderr, 'write').mockImplementation((text) => words.push(String(text)) > 0)
  try {
    expect(await standdown(['pull', '--kind', 'gitlab', '--settings', file])).toBe(1)
    expect(words).toEqual([`standdown: GET ${baseUrl}/groups/acme: nothing listens there.\n`])
  } finally {
    spy.mockRestore()
    rmSync(folder, { recursive: true, force: true })
  }
})
