import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { z } from 'zod'
import { CallError } from '../http/call-error.ts'

/** The folder that token files lie in. The environment alone names it: a path that were typed in could be any file of the machine. */
export const tokenFolderVariable = 'STANDDOWN_TOKEN_FOLDER'

/** The name of a file in that folder; never a path. */
export const TokenFile = z
  .string()
  .trim()
  .regex(/^[a-z0-9][a-z0-9._-]{0,99}$/i, 'the name of a file, without a folder')

const keptMs = 30_000
const longest = 20_000

/**
 * Reads a token that somebody else keeps fresh (a kubelet, an agent), again after half a minute. The function throws CallError with status
 * 401, as what it would sign in with is not there; the path and what the file holds are in no message.
 */
export function openTokenFile(name: string): () => Promise<string> {
  let held: { token: string; until: number } | null = null
  return async () => {
    if (held && performance.now() < held.until) return held.token
    const folder = process.env[tokenFolderVariable]
    if (!folder) throw unusable(`${tokenFolderVariable} is not set where Standdown runs, so there is no token to sign in with.`)
    const token = (await readFile(/* turbopackIgnore: true */ path.join(folder, name), 'utf8').catch(() => '')).trim()
    if (!/^[\x21-\x7e]+$/.test(token) || token.length > longest)
      throw unusable(`The file ${name} in the folder that ${tokenFolderVariable} names cannot be read, or holds no token.`)
    held = { token, until: performance.now() + keptMs }
    return token
  }
}

function unusable(says: string): CallError {
  return new CallError('provider', says, { call: 'the token file', status: 401, why: 'not-permitted' })
}
