import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { startEstate } from '../lib/estate/estate.ts'
import { loadState } from '../lib/estate/state.ts'
import { untilTold } from './until-told.ts'

/**
 * The make-believe company, served by itself (`npm run estate`): `--dir` its state's folder, `--port` (0: any free one), `--tokens`, `--seed`.
 * When it listens it prints one line of JSON with its addresses on stdout, and serves until it is told to end. What it
 * hands out besides (credentials, files) is at `<url>/_estate/demo`, on this machine only; `<dir>/running.json` names the address.
 */
export default async function serveEstate(args: readonly string[]): Promise<number> {
  try {
    return await serve(args)
  } catch (error) {
    process.stderr.write(`estate: ${error instanceof Error ? error.message : String(error)}\n`)
    return error instanceof RangeError || (error instanceof TypeError && 'code' in error) ? 2 : 1
  }
}

async function serve(args: readonly string[]): Promise<number> {
  const { values } = parseArgs({
    args: [...args],
    options: { dir: { type: 'string' }, port: { type: 'string' }, tokens: { type: 'string' }, seed: { type: 'string' } },
  })
  // Started again without a size, it is the company that it was.
  const kept = values.dir ? loadState(values.dir) : null
  const told = untilTold()
  const estate = await startEstate({
    ...(values.dir ? { dir: values.dir } : {}),
    tokens: wholeNumber('--tokens', values.tokens ?? String(kept?.tokens ?? 600)),
    seed: wholeNumber('--seed', values.seed ?? String(kept?.seed ?? 7)),
    port: wholeNumber('--port', values.port ?? '0'),
  })
  const { url, awsUrl, githubUrl, account, org } = estate
  process.stdout.write(`${JSON.stringify({ url, awsUrl, githubUrl, account, org, now: estate.control.now() })}\n`)
  const running = values.dir && path.join(values.dir, 'running.json')
  if (running) {
    mkdirSync(path.dirname(running), { recursive: true })
    // At one go: whoever waits for it would otherwise read the half of it.
    writeFileSync(`${running}.new`, JSON.stringify({ url }))
    renameSync(`${running}.new`, running)
  }
  await told.promise
  if (running) rmSync(running, { force: true })
  await estate.close()
  told.end()
  return 0
}

function wholeNumber(option: string, text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new RangeError(`${option} takes a whole number, not "${text.slice(0, 40)}".`)
  return Number(text)
}
