import { text } from 'node:stream/consumers'
import { SMTPServer } from 'smtp-server'
import { sparePort } from './spare-port.ts'

/** A letter as it arrived: its envelope, its raw bytes as text, and its plain words. */
export type Arrived = { from: string; to: string[]; raw: string; subject: string; words: string; messageId: string }

type Behaviour = {
  /** An SMTP answer in place of yes, for a recipient. */
  refuse?: (to: string) => number | null
  /** Take the letter and hang up without a word. */
  hangUpAfter?: boolean
  /** Take the letter and say nothing for ever. */
  silent?: boolean
}

/**
 * A real mail server, on loopback, that keeps what it is given. It can be stopped and started again at the same port.
 * @param wanted where it listens; without one, at a port that is free
 */
export async function startMailReceiver(wanted?: number) {
  const port = wanted ?? (await sparePort())
  const letters: Arrived[] = []
  let how: Behaviour = {}
  let server: SMTPServer | null = null

  async function start(): Promise<void> {
    const made = new SMTPServer({
      authOptional: true,
      disabledCommands: ['STARTTLS'],
      logger: false,
      closeTimeout: 100,
      // Else it asks a name server who calls, before it says a word.
      disableReverseLookup: true,
      onRcptTo({ address }, _session, done) {
        const status = how.refuse?.(address) ?? null
        done(status === null ? null : Object.assign(new Error('no'), { responseCode: status }))
      },
      onData(stream, session, done) {
        void text(stream).then((raw) => {
          letters.push(arrived(raw, session.envelope))
          if (how.silent) return
          if (!how.hangUpAfter) return done()
          for (const connection of made.connections) connection.close()
        })
      },
    })
    await new Promise<void>((resolve, reject) => {
      made.once('error', reject)
      made.listen(port, '127.0.0.1', () => resolve())
    })
    made.on('error', () => undefined)
    server = made
  }

  async function stop(): Promise<void> {
    const stopping = server
    server = null
    if (stopping) await new Promise<void>((resolve) => stopping.close(() => resolve()))
  }

  await start()
  return {
    port,
    letters,
    behave(next: Behaviour) {
      how = next
    },
    stop,
    start,
  }
}

function arrived(raw: string, envelope: { mailFrom: false | { address: string }; rcptTo: { address: string }[] }): Arrived {
  const [head = '', ...rest] = raw.split('\r\n\r\n')
  const headers = head.replace(/\r\n[ \t]+/g, ' ').split('\r\n')
  const header = (name: string) =>
    headers.find((line) => line.toLowerCase().startsWith(`${name.toLowerCase()}: `))?.slice(name.length + 2) ?? ''
  return {
    from: envelope.mailFrom ? envelope.mailFrom.address : '',
    to: envelope.rcptTo.map(({ address }) => address),
    raw,
    subject: encodedWords(header('Subject')),
    words: quotedPrintable(rest.join('\r\n\r\n')),
    messageId: header('Message-ID'),
  }
}

/** RFC 2045, 6.7. */
function quotedPrintable(encoded: string): string {
  const bytes = encoded.replace(/=\r\n/g, '').replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)))
  return Buffer.from(bytes, 'latin1').toString('utf8')
}

/** RFC 2047. */
function encodedWords(text: string): string {
  return text
    .replaceAll('?= =?', '?==?')
    .replace(/=\?UTF-8\?(Q|B)\?([^?]*)\?=/gi, (_, kind: string, encoded: string) =>
      kind.toUpperCase() === 'B' ? Buffer.from(encoded, 'base64').toString('utf8') : quotedPrintable(encoded.replaceAll('_', ' ')),
    )
}
