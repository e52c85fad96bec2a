import path from 'node:path'
import { AppError } from '../lib/model/app-error.ts'
import { portOf, refuseTakenPort } from './bootstrap/port.mjs'
import { Refusal, elapsed, endChildren, say } from './bootstrap/steps.mjs'
import { startProduct, type Product } from './product.ts'
import { untilTold } from './until-told.ts'

const root = path.dirname(import.meta.dirname)

/**
 * `npm start`: everything in one go, until it is told to end.
 * @returns the exit code: 0 when it was ended on purpose while running, 130 when it was while starting
 */
export default async function start(): Promise<number> {
  const since = performance.now() - (Date.now() - Number(process.env.STANDDOWN_SINCE ?? Date.now()))
  const data = path.join(root, '.data')
  const port = portOf(process.env.PORT)
  await refuseTakenPort(process.env.PORT, data)
  const told = untilTold()
  told.signal.addEventListener('abort', () => void endChildren())
  try {
    const product = await startProduct({ root, data, port, env: process.env, say: (line) => say(`  ${line}`), signal: told.signal })
    process.stdout.write(announcement(product, elapsed(since)))
    await told.promise
    say('\nStopping: the web server, the worker, then the database …')
    await product.stop()
    say('Stopped. Nothing is left running.')
    return 0
  } catch (error) {
    if (told.signal.aborted) return (say('\nStopped while starting. The next start goes on from here.'), 130)
    if (error instanceof AppError) throw new Refusal(error.message, { cause: error })
    throw error
  } finally {
    told.end()
  }
}

function announcement({ url, welcomeCode, demo }: Product, took: string): string {
  const lines = [
    `Standdown is ready at ${url} (${took})`,
    ...(demo
      ? [
          'It shows a make-believe company, marked as such on every page. The line on top of each page leads to its removal, which is one act.',
        ]
      : []),
    welcomeCode === null
      ? `Sign in at ${url}/sign-in`
      : `Nobody can sign in yet. Make the first administrator at ${url}/welcome\nwith this one-time code: ${welcomeCode}`,
    'Ctrl-C stops everything.',
  ]
  return `\n${lines.join('\n')}\n`
}
