import { setTimeout as wait } from 'node:timers/promises'
import { z } from 'zod'
import type { ConnectorWorld } from '../contract.ts'
import { CallError, statusError } from '../http/call-error.ts'
import { openApi, type Api, type Judge } from '../rest/api.ts'
import type { Settings } from './settings.ts'

export const path = '/api/v2/statements'
const timeoutSeconds = 600
const pauseMs = 1_000
const mostPauses = timeoutSeconds

/** One row as the interface gives it: every value as text, or null. */
export type Cells = readonly (string | null)[]

const Data = z.array(z.array(z.string().nullable()).max(100))
const Result = z.object({
  statementHandle: z.string().regex(/^[\w-]{1,100}$/),
  data: Data,
  resultSetMetaData: z.object({
    numRows: z.number().int().min(0),
    partitionInfo: z.array(z.unknown()).min(1).max(100_000),
    rowType: z.array(z.object({ name: z.string() })).optional(),
  }),
})
const UnderWay = z.object({ statementHandle: z.string().regex(/^[\w-]{1,100}$/) })
const Partition = z.object({ data: Data })

const Refusal = z.object({ code: z.string() })
/** SQL that may not be run, or names what is not there or not visible: Snowflake answers 422 to both. */
const meanings: Readonly<Record<string, number>> = { '003001': 403, '002003': 404, '002043': 404, '000606': 403, '250001': 403 }

const refusedSql: Judge = ({ call, status, data }) => {
  if (status !== 422) return null
  const code = Refusal.safeParse(data).data?.code ?? ''
  const says = /^\d{6}$/.test(code) ? `Snowflake’s code ${code}.` : ''
  return Object.hasOwn(meanings, code) ? statusError(call, meanings[code] ?? 422, says) : new CallError('provider', `${call} was not run. ${says}`, { call, status, why: 'failed' })
} // prettier-ignore

export type SignIn = () => Promise<Record<string, string>> | Record<string, string>

export function openStatements({ baseUrl }: Settings, signIn: SignIn, world: ConnectorWorld): Api {
  return openApi({ baseUrl, authorize: signIn, world, judge: refusedSql })
}

/** What a statement is run with. */
export type Running = { api: Api; role: string; warehouse?: string; world: Pick<ConnectorWorld, 'signal'> }

/**
 * Runs a query and gives its rows, a partition at a time. `says`: what it is called to people. Throws CallError; also where fewer rows
 * came than the answer says.
 */
export async function* query(running: Running, statement: string, says: string): AsyncGenerator<readonly Cells[]> {
  yield* rowsOf(running, await started(running, statement, says), says)
}

/**
 * As `query`, for a statement that takes no list of columns: gives of each row those that are asked for, by their names. Throws CallError; also
 * where a column is not there.
 */
export async function* queryColumns<Name extends string>(
  running: Running,
  statement: string,
  says: string,
  names: readonly Name[],
): AsyncGenerator<readonly Record<Name, string | null>[]> {
  const result = await started(running, statement, says)
  const columns = result.resultSetMetaData.rowType?.map(({ name }) => name.toLowerCase()) ?? []
  const places = names.map((name) => [name, columns.indexOf(name)] as const)
  if (places.some(([, place]) => place < 0)) throw unreadable(says)
  for await (const rows of rowsOf(running, result, says))
    yield rows.map((row) => Object.fromEntries(places.map(([name, place]) => [name, row[place] ?? null])) as Record<Name, string | null>)
}

async function* rowsOf({ api }: Running, result: z.infer<typeof Result>, says: string): AsyncGenerator<readonly Cells[]> {
  const { numRows, partitionInfo } = result.resultSetMetaData
  let seen = result.data.length
  yield result.data
  for (let number = 1; number < partitionInfo.length; number += 1) {
    const { data } = Partition.safeParse((await api.get(`${path}/${result.statementHandle}`, { partition: number })).data)
    if (!data) throw unreadable(says)
    seen += data.data.length
    yield data.data
  }
  if (seen === numRows) return
  throw new CallError('provider', `${says} says that there are ${numRows} rows, and ${seen} came.`, { call: says, why: 'inconsistent' })
}

/** A statement that takes long is answered with its handle first. */
async function started({ api, role, warehouse, world }: Running, statement: string, says: string): Promise<z.infer<typeof Result>> {
  const body = { statement, timeout: timeoutSeconds, role, ...(warehouse !== undefined && { warehouse }) }
  let { data } = await api.ask(path, body)
  for (let pauses = 0; pauses < mostPauses; pauses += 1) {
    const result = Result.safeParse(data)
    if (result.success) return result.data
    const handle = UnderWay.safeParse(data).data?.statementHandle
    const isDone = typeof data === 'object' && data !== null && 'data' in data
    if (!handle || isDone) throw unreadable(says)
    await wait(pauseMs, undefined, { signal: world.signal })
    data = (await api.get(`${path}/${handle}`)).data
  }
  throw new CallError('unavailable', `${says} was not done after ${timeoutSeconds} seconds.`, { call: says, why: 'failed' })
}

function unreadable(says: string): CallError {
  return new CallError('provider', `${says} answered something that is not a result.`, { call: says, why: 'malformed' })
}

/** A name within a statement. */
export function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`
}
