import type { Readable } from 'node:stream'
import { createBrotliDecompress, createGunzip, createInflate, createZstdDecompress } from 'node:zlib'
import { CallError } from './call-error.ts'

type Limits = { call: string; maxBytes: number; idleMs: number; signal: AbortSignal }

/**
 * Reads an answer to its end, as bytes, decompressed. Both the compressed and the decompressed size are capped, so that neither a
 * 10 GB body nor a small one that unpacks to it fills the memory; a compressed body that ends early is an error, not a short answer.
 */
export async function readBody(body: Readable, encoding: string | undefined, limits: Limits): Promise<Buffer> {
  const packed = await collect(body, limits)
  const codings = (encoding ?? '')
    .toLowerCase()
    .split(',')
    .map((coding) => coding.trim())
    .filter((coding) => coding && coding !== 'identity')
  if (codings.length > 1) throw malformed(limits.call, 'is packed more than once')
  const [coding] = codings
  if (!coding || packed.length === 0) return packed
  const unpacker = unpackers[coding]
  if (!unpacker) throw malformed(limits.call, 'is packed in a way that was not asked for')
  const stream = unpacker()
  stream.end(packed)
  try {
    return await collect(stream, limits)
  } catch (error) {
    if (error instanceof CallError || limits.signal.aborted) throw error
    throw new CallError('provider', `${limits.call}: the packed answer ends early or is damaged.`, {
      call: limits.call,
      why: 'cut-off',
      retry: true,
    })
  } finally {
    stream.destroy()
  }
}

const unpackers: Readonly<Record<string, () => NodeJS.ReadWriteStream & Readable>> = {
  gzip: createGunzip,
  'x-gzip': createGunzip,
  deflate: createInflate,
  br: createBrotliDecompress,
  zstd: createZstdDecompress,
}

async function collect(stream: Readable, { call, maxBytes, idleMs, signal }: Limits): Promise<Buffer> {
  const chunks: Buffer[] = []
  let size = 0
  let silent: CallError | null = null
  const idle = setTimeout(() => {
    silent = new CallError('unavailable', `${call} went silent for ${idleMs / 1000} s in the middle of its answer.`, {
      call,
      why: 'failed',
      retry: true,
    })
    stream.destroy(silent)
  }, idleMs)
  const stop = () => stream.destroy(signal.reason instanceof Error ? signal.reason : new Error('stopped'))
  signal.addEventListener('abort', stop, { once: true })
  try {
    signal.throwIfAborted()
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      idle.refresh()
      size += chunk.length
      if (size > maxBytes) {
        stream.destroy()
        throw new CallError('provider', `${call} answers with more than ${Math.round(maxBytes / 1024 / 1024)} MB; reading stopped.`, {
          call,
          why: 'too-large',
        })
      }
      chunks.push(chunk)
    }
    return Buffer.concat(chunks, size)
  } catch (error) {
    throw silent ?? error
  } finally {
    clearTimeout(idle)
    signal.removeEventListener('abort', stop)
  }
}

function malformed(call: string, what: string): CallError {
  return new CallError('provider', `${call}: the answer ${what}.`, { call, why: 'malformed' })
}
