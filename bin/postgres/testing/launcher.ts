import { startPostgres } from '../../postgres.ts'

/** A start for tests, as a process of its own that can be killed: says where the server is, or why there is none. */
const [dir = '', port] = process.argv.slice(2)
try {
  const server = await startPostgres({
    dir,
    log: (line) => process.send?.({ log: line }),
    disposable: true,
    ...(port ? { port: Number(port) } : {}),
  })
  // Before the word that it is ready, which may be answered at once with the signal.
  process.on('SIGTERM', () => void server.stop().then(() => process.exit(0)))
  process.send?.({ ready: { url: server.url, adminUrl: server.adminUrl, port: server.port, pid: server.pid } })
  process.exitCode = await server.exited
} catch (error) {
  process.send?.({ failed: error instanceof Error ? error.message : String(error) })
  process.exitCode = 1
}
