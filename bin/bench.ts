import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { cpus, totalmem } from 'node:os'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { parseArgs } from 'node:util'
import { Refusal, say, step } from './bootstrap/steps.mjs'

/** One figure: a ratio of two things measured in the same run, so that it means the same on any machine. */
export type BenchRow = {
  bench: string
  ratio: number
  /** The ratio may be at most this. */
  target: number
  /** What was measured, with units. */
  detail: string
}

/** What a file in bench/ exports by default. `rows` is what `--rows` said; left out, the file takes its own size. */
export type Bench = (options: { rows: number | undefined; say(line: string): void }) => Promise<readonly BenchRow[]>

const root = path.dirname(import.meta.dirname)
const folder = path.join(root, 'bench')

/**
 * Runs all benchmarks, or those named, prints one table and keeps the figures in bench/results.json.
 * @returns 0 when every ratio is within its target, else 1
 */
export default async function bench(argv: readonly string[]): Promise<number> {
  const { names, rows } = read(argv)
  const all = existsSync(folder) ? readdirSync(folder).filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts')) : []
  const available = all.map((file) => file.slice(0, -3)).sort()
  const unknown = names.filter((name) => !available.includes(name))
  if (unknown.length > 0 || available.length === 0) {
    throw new Refusal(
      `There is no benchmark ${unknown.map((name) => `"${name}"`).join(', ')}. There are: ${available.join(', ') || 'none'}.`,
    )
  }
  const figures: BenchRow[] = []
  for (const name of names.length > 0 ? names : available) {
    const loaded = (await import(pathToFileURL(path.join(folder, `${name}.ts`)).href)) as { default?: unknown }
    if (typeof loaded.default !== 'function') continue
    figures.push(...(await step(name, () => (loaded.default as Bench)({ rows, say }))))
  }
  process.stdout.write(table(figures))
  keep(figures)
  return figures.every(({ ratio, target }) => ratio <= target) ? 0 : 1
}

function read(argv: readonly string[]): { names: string[]; rows: number | undefined } {
  try {
    const { positionals, values } = parseArgs({ args: [...argv], allowPositionals: true, options: { rows: { type: 'string' } } })
    if (values.rows !== undefined && !/^[1-9]\d{0,8}$/.test(values.rows))
      throw new Error(`--rows must be a whole number, and is "${values.rows}"`)
    return { names: positionals, rows: values.rows === undefined ? undefined : Number(values.rows) }
  } catch (error) {
    throw new Refusal(`npm run bench [-- NAME] [--rows N]: ${error instanceof Error ? error.message : error}`)
  }
}

/** The figures as a table of text, one line each, with a mark where a target is missed. */
export function table(figures: readonly BenchRow[]): string {
  const cells = [
    ['', 'bench', 'ratio', 'target', 'detail'],
    ...figures.map(({ bench: name, ratio, target, detail }) => [
      ratio <= target ? '✓' : '✗',
      name,
      ratio.toFixed(2),
      `≤ ${target}`,
      detail,
    ]),
  ]
  const widths = [0, 1, 2, 3].map((column) => Math.max(...cells.map((row) => row[column]?.length ?? 0)))
  return (
    cells
      .map((row) =>
        `${row.map((cell, column) => (column === 2 ? cell.padStart(widths[2] ?? 0) : cell.padEnd(widths[column] ?? 0))).join('  ')}`.trimEnd(),
      )
      .join('\n') + '\n'
  )
}

/** Figures of benchmarks that did not run this time stay as they were. */
function keep(figures: readonly BenchRow[]): void {
  const file = path.join(folder, 'results.json')
  const before = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as { figures: BenchRow[] }).figures : []
  const others = before.filter((row) => !figures.some(({ bench: name }) => name === row.bench))
  const machine = `Node ${process.versions.node}, ${cpus().length} cores, ${Math.round(totalmem() / 2 ** 30)} GB`
  const all = [...others, ...figures].sort((a, b) => a.bench.localeCompare(b.bench))
  mkdirSync(folder, { recursive: true })
  writeFileSync(file, `${JSON.stringify({ measured: new Date().toISOString(), machine, figures: all }, null, 2)}\n`)
}
