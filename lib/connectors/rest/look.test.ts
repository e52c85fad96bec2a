import { expect, test } from 'vitest'
import { statusError } from '../http/call-error.ts'
import type { Answer } from './api.ts'
import { lookAtOne } from './look.ts'

const at = '/keys/k1'
const whole = (data: unknown): Answer => ({ data, headers: {} })
const id = (data: unknown) => ((data as { id: string }).id === 'k1' ? 'live' : null)

test.each<[string, Readonly<Record<string, unknown>>, object]>([
  ['is there', { [at]: { id: 'k1' } }, { shown: 'live', says: null }],
  ['is answered as another', { [at]: { id: 'k2' } }, { shown: 'cannot-tell', says: 'GET /keys/k1 answered another thing than was asked for.' }],
  ['is not there, and its list can be read', { [at]: 404, '/keys': [] }, { shown: 'gone' }],
  ['is not there, and its list is no list', { [at]: 404, '/keys': { error: 'sorry' } }, { shown: 'cannot-tell', says: 'GET /keys answered something that is no list.' }],
  ['is not there, nor its list', { [at]: 404, '/keys': 404 }, { status: 404 }],
  ['is not there, and its list is refused', { [at]: 404, '/keys': 403 }, { status: 403 }],
  ['is refused', { [at]: 403, '/keys': [] }, { status: 403 }],
])('one that %s', async (_, answers, wanted) => {
  const get = async (path: string) => {
    const said = answers[path]
    if (typeof said === 'number') throw statusError(`GET ${path}`, said)
    return whole(said)
  }
  const look: unknown = await lookAtOne({ get }, { path: at, shows: id, listQuery: { limit: 1 }, isList: Array.isArray }).catch((error: unknown) => error)
  expect(look).toMatchObject(wanted)
}) // prettier-ignore
