import { randomInt } from 'node:crypto'
import { createServer } from 'node:net'

/** Below the ports that systems give to connections that go out (32768 on Linux, 49152 elsewhere), of which one may be taken at any moment. */
const [first, last] = [20_000, 32_000]

/** A port of loopback at which nobody listens, and which is likely to be free still when somebody listens at it, or is to find it closed. */
export async function sparePort(): Promise<number> {
  for (let tries = 0; tries < 100; tries += 1) {
    const port = first + randomInt(last - first)
    if (await isFree(port)) return port
  }
  throw new Error(`No port of loopback between ${first} and ${last} is free.`)
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', (error: NodeJS.ErrnoException) => (error.code === 'EADDRINUSE' ? resolve(false) : reject(error)))
    server.listen({ port, host: '127.0.0.1' }, () => server.close(() => resolve(true)))
  })
}
