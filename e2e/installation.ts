import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { startProduct, type Product } from '../bin/product.ts'
import { sparePort } from '../lib/server/testing/spare-port.ts'

const root = path.dirname(import.meta.dirname)

/** An installation of one story's own. `data` is its folder, in which its demo company says where it listens. */
export type Installation = Product & { data: string }

/** A second, empty installation on the same build, for states that the demo's cannot be brought into. */
export function emptyInstallation(): Promise<Installation> {
  return installation('off')
}

/** A second installation with a demo company of its own, whose clock a story may move without moving anybody else's. */
export function demoInstallation(estateTokens: number): Promise<Installation> {
  return installation('on', estateTokens)
}

async function installation(demo: 'on' | 'off', estateTokens?: number): Promise<Installation> {
  const data = mkdtempSync(path.join(tmpdir(), 'standdown-states-'))
  // Under root, Postgres runs as another user, who must be able to walk through.
  chmodSync(data, 0o711)
  const product = await startProduct({
    root,
    data,
    builds: path.join(root, '.data'),
    port: await sparePort(),
    env: { ...process.env, DATABASE_URL: undefined, NEXTAUTH_URL: undefined, STANDDOWN_DEMO: demo },
    estateTokens,
    say: () => undefined,
    signal: new AbortController().signal,
  })
  return {
    ...product,
    data,
    async stop() {
      await product.stop()
      rmSync(data, { recursive: true, force: true })
    },
  }
}
