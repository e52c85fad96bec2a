import { once } from 'node:events'
import type { Writable } from 'node:stream'
import { defineCommand } from 'citty'
import { guardedFetch } from '../../lib/connectors/http/guarded-fetch.ts'
import { guardedPeers } from '../../lib/connectors/http/guarded-peers.ts'
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
    const log = openLog({ level: 'warn' })
    try {
      const input = args.input ? { input: await openInput(args.input) } : {}
      const guard = { signal: told.signal, log }
      const world = {
        fetch: guardedFetch(guard),
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
      })
    } finally {
      told.end()
    }
  },
})

type Printing = { out: Writable; words: Writable; everything: boolean }

/**
 * One line an observation: by default the tokens alone, each a bare Sighting, with what could not be seen told on `words`; with
 * `everything`, each observation as `{"see": …}`. Marks are left out: they mean nothing to a run that keeps nothing.
 * @returns the exit code: 0 complete, 3 partial
 */
export async function print(observations: AsyncIterable<Observation>, { out, words, everything }: Printing): Promise<number> {
  const counts = { tokens: 0, issuers: 0, leaks: 0, gaps: 0 }
  for await (const observation of observations) {
    if (observation.see === 'token') counts.tokens += 1
    if (observation.see === 'issuer') counts.issuers += 1
    if (observation.see === 'leak' || observation.see === 'exposure') counts.leaks += 1
    if (observation.see === 'gap') {
      counts.gaps += 1
      words.write(`not seen: ${observation.gap.object}: ${observation.gap.says}\n`)
    }
    if (observation.see === 'mark') continue
    const line = everything ? observation : observation.see === 'token' ? observation.token : null
    if (line && !out.write(`${JSON.stringify(line)}\n`)) await once(out, 'drain')
  }
  const { tokens, issuers, leaks, gaps } = counts
  const hidden = everything ? '' : ' (--json shows them)'
  const leaked = leaks > 0 ? `, ${many(leaks, 'leak')}${hidden}` : ''
  words.write(
    `${many(tokens, 'token')}, ${many(issuers, 'issuer')}${leaked}${gaps > 0 ? `; partial: ${many(gaps, 'gap')}, told above` : '; complete'}\n`,
  )
  return gaps > 0 ? partial : complete
}
