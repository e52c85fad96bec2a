import { createHmac, randomBytes } from 'node:crypto'
import { z } from 'zod'
import { CallError } from '../connectors/http/call-error.ts'
import type { NamedInit } from '../connectors/http/guarded-fetch.ts'
import { readChannelSecret } from '../db/channels.ts'
import { renderEvent, renderLetter, renderPost, type ToRender } from '../messages/render.ts'
import { AppError } from '../model/app-error.ts'
import type { ChannelRow, HandedOver } from '../model/message.ts'
import type { SealBinding, World } from './world.ts'

/** What a channel that is not mail sends to, and what its receiver knows us by. */
export const ChannelSecret = z.strictObject({ url: z.string(), secret: z.string().nullable() })
export type ChannelSecret = z.infer<typeof ChannelSecret>

/** What a channel's address is sealed for. */
export function channelBinding(kind: string): SealBinding {
  return { purpose: 'channel', table: 'channel', row: kind, column: 'sealed' }
}

/** A message whole: what it is called, each time it is sent, and what is in it. */
export type Parcel = ToRender & { id: string; recipient: string; createdAt: Date }

/** Hands one message after the other to the receiver of a channel. Its words are made here; `subject` is what the log shows. */
export type Handing = { hand(parcel: Parcel, at: Date): Promise<HandedOver & { subject: string }>; close(): void }

const callSeconds = 20

/**
 * Opens a channel's way out to the receiver that the caller read of. Throws AppError 'unavailable' where it lacks what it needs: the mail
 * server in the settings, an address; or has another receiver by now.
 * The message's row is the record of the use of what is sealed, as an audit entry is for a source.
 */
export async function openHanding(world: World, channel: Pick<ChannelRow, 'kind' | 'address' | 'receiver'>): Promise<Handing> {
  if (channel.kind === 'email') return openMail(world, channel.address)
  const sealed = await readChannelSecret(world.db.pool, channel)
  if (sealed === null) throw new AppError('unavailable', 'This channel has no such address to send to any more.')
  const secret = ChannelSecret.parse(world.unseal(sealed, channelBinding(channel.kind)))
  return channel.kind === 'slack' ? openPosts(world, secret, channel.address) : openEvents(world, secret, channel.address)
}

function openMail(world: World, from: string): Handing {
  const { mail } = world
  if (!mail) throw new AppError('unavailable', 'SMTP_URL is not set, so there is no mail server to hand messages to.')
  const line = mail.open(world.signal)
  const host = URL.parse(world.site)?.hostname ?? 'standdown'
  return {
    close: () => line.close(),
    async hand(parcel) {
      const { subject, text, html } = renderLetter(parcel)
      // The same message is called the same each time: a server that sees it twice can tell.
      const letter = { from, to: parcel.recipient, toName: parcel.name, subject, text, html, messageId: `${parcel.id}@${host}` }
      return { subject, ...(await line.send(letter)) }
    },
  }
}

function openPosts(world: World, { url }: ChannelSecret, named: string): Handing {
  return {
    close: () => undefined,
    async hand(parcel) {
      const { subject, text } = renderPost(parcel)
      return { subject, ...(await post(world, url, named, { body: JSON.stringify({ text }), headers: {} })) }
    },
  }
}

/** Signed as Standard Webhooks 1.0.0 asks: what is sent, when, and as which message; the receiver knows it again by its id. */
function openEvents(world: World, { url, secret }: ChannelSecret, named: string): Handing {
  return {
    close: () => undefined,
    async hand(parcel, at) {
      const [first] = parcel.said
      if (!first) throw new Error('A message for a program says one thing.')
      const { subject, body } = renderEvent({ said: first, site: parcel.site, at: parcel.createdAt, words: parcel.words })
      const timestamp = String(Math.floor(at.getTime() / 1_000))
      const headers = {
        'webhook-id': parcel.id,
        'webhook-timestamp': timestamp,
        'webhook-signature': signatureOf(secret ?? '', { id: parcel.id, timestamp, body }),
      }
      return { subject, ...(await post(world, url, named, { body, headers })) }
    },
  }
}

const secretPrefix = 'whsec_'

/** A new secret to sign with, as its receiver enters it: 32 random bytes; the specification asks for 24 to 64. */
export function newSigningSecret(): string {
  return `${secretPrefix}${randomBytes(32).toString('base64')}`
}

/** `v1,` and the HMAC-SHA256 over id, timestamp and body, joined by points. */
export function signatureOf(secret: string, { id, timestamp, body }: { id: string; timestamp: string; body: string }): string {
  const key = Buffer.from(secret.replace(secretPrefix, ''), 'base64')
  return `v1,${createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64')}`
}

async function post(
  { fetch }: Pick<World, 'fetch'>,
  url: string,
  named: string,
  { body, headers }: { body: string; headers: Readonly<Record<string, string>> },
): Promise<HandedOver> {
  try {
    const asked: NamedInit = {
      method: 'POST',
      body,
      headers: { 'content-type': 'application/json', ...headers },
      redirect: 'manual',
      signal: AbortSignal.timeout(callSeconds * 1_000),
      // The path of such an address is its secret, and a call that fails is logged by its name.
      callName: `POST ${named}`,
    }
    const response = await fetch(url, asked)
    return answeredBy(named, response)
  } catch (error) {
    if (error instanceof CallError) return { to: 'nobody', why: 'down', says: `${named} cannot be reached${reasonOf(error)}.` }
    if (error instanceof Error && error.name === 'TimeoutError')
      return { to: 'nobody', why: 'down', says: `${named} gave no answer within ${callSeconds} s.` }
    throw error
  }
}

/** What came after the call's name, where the connection failed: in our words already. */
function reasonOf({ call, message }: CallError): string {
  const rest = message.startsWith(`${call}: `) ? message.slice(call.length + 2).replace(/\.$/, '') : ''
  if (rest) return `: ${rest}`
  return message.includes('was not sent') ? ': its address is one that is never called' : ''
}

/** Statuses that speak of this one message; every other refusal would meet the next one as well. */
const ofThisOne = [400, 413, 415, 422]

/** Every refusal is tried again, as Standard Webhooks asks, but for 410: then the receiver wants no more. */
function answeredBy(named: string, { status, headers }: Response): HandedOver {
  if (status >= 200 && status < 300) return { to: 'receiver' }
  if (status === 410) return { to: 'nobody', why: 'refused', says: `${named} wants no more messages (410).` }
  const seconds = Number(headers.get('retry-after'))
  return {
    to: 'nobody',
    why: ofThisOne.includes(status) ? 'later' : 'down',
    says: `${named} answered ${status}.`,
    ...(Number.isFinite(seconds) && seconds > 0 && { waitMs: seconds * 1_000 }),
  }
}
