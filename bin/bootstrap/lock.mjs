import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { randomUUID } from 'node:crypto'

/**
 * Who holds a lock. A pid alone is not enough: after a crash another process may carry it, so the moment at which the process
 * started (as the kernel counts it, Linux only) goes with it.
 * @typedef {{ pid: number, started: string, about: string }} Holder
 */

/**
 * When a process started, in the kernel's ticks since boot; '' where that cannot be read.
 * @param {number} pid
 */
function startedAt(pid) {
  try {
    // Field 22, counted after the command name, which stands in brackets and may hold spaces.
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? ''
  } catch {
    return ''
  }
}

/**
 * Whether the holder still runs.
 * @param {Holder} holder
 */
export function isAlive(holder) {
  try {
    process.kill(holder.pid, 0)
  } catch (error) {
    // Not permitted means that it is there and somebody else's.
    if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'EPERM') return false
  }
  const now = startedAt(holder.pid)
  return holder.started === '' || now === '' || now === holder.started
}

/**
 * Reads who holds a lock; undefined when nobody does. A file that cannot be read as a holder counts as nobody's after two seconds.
 * @param {string} file
 * @returns {Holder | undefined}
 */
export function holderOf(file) {
  try {
    const holder = JSON.parse(readFileSync(file, 'utf8'))
    if (typeof holder.pid === 'number') return holder
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code === 'ENOENT') return undefined
  }
  try {
    return Date.now() - statSync(file).mtimeMs < 2000
      ? { pid: process.pid, started: '', about: 'being written' }
      : { pid: 0, started: 'never', about: '' }
  } catch {
    return undefined
  }
}

/**
 * Takes a lock, or says who has it. The file appears with its content in one step; a lock whose holder has ended is set aside.
 * @param {string} file
 * @param {string} about what the holder is doing, for the message to whoever waits
 * @returns {{ release: () => void } | { heldBy: Holder }}
 */
export function tryLock(file, about) {
  mkdirSync(path.dirname(file), { recursive: true })
  const mine = `${file}.${randomUUID()}`
  writeFileSync(mine, JSON.stringify({ pid: process.pid, started: startedAt(process.pid), about }))
  try {
    for (;;) {
      try {
        linkSync(mine, file)
        return { release: () => rmSync(file, { force: true }) }
      } catch (error) {
        if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'EEXIST') throw error
      }
      const holder = holderOf(file)
      if (holder && holder.pid > 0 && isAlive(holder)) return { heldBy: holder }
      setAside(file, holder)
    }
  } finally {
    rmSync(mine, { force: true })
  }
}

/**
 * Removes a dead holder's lock. Renaming first means that of several who found it dead only one removes it; a lock that somebody
 * took in between is put back.
 * @param {string} file
 * @param {Holder | undefined} dead
 */
function setAside(file, dead) {
  const aside = `${file}.${randomUUID()}`
  try {
    renameSync(file, aside)
  } catch {
    return
  }
  const taken = holderOf(aside)
  try {
    if (taken && (taken.pid !== dead?.pid || taken.started !== dead.started)) linkSync(aside, file)
  } catch {
    // Somebody else has it by now: that is settled in the next round.
  }
  rmSync(aside, { force: true })
}

/**
 * Waits for a lock, telling once who holds it.
 * @param {string} file
 * @param {string} about
 * @param {(holder: Holder) => void} onWait
 * @returns {Promise<{ release: () => void }>}
 */
export async function lock(file, about, onWait) {
  let told = false
  for (;;) {
    const taken = tryLock(file, about)
    if ('release' in taken) return taken
    if (!told) onWait(taken.heldBy)
    told = true
    await new Promise((resolve) => setTimeout(resolve, 250))
  }
}
