import type { Answer } from '../answer.ts'
import type { Wire } from './fault.ts'

export type Row = Record<string, unknown>

/** The lists of rows inside an answer, to be changed in place: GitHub's own list or its field, AWS's members, GraphQL's nodes. */
export function listsIn(value: unknown): Row[][] {
  if (Array.isArray(value)) return [value as Row[]]
  if (value === null || typeof value !== 'object') return []
  return Object.entries(value).flatMap(([name, inner]) => {
    if (Array.isArray(inner) && ['installations', 'repositories', 'nodes', 'member'].includes(name)) return [inner as Row[]]
    return inner !== null && typeof inner === 'object' && !Array.isArray(inner) ? listsIn(inner) : []
  })
}

/** The honest answer with its contents changed; an error, or an answer without contents, stays as it is. */
export function bend(wire: Wire, change: (value: Row, lists: Row[][]) => void): void {
  const honest = wire.answer()
  wire.send(wire.response, bent(honest, change))
}

/** An answer with its contents changed. */
export function bent(honest: Answer, change: (value: Row, lists: Row[][]) => void): Answer {
  if (honest.value === undefined || !honest.write) return honest
  const value = structuredClone(honest.value) as Row
  change(value, listsIn(value))
  return { ...honest, headers: without(honest.headers, 'etag'), body: honest.write(value) }
}

/** The answer with every instant replaced; inside a credential report too. */
export function withInstants(honest: Answer, replace: (instant: string, at: number) => string): Answer {
  let at = 0
  const over = (text: string) => text.replace(/\d{4}-\d{2}-\d{2}T[\d:.]+(?:Z|[+-]\d{2}:\d{2})/g, (instant) => replace(instant, at++))
  const report = /<Content>([^<]+)<\/Content>/.exec(honest.body)?.[1]
  const body = report
    ? honest.body.replace(report, Buffer.from(over(Buffer.from(report, 'base64').toString())).toString('base64'))
    : over(honest.body)
  return { ...honest, headers: without(honest.headers, 'etag'), body }
}

/** The fields by which the rows of the two providers are named. */
const nameFields = [
  'token_name',
  'title',
  'authorized_credential_note',
  'app_slug',
  'UserName',
  'ServiceCredentialAlias',
  'name',
  'RoleName',
] as const

/** Gives the first row of the answer another name. */
export function renameFirst(lists: Row[][], name: string): void {
  const first = lists.find((rows) => rows.length > 0)?.[0]
  const field = first && nameFields.find((one) => typeof first[one] === 'string')
  if (first && field) first[field] = name
}

function without(headers: Record<string, string>, name: string): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).filter(([one]) => one !== name))
}
