import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { z } from 'zod'
import type { Field } from '../contract.ts'
import { CallError } from '../http/call-error.ts'

/**
 * The folder with a folder for each host that a token file may be sent to. The environment alone names it: a path that were typed in could be
 * any file of the machine, and an address that were typed in could be anybody's.
 */
export const tokenFolderVariable = 'STANDDOWN_TOKEN_FOLDER'

/** The name of a file in the folder of a host; never a path. */
export const TokenFile = z
  .string()
  .trim()
  .regex(/^[a-z0-9][a-z0-9._-]{0,99}$/i, 'the name of a file, without a folder')

/** A credential that rests nowhere here: the token of another issuer, in a file that is kept fresh. */
export const FromTokenFile = z.strictObject({ tokenFile: TokenFile })

const keptMs = 30_000
const longest = 20_000

/**
 * Reads a token that somebody else keeps fresh (a kubelet, an agent), again after half a minute. It lies in the folder that is named after where
 * it is sent to, so that whoever mounts it says who may have it. The function throws CallError with status 401, as what it would sign in with is
 * not there; what the file holds is in no message.
 */
export function openTokenFile(name: string | undefined, sentTo: string): () => Promise<string> {
  let held: { token: string; until: number } | null = null
  return async () => {
    if (held && performance.now() < held.until) return held.token
    if (name === undefined) throw unusable('Which file the token is in was not said: give its name in the settings.')
    const folder = process.env[tokenFolderVariable]
    if (!folder) throw unusable(`${tokenFolderVariable} is not set where Standdown runs, so there is no token to sign in with.`)
    const host = tokenFolderOf(sentTo)
    if (host === null) throw unusable(`No folder can be named after ${new URL(sentTo).host}, so no token file is sent there.`)
    const token = (await readFile(/* turbopackIgnore: true */ path.join(folder, host, name), 'utf8').catch(() => '')).trim()
    if (!/^[\x21-\x7e]+$/.test(token) || token.length > longest) throw unusable(notThere(`${host}/${name}`, new URL(sentTo).host))
    held = { token, until: performance.now() + keptMs }
    return token
  }
}

/**
 * The folder for what is sent to an address: "vault.example.com", "vault.example.com_8200" for a port of its own, "http_127.0.0.1_8200" where
 * nothing encrypts it. Null for a host that could be another's folder: no host has an underscore here, so that each folder is of one.
 */
export function tokenFolderOf(address: string): string | null {
  const { protocol, hostname, port } = new URL(address)
  const host = /^\[[0-9a-f:]+\]$/.test(hostname) ? hostname.replaceAll(':', '_') : hostname
  if (host === hostname && !/^[a-z0-9-]+(?:\.[a-z0-9-]+)*$/.test(host)) return null
  return [...(protocol === 'https:' ? [] : ['http']), host, ...(port ? [port] : [])].join('_')
}

function notThere(file: string, host: string): string {
  return `The token file ${file}, in the folder that ${tokenFolderVariable} names where Standdown runs, cannot be read, or holds no token. Only a file in the folder of that name is sent to ${host}: let whoever runs Standdown put it there, or correct the address.`
}

function unusable(says: string): CallError {
  return new CallError('provider', says, { call: 'the token file', status: 401, why: 'not-permitted' })
}

/** How a form asks for the file; `folder` is what that of the usual address is called. */
export function tokenFileField(folder: string, file: string): Field {
  return {
    name: 'tokenFile',
    label: 'Token file',
    hint: `The name of a file that somebody keeps fresh where Standdown runs, in a folder named after the host that it is for: ${tokenFolderVariable}/${folder}. It is sent nowhere else.`,
    kind: 'text',
    required: false,
    example: file,
  }
}

/** How a token gets there, as a step of a way in. */
export function tokenFileStep(folder: string, file: string): string {
  return `Start Standdown’s web server and worker with ${tokenFolderVariable}, and let the token lie in ${folder}/${file} under that folder, renewed before it ends. The folder is named after the host that the token is for, “_” and its port where it has one of its own; it is sent nowhere else.`
}
