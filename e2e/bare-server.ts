import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readdirSync, statSync } from 'node:fs'
import path from 'node:path'
import { expect } from '@playwright/test'
import { secrets } from '../bin/secrets.ts'
import { sparePort } from '../lib/server/testing/spare-port.ts'

const root = path.dirname(import.meta.dirname)

/**
 * A second web server on the same build and database whose proxy lets everybody through, to show that the pages refuse by
 * themselves. `folder` is the build's.
 * @param databaseUrl another way to the same database
 */
export async function bareServer(
  databaseUrl = process.env.E2E_DATABASE_URL,
): Promise<{ url: string; folder: string; stop(): Promise<void> }> {
  const folder = newestBuild()
  const port = await sparePort()
  const url = `http://127.0.0.1:${port}`
  const env = {
    ...process.env,
    ...secrets(process.env.E2E_DATA ?? '', {} as NodeJS.ProcessEnv),
    NODE_ENV: 'production' as const,
    DATABASE_URL: databaseUrl,
    NEXTAUTH_URL: url,
    HOSTNAME: '127.0.0.1',
    PORT: String(port),
    STANDDOWN_TEST_PROXY_REDIRECT: 'off',
  }
  const child = spawn(process.execPath, [path.join(folder, 'server.js')], { cwd: folder, env, stdio: 'ignore' })
  await expect
    .poll(
      () =>
        fetch(`${url}/api/health/ready`).then(
          (answer) => answer.status,
          () => 0,
        ),
      { timeout: 30_000 },
    )
    .toBe(200)
  return {
    url,
    folder,
    async stop() {
      child.kill('SIGTERM')
      if (child.exitCode === null && child.signalCode === null) await once(child, 'exit')
    },
  }
}

/** The build that the product under test runs from: starting it touched it last. Building again could give another one. */
export function newestBuild(): string {
  const builds = path.join(root, '.data', 'build')
  const whole = readdirSync(builds).filter((name) => existsSync(path.join(builds, name, 'complete')))
  const [newest] = whole.map((name) => ({ name, at: statSync(path.join(builds, name)).mtimeMs })).toSorted((a, b) => b.at - a.at)
  if (!newest) throw new Error('There is no build. The browser tests are started by: npm run test:e2e')
  return path.join(builds, newest.name)
}
