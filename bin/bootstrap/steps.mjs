import { spawn } from 'node:child_process'

const said = process.stderr
const lineEverySeconds = 10

/** A failure whose message says all a person needs: no stack is shown for it. */
export class Refusal extends Error {}

/**
 * Prints one line on stderr.
 * @param {string} line
 */
export function say(line) {
  said.write(`${line}\n`)
}

/**
 * Seconds since an instant of `performance.now()`, as text: "0.4 s", "73 s".
 * @param {number} since
 * @returns {string}
 */
export function elapsed(since) {
  const seconds = (performance.now() - since) / 1000
  return `${seconds < 10 ? seconds.toFixed(1) : Math.round(seconds)} s`
}

/**
 * Does one step and says on stderr what it is, that it is still going on, and how long it took.
 * On a terminal the line counts the seconds in place; elsewhere a line comes every ten seconds.
 * @template T
 * @param {string} title
 * @param {(note: (text: string) => void) => Promise<T>} work `note` adds a word to the finished line ("5 migrations")
 * @returns {Promise<T>}
 */
export async function step(title, work) {
  const started = performance.now()
  let noted = ''
  const terminal = said.isTTY === true
  const show = () => (terminal ? said.write(`\r\u001b[K  … ${title} (${elapsed(started)})`) : say(`  … ${title} (${elapsed(started)})`))
  if (terminal) show()
  const ticking = setInterval(show, terminal ? 1000 : lineEverySeconds * 1000)
  const finish = (/** @type {string} */ mark) => {
    clearInterval(ticking)
    say(`${terminal ? '\r\u001b[K' : ''}  ${mark} ${title}${noted ? `: ${noted}` : ''} (${elapsed(started)})`)
  }
  try {
    const result = await work((text) => {
      noted = text
    })
    finish('✓')
    return result
  } catch (error) {
    noted = ''
    finish('✗')
    throw error
  }
}

/** Children under way, each at the head of a process group of its own, so that its own children end with it. */
/** @type {Set<import('node:child_process').ChildProcess>} */
const running = new Set()

/**
 * Ends every child that `capture` started, and theirs: asked first, made to after three seconds.
 * @returns {Promise<void>}
 */
export async function endChildren() {
  const ends = [...running].map((child) => new Promise((resolve) => child.once('close', resolve)))
  for (const child of running) endGroup(child, 'SIGTERM')
  const force = setTimeout(() => running.forEach((child) => endGroup(child, 'SIGKILL')), 3000)
  await Promise.all(ends)
  clearTimeout(force)
}

/**
 * Sends a signal to a child and everything it started. A child that has ended is no error.
 * @param {import('node:child_process').ChildProcess} child
 * @param {NodeJS.Signals} signal
 */
export function endGroup(child, signal) {
  try {
    if (process.platform === 'win32' || child.pid === undefined) child.kill(signal)
    else process.kill(-child.pid, signal)
  } catch {
    // Already gone, which is what was wanted.
  }
}

/**
 * Runs a program to its end and keeps what it said. Its exit code and the last of its words come back; nothing is printed.
 * @param {string} program
 * @param {readonly string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, onText?: (text: string) => void }} [options]
 * @returns {Promise<{ code: number, output: string }>}
 */
export function capture(program, args, { cwd, env, onText } = {}) {
  return new Promise((resolve, reject) => {
    const own = process.platform !== 'win32'
    const child = spawn(program, args, { cwd, env, detached: own, stdio: ['ignore', 'pipe', 'pipe'] })
    running.add(child)
    let output = ''
    const keep = (/** @type {Buffer} */ chunk) => {
      const text = chunk.toString('utf8')
      output = (output + text).slice(-200_000)
      onText?.(text)
    }
    child.stdout.on('data', keep)
    child.stderr.on('data', keep)
    child.once('error', (error) => {
      running.delete(child)
      reject(new Refusal(`${program} cannot be started: ${error.message}`))
    })
    child.once('close', (code, signal) => {
      running.delete(child)
      resolve({ code: code ?? (signal ? 128 : 1), output })
    })
  })
}
