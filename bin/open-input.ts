import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { AppError } from '../lib/model/app-error.ts'

/** The bytes of a file, or of standard input where it is named "-": what holds secrets then never lies in a file. Throws AppError 'bad-input'. */
export async function openInput(file: string): Promise<AsyncIterable<Uint8Array>> {
  if (file === '-') return process.stdin as AsyncIterable<Uint8Array>
  const found = await stat(file).catch(() => null)
  if (!found) throw new AppError('bad-input', `${file}: there is no such file`)
  if (found.isDirectory()) throw new AppError('bad-input', `${file}: is a folder`)
  return createReadStream(file) as AsyncIterable<Uint8Array>
}
