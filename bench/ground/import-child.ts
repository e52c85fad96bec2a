import { randomBytes } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { groundFrom } from '../../bin/ground.ts'
import { importFile } from '../../lib/flows/import-file.ts'
import { worldFrom } from '../../lib/server/world.ts'

/** One import in a process of its own, which tells its seconds and its peak memory to its parent. */
const file = process.argv[2] ?? ''
const signal = new AbortController().signal
const ground = await groundFrom({ ...process.env, STANDDOWN_KEY: randomBytes(32).toString('base64') }, 'standdown bench', signal)
const since = performance.now()
const input = createReadStream(file) as AsyncIterable<Uint8Array>
const world = await worldFrom(ground)
const run = await importFile(world, { kind: 'system', name: 'bench' }, { name: 'bench', settings: { format: 'csv' }, input })
const seconds = (performance.now() - since) / 1_000
if (run.state !== 'complete') throw new Error(`The import was ${run.state}: ${run.problem}`)
process.send?.({ seconds, peakBytes: process.resourceUsage().maxRSS * 1_024 })
await ground.close()
process.exit()
