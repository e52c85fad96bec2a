import type { Readable } from 'node:stream'

const everyMs = 5_000

/**
 * Lets a long answer go on for as long as whoever asked for it may have it, and cuts it off when they may not any more: a session
 * that ended, an account that was disabled, a role that changed. Where that cannot be asked just now, the answer goes on.
 * @param mayStill asked every five seconds while the stream is open
 */
export function whileSignedIn<Stream extends Readable>(stream: Stream, mayStill: () => Promise<boolean>, every = everyMs): Stream {
  const timer = setInterval(() => {
    mayStill().then(
      (still) => void (!still && stream.destroy(new Error('Whoever asked for this may not have it any more.'))),
      () => undefined,
    )
  }, every)
  timer.unref()
  stream.once('close', () => clearInterval(timer))
  return stream
}
