import { once } from 'node:events'
import type { Writable } from 'node:stream'
import { defineCommand } from 'citty'
import { guardedFetch } from '../../lib/connectors/http/guarded-fetch.ts'
import { guardedPeers } from '../../lib/connectors/http/guarded-peers.ts'
import { hastyFetch } from '../../lib/connectors/http/hasty-fetch.ts'
import { connectorOf } from '../../lib/connectors/registry.ts'
import type { Observation } from '../../lib/model/sighting.ts'
import { openLog } from '../../lib/server/log.ts'
import { ArgumentError } from '../argument-error.ts'
import { openInput } from '../open-input.ts'
import { passingFingerprint } from '../passing-fingerprint.ts'
import { readSourceFile } from '../read-source-file.ts'
import { untilTold } from '../until-told.ts'
import { many } from '../many.ts'

/** Everything was seen; some things could not be seen. A failure throws, which is 1. */
const complete = 0
const partial = 3

export default defineCommand({
  meta: { name: 'pull', description: 'Read a source and print its sightings as JSON lines; stores nothing, needs no database' },
  args: {
    kind: { type: 'string', required: true, valueHint: 'KIND', description: 'which connector: one of the kinds below' },
    settings: {
      type: 'string',
      required: true,
      valueHint: 'FILE.json',
      description: 'its settings, and its credential unless the environment has it',
    },
    input: {
      type: 'string',
      valueHint: 'FILE|-',
      description: 'the file to read (kind "file"), or tokens to look at, one a line (kind "oauth")',
    },
    json: {
      type: 'boolean',
      default: false,
      description: 'print everything seen (issuers, controls, documents, gaps), not the tokens alone',
    },
  },
  async run({ args }) {
    if (args.settings === '') throw new ArgumentError('--settings: name a JSON file')
    const connector = await connectorOf(args.kind)
    const { settings, credential } = await readSourceFile(args.settings, connector, process.env)
    const told = untilTold()
    const log = openLog({ level: logLevel(process.env) })
    try {
      const input = args.input ? { input: await openInput(args.input) } : {}
      const guard = { signal: told.signal, log }
      // Somebody waits: an address where nothing answers is not asked as long as a run would.
      const { fetch, silence } = hastyFetch(guardedFetch(guard))
      const world = {
        fetch,
        peers: guardedPeers(guard),
        now: new Date(),
        ...guard,
        fingerprint: passingFingerprint(),
        ...input,
      }
      return await print(connector.observe(settings, credential, world, null), {
        out: process.stdout,
        words: process.stderr,
        everything: args.json,
        silence,
      })
    } finally {
      told.end()
    }
  },
})

/** What failed is in the words of the gaps: lines of a log beside them are for whoever asks for them, in `.env.example`'s own setting. */
export function logLevel({ LOG_LEVEL: asked }: NodeJS.ProcessEnv): string {
  return ['debug', 'info', 'warn', 'error', 'silent'].find((level) => level === asked) ?? 'error'
}

/** `silence`: why not a single call was answered so far; null once one was, or where none was made. */
type Printing = { out: Writable; words: Writable; everything: boolean; silence?: () => Error | null }

/**
 * One line an observation: by default the tokens alone, each a bare Sighting, with what could not be seen told on `words`; with
 * `everything`, each observation as `{"see": …}`. Marks are left out: they mean nothing to a run that keeps nothing. Gaps wait for the
 * first answer: where none came, they all are the one reason, which is thrown instead.
 * @returns the exit code: 0 complete, 3 partial
 */
export async function print(
  observations: AsyncIterable<Observation>,
  { out, words, everything, silence = () => null }: Printing,
): Promise<number> {
  const counts = { tokens: 0, issuers: 0, leaks: 0, gaps: 0 }
  let waiting: Observation[] = []
  const write = async (observation: Observation) => {
    if (observation.see === 'gap') words.write(`not seen: ${observation.gap.object}: ${observation.gap.says}\n`)
    const line = everything ? observation : observation.see === 'token' ? observation.token : null
    if (line && !out.write(`${JSON.stringify(line)}\n`)) await once(out, 'drain')
  }
  const writeWaiting = async () => {
    for (const gap of waiting) await write(gap)
    waiting = []
  }
  for await (const observation of observations) {
    if (observation.see === 'token') counts.tokens += 1
    if (observation.see === 'issuer') counts.issuers += 1
    if (observation.see === 'leak' || observation.see === 'exposure') counts.leaks += 1
    if (observation.see === 'gap') counts.gaps += 1
    if (observation.see === 'mark') continue
    if (observation.see === 'gap' && silence()) {
      waiting.push(observation)
      continue
    }
    if (!silence()) await writeWaiting()
    await write(observation)
  }
  const unanswered = silence()
  // What was seen without a call (a file, a socket of this machine) is none the less seen.
  if (unanswered && counts.tokens + counts.issuers + counts.leaks === 0) throw unanswered
  await writeWaiting()
  const { tokens, issuers, leaks, gaps } = counts
  const hidden = everything ? '' : ' (--json shows them)'
  const leaked = leaks > 0 ? `, ${many(leaks, 'leak')}${hidden}` : ''
  words.write(
    `${many(tokens, 'token')}, ${many(issuers, 'issuer')}${leaked}${gaps > 0 ? `; partial: ${many(gaps, 'gap')}, told above` : '; complete'}\n`,
  )
  return gaps > 0 ? partial : complete
}
