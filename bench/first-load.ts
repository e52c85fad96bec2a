import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { gzipSync } from 'node:zlib'
import type { BenchRow } from '../bin/bench.ts'
import { freePort, withRunningConsole } from './ground/running-console.ts'

const root = path.join(import.meta.dirname, '..')
const pages = ['/tokens', '/sources', '/directory', '/audit']

/** The JavaScript that a first visit loads, as gzip makes it, against that of a Next page with nothing on it. */
export default async function firstLoad(): Promise<readonly BenchRow[]> {
  const bare = await bareNextPage()
  return withRunningConsole(async ({ url, context }) => {
    const rows: BenchRow[] = []
    for (const page of pages) {
      const bytes = await scriptBytes((address) => context.request.get(address).then((answer) => answer.body()), new URL(page, url).href)
      rows.push({
        bench: `first load of ${page}`,
        ratio: bytes / bare,
        target: 1.25,
        detail: `${(bytes / 1_000).toFixed(1)} kB of scripts, gzip; a bare Next page ${(bare / 1_000).toFixed(1)} kB`,
      })
    }
    return rows
  })
}

type Get = (address: string) => Promise<Buffer>

/** What the scripts that a page names weigh together; those for browsers without modules are not loaded by others. */
async function scriptBytes(get: Get, address: string): Promise<number> {
  const html = (await get(address)).toString('utf8')
  const scripts = [...html.matchAll(/<script\b[^>]*\bsrc="([^"]+)"[^>]*>/g)].filter(([tag]) => !/\bnomodule\b/i.test(tag))
  const addresses = new Set(scripts.map(([, src = '']) => new URL(src.replaceAll('&amp;', '&'), address).href))
  if (addresses.size === 0) throw new Error(`${address} names no script: it is not the page that was meant.`)
  const sizes = await Promise.all([...addresses].map(async (script) => gzipSync(await get(script)).length))
  return sizes.reduce((sum, size) => sum + size, 0)
}

/** Builds and asks a page with one heading, by the same Next. */
async function bareNextPage(): Promise<number> {
  const folder = mkdtempSync(path.join(tmpdir(), 'standdown-bare-'))
  try {
    mkdirSync(path.join(folder, 'app'))
    symlinkSync(path.join(root, 'node_modules'), path.join(folder, 'node_modules'))
    writeFileSync(path.join(folder, 'package.json'), '{"type":"module"}')
    writeFileSync(
      path.join(folder, 'app', 'layout.jsx'),
      'export default function Layout({ children }) { return <html lang="en"><body>{children}</body></html> }',
    )
    writeFileSync(path.join(folder, 'app', 'page.jsx'), 'export default function Page() { return <h1>Bare</h1> }')
    const next = path.join(root, 'node_modules', 'next', 'dist', 'bin', 'next')
    // Its packages lie outside its folder, which only the older bundler follows.
    const [code] = (await once(spawn(process.execPath, [next, 'build', '--webpack'], { cwd: folder, stdio: 'ignore' }), 'exit')) as [number]
    if (code !== 0) throw new Error('The bare Next page does not build.')
    const port = await freePort()
    const server = spawn(process.execPath, [next, 'start', '-H', '127.0.0.1', '-p', String(port)], { cwd: folder, stdio: 'ignore' })
    try {
      return await scriptBytes(answering, `http://127.0.0.1:${port}/`)
    } finally {
      server.kill()
      await once(server, 'exit')
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Asks until the server that was just started answers. */
async function answering(address: string): Promise<Buffer> {
  const until = performance.now() + 20_000
  for (;;) {
    const answer = await fetch(address).catch(() => null)
    if (answer?.ok) return Buffer.from(await answer.arrayBuffer())
    if (performance.now() > until) throw new Error(`${address} does not answer.`)
    await setTimeout(100)
  }
}
