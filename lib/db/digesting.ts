import { createHash } from 'node:crypto'
import { Transform } from 'node:stream'

/** Passes on what it is given, changed by `change` where there is one; `sha256` tells, once all is through, of what it passed on (hexadecimal). */
export function digesting(change: (chunk: Buffer) => Uint8Array = (chunk) => chunk): { stream: Transform; sha256(): string } {
  const hash = createHash('sha256')
  const stream = new Transform({
    transform(chunk: Buffer, _, done) {
      const out = change(chunk)
      hash.update(out)
      done(null, out)
    },
  })
  return { stream, sha256: () => hash.digest('hex') }
}
