import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { portOf } from './bootstrap/port.mjs'
import { build } from './build.ts'
import { settingsForOne } from './settings-for-one.ts'

const root = path.dirname(import.meta.dirname)

/** `npm run web`: the web server alone, on `DATABASE_URL` or on the database of a running `npm start`. Its log goes to this terminal. */
export default async function web(): Promise<number> {
  const port = portOf(process.env.PORT)
  const env = await settingsForOne()
  const pages = await build(root, path.join(root, '.data'))
  Object.assign(process.env, env, {
    NODE_ENV: 'production',
    HOSTNAME: '127.0.0.1',
    PORT: String(port),
    NEXTAUTH_URL: process.env.NEXTAUTH_URL || `http://127.0.0.1:${port}`,
  })
  // The server listens for signals itself and ends this process when it is told to.
  await import(pathToFileURL(pages.server).href)
  return new Promise(() => undefined)
}
