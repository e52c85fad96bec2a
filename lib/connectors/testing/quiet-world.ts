import { createHmac } from 'node:crypto'
import type { ConnectorWorld } from '../contract.ts'
import { guardedFetch, type GuardOptions } from '../http/guarded-fetch.ts'
import { guardedPeers } from '../http/guarded-peers.ts'

export type Line = { level: string; fields: object; message: string }

/** A world for a connector under test: the real guard, a log that is kept in memory, and little patience, so that tests do not wait. */
export function quietWorld({ signal = new AbortController().signal, ...guard }: Partial<GuardOptions> = {}): ConnectorWorld & {
  lines: Line[]
} {
  const lines: Line[] = []
  const at = (level: string) => (fields: object, message: string) => void lines.push({ level, fields, message })
  const log = { info: at('info'), warn: at('warn'), error: at('error') }
  const fingerprint = (secret: string) => `hmac:${createHmac('sha256', 'quiet').update(secret.trim()).digest('base64url')}`
  const patience = { attempts: 3, firstWaitMs: 2, longestWaitMs: 1_500, totalWaitMs: 3_000 }
  const outside = { fetch: guardedFetch({ ...guard, signal, log }), peers: guardedPeers({ ...guard, signal, log }) }
  return { ...outside, now: new Date('2026-11-24T00:00:00Z'), signal, log, lines, fingerprint, patience }
}

export async function gather<T>(stream: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = []
  for await (const one of stream) all.push(one)
  return all
}
