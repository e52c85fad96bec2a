/**
 * Ends this process when the one that started it is gone, however it went: the channel between them breaks then. Imported for its
 * effect by what the supervisor starts.
 */
if (process.channel) {
  process.on('disconnect', () => {
    process.kill(process.pid, 'SIGTERM')
    setTimeout(() => process.exit(1), 5_000).unref()
  })
  process.channel.unref()
}
