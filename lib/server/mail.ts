import { Readable } from 'node:stream'
import MailComposer from 'nodemailer/lib/mail-composer'
import SMTPConnection from 'nodemailer/lib/smtp-connection'
import { explain } from '../connectors/http/connection-failure.ts'
import type { Mail, MailLine } from '../flows/world.ts'
import type { HandedOver, Letter } from '../model/message.ts'
import type { MailServer } from './mail-server.ts'

const second = 1_000
/** For each step, and for a letter as a whole: a server that drips never ends otherwise. */
const deadlines = {
  connectionTimeout: 10 * second,
  greetingTimeout: 15 * second,
  dnsTimeout: 10 * second,
  socketTimeout: 30 * second,
  letter: 90 * second,
}
/** Servers take so many from one caller and then hang up; we are first. */
const lettersALine = 50

/** The mail server of this installation, spoken to directly, so that we know whether a letter was handed over before a line was cut. */
export function mailOver(server: MailServer, limits: Partial<typeof deadlines> = {}): Mail {
  const named = `${server.host}:${server.port}`
  return { server: named, open: (signal) => openLine(server, { ...deadlines, ...limits }, `The mail server ${named}`, signal) }
}

function openLine(server: MailServer, limits: typeof deadlines, called: string, stopping: AbortSignal): MailLine {
  let open: SMTPConnection | null = null
  let handed = 0
  const close = () => {
    open?.close()
    open = null
  }

  async function connected(stop: AbortSignal): Promise<SMTPConnection> {
    if (open) return open
    const { letter: _, ...timeouts } = limits
    const connection = new SMTPConnection({
      host: server.host,
      port: server.port,
      secure: server.tls === 'at-once',
      requireTLS: server.tls === 'starttls',
      ignoreTLS: server.tls === 'none',
      tls: { minVersion: 'TLSv1.2' },
      logger: false,
      ...timeouts,
    })
    // It tells of a broken line by an event, at any time: one that nobody listens to ends the process.
    connection.on('error', () => undefined)
    open = connection
    handed = 0
    await step(connection, stop, (done) => connection.connect(done))
    const { user, password } = server
    if (user !== null) await step(connection, stop, (done) => connection.login({ user, credentials: { user, pass: password ?? '' } }, done))
    return connection
  }

  return {
    close,
    async send(letter: Letter): Promise<HandedOver> {
      stopping.throwIfAborted()
      // A letter under way is not cut off when we are told to stop: nobody could say then whether it arrived.
      const stop = AbortSignal.timeout(limits.letter)
      const body = bodyOf(await compose(letter))
      try {
        const connection = await connected(stop)
        const envelope = { from: letter.from, to: [letter.to] }
        await step(connection, stop, (done) => connection.send(envelope, body.stream, done))
        handed += 1
        if (handed >= lettersALine) close()
        return { to: 'receiver' }
      } catch (error) {
        close()
        return notTaken(error, called, body.wasRead())
      }
    },
  }
}

/** One step of the conversation. The connection tells some failures by an event and not by the answer. */
function step(connection: SMTPConnection, stop: AbortSignal, begin: (done: (error?: Error | null) => void) => void): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  const onError = (error: Error) => reject(error)
  const onEnd = () => reject(Object.assign(new Error('The connection was closed.'), { originalCode: 'ECONNRESET' }))
  const onStop = () => reject(Object.assign(new Error('Too late.'), { originalCode: 'ETIMEDOUT' }))
  connection.on('error', onError)
  connection.on('end', onEnd)
  stop.addEventListener('abort', onStop, { once: true })
  if (stop.aborted) onStop()
  else begin((error) => (error ? reject(error) : resolve()))
  return promise.finally(() => {
    connection.off('error', onError)
    connection.off('end', onEnd)
    stop.removeEventListener('abort', onStop)
  })
}

function compose({ from, to, toName, subject, text, html, messageId }: Letter): Promise<Buffer> {
  const mail = new MailComposer({
    from: { name: 'Standdown', address: from },
    to: { name: toName, address: to },
    subject,
    text,
    html,
    messageId: `<${messageId}>`,
    headers: { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' },
    // What is sent is what was rendered: no text of ours is ever an address to read a file or a page from.
    disableFileAccess: true,
    disableUrlAccess: true,
  })
  return mail.compile().build()
}

/** A letter that knows whether any of it was asked for: it only is once the server has agreed to take it. */
function bodyOf(bytes: Buffer): { stream: Readable; wasRead(): boolean } {
  let begun = false
  const stream = new Readable({
    read() {
      begun = true
      this.push(bytes)
      this.push(null)
    },
  })
  return { stream, wasRead: () => begun }
}

type SmtpFailure = { code?: string; originalCode?: string; responseCode?: number; command?: string }

/** What a failure means for this letter and for the next. The server's own text is not repeated: it may hold anything. */
function notTaken(error: unknown, called: string, wasRead: boolean): HandedOver {
  const { code, originalCode, responseCode, command } = (error ?? {}) as SmtpFailure
  const nobody = (why: Extract<HandedOver, { to: 'nobody' }>['why'], says: string) => ({ to: 'nobody', why, says }) as const
  const answered = responseCode === undefined ? '' : ` (${responseCode})`
  if (code === 'EAUTH' || code === 'ENOAUTH') return nobody('down', `${called} refuses the user and password of SMTP_URL${answered}.`)
  if (code === 'EENVELOPE' && responseCode === undefined) return nobody('refused', 'The address cannot be written to.')
  // A sender that is not allowed is not allowed for the next letter either.
  if (responseCode !== undefined && command === 'MAIL FROM') return nobody('down', `${called} takes no mail from this sender${answered}.`)
  if (responseCode !== undefined && (command === 'RCPT TO' || command === 'DATA')) {
    const what = command === 'RCPT TO' ? 'the address' : 'the message'
    return responseCode >= 500
      ? nobody('refused', `${called} refused ${what}${answered}.`)
      : nobody('later', `${called} puts ${what} off${answered}.`)
  }
  if (wasRead) return nobody('unsure', `${called} took the message, and the line broke before it answered: it may have arrived.`)
  if (responseCode !== undefined) return nobody('down', `${called} takes nothing now${answered}.`)
  if (code === 'ETLS') return nobody('down', `${called} does not speak TLS as it must; check SMTP_URL and its certificate.`)
  return nobody('down', explain(called, { code: originalCode ?? code ?? 'unknown' }).message)
}
