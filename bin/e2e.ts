import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { Refusal, endChildren, say } from './bootstrap/steps.mjs'
import { AppError } from '../lib/model/app-error.ts'
import { findBrowser } from './browser.ts'
import { startProduct } from './product.ts'
import { runChild } from './run-child.ts'
import { readCounts, type Counts } from './test-counts.ts'
import { untilTold } from './until-told.ts'
import { sparePort } from '../lib/server/testing/spare-port.ts'

const root = path.dirname(import.meta.dirname)
const estateTokens = 400

/** `npm run test:e2e`: the browser tests alone. Arguments go to Playwright (a file's name, `-g` with a test's name). */
export default async function e2e(args: readonly string[]): Promise<number> {
  const told = untilTold()
  told.signal.addEventListener('abort', () => void endChildren())
  const folder = mkdtempSync(path.join(tmpdir(), 'standdown-reports-'))
  try {
    const counts = await browserTests({ args, report: path.join(folder, 'playwright.json'), signal: told.signal })
    return counts.failed === 0 ? 0 : 1
  } catch (error) {
    if (told.signal.aborted) return 130
    throw error instanceof AppError ? new Refusal(error.message) : error
  } finally {
    told.end()
    rmSync(folder, { recursive: true, force: true })
  }
}

/**
 * Starts the whole product as `npm start` does, on a free port and with a data folder that is thrown away, drives a browser
 * through it, and stops it.
 * @param report the file that Playwright writes its counts to
 */
export async function browserTests({
  args,
  report,
  signal,
}: {
  args: readonly string[]
  report: string
  signal: AbortSignal
}): Promise<Counts> {
  const shared = path.join(root, '.data')
  const browser = await findBrowser(root, shared, process.env)
  const data = mkdtempSync(path.join(tmpdir(), 'standdown-e2e-'))
  // Under root, Postgres runs as another user, who must be able to walk through.
  chmodSync(data, 0o711)
  try {
    // Where the story of the messages has its mail server; until then nobody answers there.
    const mailPort = await sparePort()
    // Nothing that a developer has set may reach the product under test: no database of theirs, no sign-in, no mail.
    const env = Object.fromEntries(
      Object.entries(process.env).filter(([name]) => !/^(DATABASE_|NEXTAUTH_|STANDDOWN_|OIDC_|SMTP_|PORT$)/.test(name)),
    ) as NodeJS.ProcessEnv
    const product = await startProduct({
      root,
      data,
      builds: shared,
      port: await sparePort(),
      env: { ...env, SMTP_URL: `smtp://127.0.0.1:${mailPort}` },
      estateTokens,
      say: (line) => say(`  ${line}`),
      signal,
    })
    try {
      const config = path.join(root, 'e2e', 'playwright.config.ts')
      const playwright = path.join(root, 'node_modules', '@playwright', 'test', 'cli.js')
      const told = {
        E2E_URL: product.url,
        E2E_WELCOME_CODE: product.welcomeCode ?? '',
        E2E_DATABASE_URL: product.databaseUrl,
        E2E_DATA: data,
        E2E_MAIL_PORT: String(mailPort),
        E2E_BROWSER: browser.path,
        E2E_BROWSER_ENV: JSON.stringify(browser.env),
        ...(args.length > 0 && { E2E_SOME: 'yes' }),
        PLAYWRIGHT_JSON_OUTPUT_NAME: report,
      }
      const code = await runChild({ args: [playwright, 'test', '--config', config, ...args], cwd: root, env: { ...env, ...told }, signal })
      return readCounts('playwright', report, code)
    } finally {
      await product.stop()
    }
  } finally {
    rmSync(data, { recursive: true, force: true })
  }
}
