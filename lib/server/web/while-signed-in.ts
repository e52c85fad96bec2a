import type { Readable } from 'node:stream'
import type { Db } from '../../db/db.ts'
import { findViewer } from '../../db/sessions.ts'
import type { Viewer } from '../../model/viewer.ts'

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

/** Whether somebody is still signed in, in the role they asked in. An answer that goes on is nobody's use of their session. */
export function stillSignedIn(db: Db, { sessionId, role }: Pick<Viewer, 'sessionId' | 'role'>): () => Promise<boolean> {
  return async () => (await findViewer(db, sessionId, new Date(), { uses: false }))?.role === role
}
