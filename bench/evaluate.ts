import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { finished } from 'node:stream/promises'
import type { BenchRow } from '../bin/bench.ts'

const root = path.dirname(import.meta.dirname)
const mebibyte = 2 ** 20
/** The promise: a million facts within a minute, and no more memory for them than a fifth over a tenth of them. */
const secondsPerMillion = 60
const memoryTarget = 1.2
const pairs = 3

type Measured = { seconds: number; peak: number }

/**
 * `standdown evaluate` as a user runs it: facts from a file, answers down a pipe that is read to its end. Time is stated
 * for the full size and counted per million; memory is the peak of a full run over that of one a tenth its size, small and
 * large in turns, the median of three pairs.
 */
export default async function evaluate({ rows = 1_000_000 }: { rows?: number | undefined }): Promise<BenchRow[]> {
  const folder = await mkdtemp(path.join(tmpdir(), 'standdown-bench-'))
  try {
    const [large, small] = [path.join(folder, 'large.jsonl'), path.join(folder, 'small.jsonl')]
    await writeFacts(large, rows)
    await writeFacts(small, Math.ceil(rows / 10))
    const runs: { large: Measured; small: Measured }[] = []
    for (let pair = 0; pair < pairs; pair++) {
      runs.push({ small: await run(small, Math.ceil(rows / 10)), large: await run(large, rows) })
    }
    const seconds = median(runs.map((pair) => pair.large.seconds))
    const [mostSmall, mostLarge] = [median(runs.map((pair) => pair.small.peak)), median(runs.map((pair) => pair.large.peak))]
    return [
      {
        bench: 'evaluate time',
        ratio: ((seconds / rows) * 1_000_000) / secondsPerMillion,
        target: 1,
        detail: `${seconds.toFixed(1)} s for ${rows} facts; allowed ${secondsPerMillion} s a million`,
      },
      {
        bench: 'evaluate memory',
        ratio: median(runs.map((pair) => pair.large.peak / pair.small.peak)),
        target: memoryTarget,
        detail: `peak ${mib(mostLarge)} for ${rows} facts ÷ ${mib(mostSmall)} for ${Math.ceil(rows / 10)}`,
      },
    ]
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** Runs the command in a process of its own and reads its answers; the process tells its own peak at its end. */
async function run(facts: string, rows: number): Promise<Measured> {
  const program = `
    const { default: standdown } = await import(${JSON.stringify(path.join(root, 'bin/standdown.ts'))})
    process.exitCode = await standdown(['evaluate', '--facts', ${JSON.stringify(facts)}, '--as-of', '2026-11-23'])
    process.send(process.resourceUsage().maxRSS * 1024)
    process.disconnect()`
  const started = performance.now()
  const child = spawn(process.execPath, ['--input-type=module', '--eval', program], { stdio: ['ignore', 'pipe', 'inherit', 'ipc'] })
  let [lines, peak] = [0, 0]
  child.stdout!.on('data', (chunk: Buffer) => {
    for (let at = chunk.indexOf(10); at !== -1; at = chunk.indexOf(10, at + 1)) lines += 1
  })
  child.on('message', (bytes) => {
    peak = Number(bytes)
  })
  const [code] = (await once(child, 'close')) as [number | null]
  if (code !== 0 || lines !== rows) throw new Error(`evaluate ended with ${code} after ${lines} of ${rows} answers`)
  return { seconds: (performance.now() - started) / 1_000, peak }
}

/** Facts of every kind in a fixed mixture: known and unknown, standing and short, lists of grants, all controls. */
async function writeFacts(file: string, rows: number): Promise<void> {
  const out = createWriteStream(file)
  let state = 42
  const next = (below: number) => {
    // Numerical Recipes' generator: the same facts in every run.
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((state / 2 ** 32) * below)
  }
  const one = <T>(values: readonly T[]): T => values[next(values.length)]!
  const grant = () => ({ level: next(6) + 1, reach: next(4) + 1 })
  for (let row = 0; row < rows; row++) {
    const facts = {
      id: `token-${row}`,
      provider: one(['aws', 'github', 'salesforce']),
      kind: 'aws.access-key',
      lifecycle: next(20) === 0 ? one(['disabled', 'expired', 'revoked']) : 'active',
      ttlSeconds: one(['never', 'not-reported', 900, 3_600, 43_200, 604_800, 7_776_000]),
      rotationEnforcedSeconds: next(10) === 0 ? 2_592_000 : null,
      ageDays: next(10) === 0 ? 'not-reported' : next(900),
      idleDays: one(['never-used', 'not-reported', next(10), next(200), next(30)]),
      binding: one(['bearer', 'keyed-hmac', 'keyed-asym', 'pop-app', 'pop-mtls', 'not-reported']),
      popVerified: one([true, false, 'not-reported']),
      scope: next(5) === 0 ? [grant(), grant(), grant()] : grant(),
      sensitivity: one([0, 1, 2, 3, 4, 'not-reported']),
      exposure: next(50) === 0 ? one(['suspected', 'confirmed', 'abuse']) : 'none',
      revoked: false,
      replaced: false,
      workload: 'active',
      owner: one(['assigned', 'assigned', 'none', 'departed']),
      consumers: next(3) + 1,
      thirdParty: next(8) === 0,
      agent: one(['none', 'none', 'none', 'supervised', 'autonomous']),
      storage: one(['vault', 'plaintext', 'not-reported']),
      prohibited: next(200) === 0,
      controls: {
        networkConfined: next(3) === 0,
        revocationMinutes: one([null, 10, 45]),
        monitored: next(2) === 0,
        secretScanning: next(2) === 0,
      },
    }
    if (!out.write(`${JSON.stringify(facts)}\n`)) await once(out, 'drain')
  }
  out.end()
  await finished(out)
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((one, other) => one - other)
  return sorted[Math.floor(sorted.length / 2)]!
}

function mib(bytes: number): string {
  return `${Math.round(bytes / mebibyte)} MiB`
}
