import { request } from 'node:http'

export type Raw = { method?: string; path: string; headers?: Record<string, string>; body?: string }
export type Answer = { status: number; headers: Record<string, string>; cookies: readonly string[]; body: string }

/** Sends a request as it is written: no address is tidied up, no redirect followed, no cookie added. */
export function ask(base: string, { method = 'GET', path, headers = {}, body }: Raw): Promise<Answer> {
  const { hostname, port, host } = new URL(base)
  return new Promise((resolve, reject) => {
    // A connection of its own each time: one that was kept may be closed by the server just as it is used again.
    const once = { hostname, port, method, path, headers: { host, ...headers }, timeout: 20_000, agent: false } as const
    const sent = request(once, (response) => {
      const chunks: Buffer[] = []
      response.on('data', (chunk: Buffer) => chunks.push(chunk))
      response.on('error', reject)
      response.on('end', () => {
        const plain = Object.entries(response.headers).map(([name, value]) => [name, [value].flat().join(', ')])
        resolve({
          status: response.statusCode ?? 0,
          headers: Object.fromEntries(plain) as Record<string, string>,
          cookies: response.headers['set-cookie'] ?? [],
          body: Buffer.concat(chunks).toString('utf8'),
        })
      })
    })
    sent.on('error', reject)
    sent.on('timeout', () => sent.destroy(new Error(`${method} ${path} was not answered.`)))
    sent.end(body)
  })
}
