import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Answer } from '../answer.ts'

/** What a fault has to work with: the honest answer, and the wire. */
export type Wire = {
  provider: string
  /** Path and query as asked, and the form or JSON that came with it. */
  url: string
  body: Buffer
  /** The honest answer, to this question or to another one of the same caller. */
  answer(url?: string, body?: Buffer): Answer
  request: IncomingMessage
  response: ServerResponse
  send(response: ServerResponse, answer: Answer): void
  /** What the order said beside the fault's name: the kind of Retry-After, the address of a link. */
  value: string | undefined
  /** How often this fault has struck before. */
  struck: number
  seed: number
}

/** Answers in the provider's place. */
export type Fault = (wire: Wire) => void | Promise<void>
