import { execFile } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { promisify } from 'node:util'
import type { BenchRow } from '../bin/bench.ts'
import { openDb } from '../lib/db/db.ts'
import { withRunningConsole } from './ground/running-console.ts'

const run = promisify(execFile)
const root = path.join(import.meta.dirname, '..')
/** Kept out of package.json: it brings two hundred packages, and only this file needs it. */
const version = '13.5.0'

type Report = {
  categories: Record<string, { score: number }>
  audits: Record<string, { numericValue?: number; score: number | null; scoreDisplayMode: string }>
}

/** Lighthouse on the main pages, signed in, as a desktop browser: performance at least 95, accessibility 100. */
export default async function lighthouse(): Promise<readonly BenchRow[]> {
  const tool = await installed()
  return withRunningConsole(async ({ url, databaseUrl, context, debuggingPort }) => {
    const cookie = (await context.cookies()).map(({ name, value }) => `${name}=${value}`).join('; ')
    const rows: BenchRow[] = []
    for (const page of ['/tokens', `/tokens/${await someToken(databaseUrl)}`, '/sources', '/directory', '/audit', '/settings/people']) {
      const report = await measure(tool, new URL(page, url).href, cookie, debuggingPort)
      const [speed, access] = [score(report, 'performance'), score(report, 'accessibility')]
      const shown = page.replace(/[0-9a-f-]{36}/, '[id]')
      const seconds = ((report.audits['largest-contentful-paint']?.numericValue ?? NaN) / 1_000).toFixed(2)
      const shift = (report.audits['cumulative-layout-shift']?.numericValue ?? NaN).toFixed(3)
      rows.push({ bench: `speed of ${shown}`, ratio: 95 / speed, target: 1, detail: `performance ${speed}; LCP ${seconds} s, CLS ${shift}` })
      rows.push({ bench: `access to ${shown}`, ratio: 100 / access, target: 1, detail: `accessibility ${access}${access < 100 ? `: ${failing(report)}` : ''}` })
    }
    return rows
  })
} // prettier-ignore

async function measure(tool: string, address: string, cookie: string, port: number): Promise<Report> {
  const out = path.join(path.dirname(path.dirname(tool)), 'report.json')
  const args = [tool, address, '--output=json', `--output-path=${out}`, `--port=${port}`, '--preset=desktop', '--quiet', '--no-enable-error-reporting']
  await run(process.execPath, [...args, '--only-categories=performance,accessibility', `--extra-headers=${JSON.stringify({ Cookie: cookie })}`], { timeout: 120_000 })
  return JSON.parse(readFileSync(out, 'utf8')) as Report
} // prettier-ignore

function score({ categories }: Report, name: string): number {
  return Math.round((categories[name]?.score ?? 0) * 100)
}

/** Audits of any category that did not pass: here to say what is wrong with a page that is not at 100. */
function failing({ audits }: Report): string {
  return Object.entries(audits)
    .filter(([, { score: got, scoreDisplayMode }]) => scoreDisplayMode === 'binary' && got === 0)
    .map(([name]) => name)
    .join(', ')
}

async function installed(): Promise<string> {
  const folder = path.join(root, '.data', `lighthouse-${version}`)
  const tool = path.join(folder, 'node_modules', 'lighthouse', 'cli', 'index.js')
  if (!existsSync(tool)) {
    mkdirSync(folder, { recursive: true })
    await run('npm', ['install', '--prefix', folder, '--no-audit', '--no-fund', `lighthouse@${version}`], { timeout: 300_000 })
  }
  return tool
}

async function someToken(databaseUrl: string): Promise<string> {
  const db = openDb(databaseUrl)
  try {
    const { rows } = await db.pool.query<{ id: string }>(`select id from token where state = 'live' order by queue_key desc, id limit 1`)
    return rows[0]?.id ?? ''
  } finally {
    await db.close()
  }
}
