import { company } from '../company.ts'
import { canary } from '../canary.ts'
import type { Fault, Wire } from './fault.ts'
import { bend, bent, renameFirst, withInstants, type Row } from './rows.ts'

/** Well-formed answers that are not true: shape, order, ownership, names and dates. */
export const lies = {
  html({ response, send, seed }) {
    const body = `<!doctype html><html><title>Sign in</title><form><input name="csrf" value="${canary(seed, 'html-form', 1)}"></form></html>`
    send(response, { status: 200, headers: { 'content-type': 'text/html; charset=utf-8' }, body })
  },
  'wrong-content-type'({ answer, response, send }) {
    const honest = answer()
    send(response, { ...honest, headers: { ...honest.headers, 'content-type': 'image/png' } })
  },
  'endless-cursor'(wire) {
    if (wire.provider === 'aws')
      return bend(wire, (value, lists) => {
        if (wire.struck > 0) for (const rows of lists) rows.length = 0
        Object.assign(value, { IsTruncated: true, Marker: `endless-${wire.struck}` })
      }, ) // prettier-ignore
    const honest = wire.answer()
    const next = new URL(wire.url, `http://${wire.request.headers.host}`)
    next.searchParams.set('page', String(Number(next.searchParams.get('page') ?? 1) + 1))
    wire.send(wire.response, { ...honest, headers: { ...honest.headers, link: `<${next.href}>; rel="next"` } })
  },
  'repeated-page'(wire) {
    const { provider, url, body, answer, response, send } = wire
    if (provider === 'aws') {
      const form = new URLSearchParams(body.toString('utf8'))
      form.delete('Marker')
      return send(response, bent(answer(url, Buffer.from(form.toString())), (value) => Object.assign(value, { IsTruncated: true, Marker: `again-${wire.struck}` }))) // prettier-ignore
    }
    const first = new URL(url, `http://${wire.request.headers.host}`)
    const page = Number(first.searchParams.get('page') ?? 1)
    first.searchParams.set('page', '1')
    const honest = answer(first.pathname + first.search)
    first.searchParams.set('page', String(page + 1))
    send(response, { ...honest, headers: { ...honest.headers, link: `<${first.href}>; rel="next"` } })
  },
  'foreign-owner'({ answer, response, send }) {
    const honest = answer()
    const body = honest.body
      .replaceAll(company.account, '999900001111')
      .replaceAll(company.org, 'somebody-else')
      .replaceAll(String(company.orgId), '77777777')
    send(response, { ...honest, body })
  },
  'foreign-next'({ provider, answer, response, send, value }) {
    const elsewhere = value ?? 'http://127.0.0.2:9/next?page=2'
    if (provider === 'aws')
      return send(
        response,
        bent(answer(), (inside) => Object.assign(inside, { IsTruncated: true, Marker: elsewhere })),
      )
    const honest = answer()
    send(response, { ...honest, headers: { ...honest.headers, link: `<${elsewhere}>; rel="next"` } })
  },
  redirect({ response, send, value }) {
    const location = value ?? 'http://169.254.169.254/latest/meta-data/iam/security-credentials/'
    send(response, { status: 302, headers: { location }, body: '' })
  },
  'count-lies'(wire) {
    bend(wire, (value, lists) => {
      for (const rows of lists) rows.length = Math.min(rows.length, 3)
      if ('total_count' in value) value.total_count = 500
      if ('total_private_repos' in value) value.total_private_repos = 500
      if ('IsTruncated' in value) Object.assign(value, { IsTruncated: false, Marker: undefined })
      const entries = (value.SummaryMap as { entry?: Row[] } | undefined)?.entry
      for (const entry of entries ?? []) if (entry.key === 'Users') entry.value = 500
    })
  },
  'item-twice'(wire) {
    bend(wire, (_, lists) => {
      for (const rows of lists) if (rows[0]) rows.push(structuredClone(rows[0]))
    })
  },
  'huge-name'(wire) {
    bend(wire, (_, lists) => renameFirst(lists, 'n'.repeat(1024 * 1024)))
  },
  'bad-unicode'(wire) {
    bend(wire, (_, lists) => renameFirst(lists, 'before\0after \ud800 \udfff end'))
  },
  proto(wire) {
    bend(wire, (value, lists) => {
      renameFirst(lists, '__proto__')
      for (const target of [value, ...lists.flatMap((rows) => rows.slice(0, 1))])
        if (!Array.isArray(target)) Object.defineProperty(target, '__proto__', { value: { polluted: 'yes' }, enumerable: true })
    })
  },
  'extreme-dates'({ answer, response, send }) {
    send(
      response,
      withInstants(answer(), (_, at) => (at % 2 ? '9999-12-31T23:59:59Z' : '0000-01-01T00:00:00Z')),
    )
  },
  'future-dates'({ answer, response, send }) {
    send(
      response,
      withInstants(answer(), (instant) => `2${Number(instant.slice(0, 4)) + 50}`.slice(1) + instant.slice(4)),
    )
  },
} satisfies Record<string, Fault>

const awsErrors: Readonly<Record<number, string>> = { 403: 'AccessDenied', 401: 'ExpiredToken', 429: 'Throttling', 500: 'ServiceFailure' }

/** An error with the provider's own kind of body. AWS's query protocol tells a throttled or expired caller by its code. */
function refuse({ provider, response, send, seed }: Wire, status: number, message: string, headers: Record<string, string> = {}): void {
  const secret = canary(seed, 'error-body', status)
  const code = awsErrors[status] ?? 'ServiceUnavailable'
  if (provider === 'aws') {
    const body = `<ErrorResponse xmlns="https://iam.amazonaws.com/doc/2010-05-08/"><Error><Type>Sender</Type><Code>${code}</Code><Message>${message} ${secret}</Message></Error><RequestId>00000000-0000-4000-8000-000000000000</RequestId></ErrorResponse>`
    return send(response, { status: status === 401 ? 403 : status, headers: { 'content-type': 'text/xml', ...headers }, body })
  }
  if (provider === 'jira') {
    const body = JSON.stringify({ errorMessages: [`${message} ${secret}`], errors: {} })
    return send(response, { status, headers: { 'content-type': 'application/json;charset=UTF-8', ...headers }, body })
  }
  const body = JSON.stringify({
    message: `${message} ${secret}`,
    documentation_url: 'https://docs.github.com/rest',
    status: String(status),
  })
  send(response, { status, headers: { 'content-type': 'application/json; charset=utf-8', ...headers }, body })
}

const waits: Readonly<Record<string, () => string>> = {
  '0': () => '0',
  '3600': () => '3600',
  date: () => new Date(Date.now() + 2_000).toUTCString(),
  garbage: () => 'soon; \u00bdh',
}

/** Refusals: by right, by throttle, by breakage. */
export const refusals = {
  forbidden: (wire) => refuse(wire, 403, 'Resource not accessible by integration'),
  unauthorized: (wire) => refuse(wire, 401, 'Bad credentials'),
  throttled: (wire) => refuse(wire, 429, 'Too many requests', { 'retry-after': (waits[wire.value ?? '0'] ?? (() => wire.value ?? '0'))() }),
  'server-errors': (wire) => refuse(wire, [500, 502, 503, 504][wire.struck % 4] ?? 500, 'Something broke'),
} satisfies Record<string, Fault>
