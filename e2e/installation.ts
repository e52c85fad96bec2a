import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { startProduct, type Product } from '../bin/product.ts'

const root = path.dirname(import.meta.dirname)

/** A second, empty installation on the same build, for states that the demo's cannot be brought into. */
export async function emptyInstallation(): Promise<Product> {
  const data = mkdtempSync(path.join(tmpdir(), 'standdown-states-'))
  // Under root, Postgres runs as another user, who must be able to walk through.
  chmodSync(data, 0o711)
  const product = await startProduct({
    root,
    data,
    builds: path.join(root, '.data'),
    port: await freePort(),
    env: { ...process.env, DATABASE_URL: undefined, NEXTAUTH_URL: undefined, STANDDOWN_DEMO: 'off' },
    say: () => undefined,
    signal: new AbortController().signal,
  })
  return {
    ...product,
    async stop() {
      await product.stop()
      rmSync(data, { recursive: true, force: true })
    },
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}
