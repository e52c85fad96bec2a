import { Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { groundFrom } from '../../bin/ground.ts'
import { takeReport } from '../../lib/flows/take-report.ts'
import { readReport } from '../../lib/model/report.ts'
import { worldFrom } from '../../lib/server/world.ts'

/** One report taken whole in a process of its own, on record with its checksum, which tells its seconds, its rows and its peak memory to its parent. */
const report = process.argv[2] ?? ''
const ground = await groundFrom(process.env, 'standdown bench', new AbortController().signal)
const world = await worldFrom(ground)
const since = performance.now()
const asked = readReport(report, { state: 'any' }, world.now)
const { file, rows, recorded } = await takeReport(world, { actor: { kind: 'system', name: 'bench' }, scope: { all: true } }, asked)
await pipeline(file, new Writable({ write: (_chunk, _encoding, done) => done() }))
if ((await recorded) === null) throw new Error('The report was cut off.')
const seconds = (performance.now() - since) / 1_000
process.send?.({ seconds, rows: rows(), peakBytes: process.resourceUsage().maxRSS * 1_024 })
await ground.close()
process.exit()
