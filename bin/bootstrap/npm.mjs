import path from 'node:path'
import { Refusal, capture } from './steps.mjs'

/**
 * The npm to call: the one that called us, run by this Node, or else the one on PATH.
 * @returns {{ program: string, first: string[] }}
 */
function npm() {
  const caller = process.env.npm_execpath
  if (caller && path.basename(caller) === 'npm-cli.js') return { program: process.execPath, first: [caller] }
  return { program: process.platform === 'win32' ? 'npm.cmd' : 'npm', first: [] }
}

const unreachable = /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|EHOSTUNREACH|ENOTCACHED|network/
const causes = /** @type {const} */ ([
  [
    unreachable,
    'The package registry cannot be reached. Check the network (and HTTPS_PROXY, or the registry in your .npmrc), then run this again: it goes on from here.',
  ],
  [/ENOSPC/, 'The disk is full. Free about 2 GB and run this again.'],
  [
    /EACCES|EPERM/,
    'A file cannot be written. The folder probably belongs to another user: run as that user, or give the folder to this one.',
  ],
  [/E401|E403|ENEEDAUTH/, 'The registry refuses. Check the registry and its credential in your .npmrc.'],
])

/**
 * Says what went wrong with npm and what to do about it, with npm's own last words below.
 * @param {string} output
 * @returns {string}
 */
export function explainNpm(output) {
  const advice = causes.find(([pattern]) => pattern.test(output))?.[1] ?? 'npm failed; its last words are below.'
  const words = output.split('\n').filter((line) => line.trim() !== '' && !/npm (warn|notice)/i.test(line))
  return [advice, ...words.slice(-12).map((line) => `    ${line}`)].join('\n')
}

/**
 * Runs npm to its end; a failure is a Refusal that explains itself.
 * @param {readonly string[]} args
 * @param {{ cwd: string }} options
 */
export async function runNpm(args, { cwd }) {
  const { program, first } = npm()
  const result = await capture(program, [...first, ...args], { cwd, env: process.env })
  if (result.code !== 0) throw new Refusal(explainNpm(result.output))
}
