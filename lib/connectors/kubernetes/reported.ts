import { z } from 'zod'
import type { Gap, Observation } from '../../model/sighting.ts'
import type { ConnectorWorld } from '../contract.ts'
import { gapOf } from '../gaps.ts'
import { CallError } from '../http/call-error.ts'
import type { Api } from '../rest/api.ts'
import { Head, packed, partName, unpacked } from './report.ts'

/** A collector reports every hour; one that was silent for so long has stopped. */
const staleAfterMs = 26 * 60 * 60 * 1_000
/** Clocks differ by so much. A report of a later time could be taken for new again and again. */
const clockSkewMs = 2 * 60 * 1_000
const object = 'the report of the collector'
const fix = 'It takes the right to get configmaps in the namespace that the collector reports to.'

const ConfigMap = z.object({
  data: z.record(z.string(), z.string()).nullish(),
  binaryData: z.object({ part: z.base64() }).partial().nullish(),
})

export const pathOf = (report: string, suffix = '') => {
  const [namespace = '', name = ''] = report.split('/')
  return `/api/v1/namespaces/${namespace}/configmaps/${name}${suffix}`
}

/**
 * What the collector saw, as it saw it and when: with its own gaps. A report that is missing, torn or old is one more, and so is one that the
 * last whole run had already: reading it again is no second look.
 */
export async function* reported(api: Api, report: string, world: ConnectorWorld): AsyncGenerator<Observation> {
  const call = `GET ${pathOf(report)}`
  const gap = (why: Gap['why'], says: string): Observation => ({ see: 'gap', gap: { object, call, why, says } })
  try {
    const head = await headOf(api, report)
    if (!head) return yield gap('malformed', 'The ConfigMap is there, and is no report of a collector. Nothing is taken as gone.')
    const parts: Buffer[] = []
    for (let at = 0; at < head.parts; at += 1) {
      world.signal.throwIfAborted()
      const { data } = ConfigMap.safeParse((await api.get(pathOf(report, partName(head.letter, at)))).data)
      parts.push(Buffer.from(data?.binaryData?.part ?? '', 'base64'))
    }
    const seen = unpacked(head, parts)
    if (!seen) return yield gap('inconsistent', 'The parts of the report are not those that its head tells of. It was not read; the next one may be whole.')
    yield { see: 'as-of', instant: head.at }
    yield* seen
    const says = notNew(head.at, world)
    if (says) yield gap('cut-off', says)
  } catch (error) {
    yield { see: 'gap', gap: gapOf(error, object, fix) }
  }
} // prettier-ignore

/** Why a report of this instant shows nothing that was not known; null where it does. */
function notNew(at: Date, { now, wholeAt }: ConnectorWorld): string | null {
  const told = at.toISOString()
  if (at.getTime() - now.getTime() > clockSkewMs)
    return `The report is of ${told}, which is still to come: the clock of the cluster or of Standdown is wrong. Nothing is taken as gone.`
  if (wholeAt && at <= wholeAt)
    return `The cluster has reported nothing new since ${told}: look whether the collector’s CronJob runs, or let this source be read less often than it reports. Nothing is taken as gone by reading the same report again.`
  if (now.getTime() - at.getTime() > staleAfterMs)
    return `The collector last reported on ${told}. What changed since was not seen: look at its CronJob. Nothing is taken as gone.`
  return null
}

async function headOf(api: Api, report: string): Promise<Head | null> {
  const { data } = ConfigMap.safeParse((await api.get(pathOf(report))).data)
  return Head.safeParse(data?.data).data ?? null
}

/** Writes what was seen where `reported` reads it. Throws CallError. `applies`: the API server, asked with server-side apply. */
export async function publish(
  { api, applies }: { api: Api; applies: Api },
  report: string,
  { seen, now }: { seen: readonly Observation[]; now: Date },
): Promise<{ parts: number }> {
  const [namespace = '', name = ''] = report.split('/')
  const before = await headOf(api, report).catch((error: unknown) => {
    if (error instanceof CallError && error.status === 404) return null
    throw error
  })
  const letter = before?.letter === 'a' ? 'b' : 'a'
  const { head, parts } = packed(seen, now, letter)
  const write = async (suffix: string, content: object) => {
    const metadata = { name: `${name}${suffix}`, namespace, labels: { 'app.kubernetes.io/managed-by': 'standdown' } }
    const body = { apiVersion: 'v1', kind: 'ConfigMap', metadata, ...content }
    await applies.send('PATCH', `${pathOf(report, suffix)}?fieldManager=standdown&force=true`, body)
  }
  for (const [at, part] of parts.entries()) await write(partName(letter, at), { binaryData: { part: part.toString('base64') } })
  await write('', { data: head })
  return { parts: parts.length }
}
