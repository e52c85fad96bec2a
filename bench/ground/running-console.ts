import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { chromium, type BrowserContext } from '@playwright/test'
import { findBrowser } from '../../bin/browser.ts'
import { startProduct } from '../../bin/product.ts'

const root = path.join(import.meta.dirname, '..', '..')
const account = { name: 'Bench', email: 'bench@example.com', password: 'granite kettles sing 55' }

export type RunningConsole = {
  url: string
  databaseUrl: string
  /** A browser in which an administrator is signed in. */
  context: BrowserContext
  /** Where that browser listens for tools that drive it. */
  debuggingPort: number
}

/** Starts the product with its demo company on a free port and an administrator's browser beside it, and stops both after the work. */
export async function withRunningConsole<T>(work: (console: RunningConsole) => Promise<T>): Promise<T> {
  const data = mkdtempSync(path.join(tmpdir(), 'standdown-bench-'))
  // As root the server runs as an unprivileged account, which has to reach its folder.
  chmodSync(data, 0o711)
  const shared = path.join(root, '.data')
  const own = Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(?:DATABASE_|NEXTAUTH_|STANDDOWN_|PORT$)/.test(name)))
  const env = own as NodeJS.ProcessEnv
  const product = await startProduct({ root, data, builds: shared, port: await freePort(), env, say: () => undefined, signal: new AbortController().signal })
  const found = await findBrowser(root, shared, process.env)
  const debuggingPort = await freePort()
  const browser = await chromium.launch({
    executablePath: found.path,
    env: { ...env, ...found.env } as Record<string, string>,
    args: [`--remote-debugging-port=${debuggingPort}`, ...(process.getuid?.() === 0 ? ['--no-sandbox'] : [])],
  })
  try {
    const context = await browser.newContext({ baseURL: product.url })
    await signUp(context, product.welcomeCode ?? '')
    return await work({ url: product.url, databaseUrl: product.databaseUrl, context, debuggingPort })
  } finally {
    await browser.close()
    await product.stop()
    rmSync(data, { recursive: true, force: true })
  }
} // prettier-ignore

async function signUp(context: BrowserContext, code: string): Promise<void> {
  const page = await context.newPage()
  await page.goto('/welcome')
  await page.getByLabel('One-time code').fill(code)
  await page.getByLabel('Your name').fill(account.name)
  await page.getByLabel('E-mail').fill(account.email)
  await page.getByLabel('Password', { exact: true }).fill(account.password)
  await page.getByRole('button', { name: 'Make the administrator' }).click()
  await page.waitForURL((url) => url.pathname !== '/welcome')
  await page.close()
}

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}
