import { Writable } from 'node:stream'
import { expect, test } from 'vitest'
import type { Observation } from '../../lib/model/sighting.ts'
import { print } from './pull.ts'

const leak = { see: 'leak', leak: {} } as Observation
const covered = { see: 'covered', object: 'Secret incidents', seen: 2 } as const
const gap = { see: 'gap', gap: { object: 'Keys', call: 'GET /keys', why: 'not-permitted', says: 'It takes a reader.' } } as const

async function printed(observations: readonly Observation[], everything: boolean) {
  const texts = { out: '', words: '' }
  const into = (name: keyof typeof texts) => new Writable({ write: (chunk, _, done) => done(void (texts[name] += String(chunk))) })
  async function* stream() {
    yield* observations
  }
  const code = await print(stream(), { out: into('out'), words: into('words'), everything })
  return { code, lines: texts.out.split('\n').filter(Boolean), words: texts.words }
}

test.each<[string, readonly Observation[], boolean, object]>([
  ['leaks that are not shown', [leak, covered, leak], false, { code: 0, lines: [], words: '0 tokens, 0 issuers, 2 leaks (--json shows them); complete\n' }],
  ['leaks that are shown', [leak], true, { code: 0, lines: ['{"see":"leak","leak":{}}'], words: '0 tokens, 0 issuers, 1 leak; complete\n' }],
  ['no leaks', [covered], false, { code: 0, lines: [], words: '0 tokens, 0 issuers; complete\n' }],
  ['what was not seen', [gap], false, { code: 3, lines: [], words: 'not seen: Keys: It takes a reader.\n0 tokens, 0 issuers; partial: 1 gap, told above\n' }],
])('%s', async (_, observations, everything, wanted) => expect(await printed(observations, everything)).toEqual(wanted)) // prettier-ignore
