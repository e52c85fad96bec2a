import { once } from 'node:events'
import { connect, createServer, type AddressInfo } from 'node:net'

/**
 * A way to the database on which every statement that goes over it is overheard. `url` is the database's through it; `heard`
 * gives what was said since it was last asked.
 */
export async function overheardDatabase(url: string): Promise<{ url: string; heard(): string[]; stop(): Promise<void> }> {
  const { hostname, port } = new URL(url)
  let statements: string[] = []
  const server = createServer((client) => {
    const database = connect(Number(port), hostname)
    let rest = Buffer.alloc(0)
    let started = false
    client.on('data', (part: Buffer) => {
      rest = Buffer.concat([rest, part])
      for (;;) {
        // The first message has no letter before its length.
        const head = started ? 1 : 0
        if (rest.length < head + 4 || rest.length < head + rest.readUInt32BE(head)) break
        const end = head + rest.readUInt32BE(head)
        const texts = rest.subarray(head + 4, end).toString('utf8').split('\0')
        const kind = started ? String.fromCharCode(rest[0] ?? 0) : ''
        if (kind === 'Q') statements.push(texts[0] ?? '')
        if (kind === 'P') statements.push(texts[1] ?? '')
        rest = rest.subarray(end)
        started = true
      }
    })
    client.pipe(database).pipe(client)
    for (const [one, other] of [[client, database], [database, client]] as const) one.on('error', () => other.destroy()).on('close', () => other.destroy())
  }).listen(0, '127.0.0.1') // prettier-ignore
  await once(server, 'listening')
  const through = new URL(url)
  through.port = String((server.address() as AddressInfo).port)
  return {
    url: through.href,
    heard: () => {
      const said = statements
      statements = []
      return said
    },
    stop: async () => {
      server.close()
      await Promise.resolve()
    },
  }
}
