import { connect } from 'node:net'
import { createServer } from 'node:net'
import path from 'node:path'
import { holderOf, isAlive } from './lock.mjs'
import { Refusal } from './steps.mjs'

/**
 * The port to serve on: PORT, or 3000.
 * @param {string | undefined} stated
 * @returns {number}
 */
export function portOf(stated) {
  if (stated === undefined || stated === '') return 3000
  if (!/^\d{1,5}$/.test(stated) || Number(stated) < 1 || Number(stated) > 65535) {
    throw new Refusal(`PORT must be a number from 1 to 65535, and is "${stated}".`)
  }
  return Number(stated)
}

/**
 * Whether something listens on a port, or something else keeps us from it: 'free', or the reason.
 * @param {number} port
 * @returns {Promise<'free' | 'taken' | 'forbidden'>}
 */
export async function portState(port) {
  const answered = await new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1' })
    const settle = (/** @type {boolean} */ answer) => (socket.destroy(), resolve(answer))
    socket.once('connect', () => settle(true))
    socket.once('error', () => settle(false))
    socket.setTimeout(1000, () => settle(false))
  })
  if (answered) return 'taken'
  return new Promise((resolve) => {
    const server = createServer()
    server.once('error', (error) => resolve(/** @type {NodeJS.ErrnoException} */ (error).code === 'EACCES' ? 'forbidden' : 'taken'))
    server.listen({ port, host: '127.0.0.1' }, () => server.close(() => resolve('free')))
  })
}

/**
 * Refuses, before anything heavy is done, when the port cannot be had; a product of this checkout that already runs is named.
 * @param {string | undefined} stated the value of PORT
 * @param {string} data the data folder
 */
export async function refuseTakenPort(stated, data) {
  const port = portOf(stated)
  const state = await portState(port)
  if (state === 'free') return
  if (state === 'forbidden')
    throw new Refusal(`Port ${port} needs more rights than this user has. Choose one from 1024 up: PORT=3000 npm start`)
  const holder = holderOf(path.join(data, 'start.lock'))
  if (holder && isAlive(holder) && holder.about === String(port)) {
    throw new Refusal(
      `Standdown already runs from this folder (process ${holder.pid}), at http://127.0.0.1:${port}. Stop it with Ctrl-C, or: kill ${holder.pid}`,
    )
  }
  throw new Refusal(
    `Port ${port} is taken by another program. Stop it, or choose another port: PORT=${port === 65535 ? 3000 : port + 1} npm start`,
  )
}
