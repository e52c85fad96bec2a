import { randomInt } from 'node:crypto'
import { createServer } from 'node:net'

/** Below the ports that systems give to connections that go out (32768 on Linux, 49152 elsewhere), of which one may be taken at any moment. */
const [first, last] = [20_000, 32_000]

/** A port of loopback at which nobody listens, and which is likely to be free still when it is listened at, or not, later on. */
export async function sparePort(): Promise<number> {
  for (;;) {
    const port = first + randomInt(last - first)
    if (await isFree(port)) return port
  }
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer()
    server.once('error', () => resolve(false))
    server.listen({ port, host: '127.0.0.1' }, () => server.close(() => resolve(true)))
  })
}
