import type { IncomingMessage } from 'node:http'
import { z } from 'zod'
import type { Answer } from './answer.ts'
import type { EstateDemo } from './demo.ts'
import { Churn } from './control.ts'
import type { EstateControl } from './estate-control.ts'
import { FaultOrder, type FaultSwitch } from './faults/fault-switch.ts'

type Controlled = {
  control: EstateControl
  faults: FaultSwitch
  company: { account: string; org: string }
  demo(): EstateDemo
}

/** What somebody does to an issue. */
const IssueChange = z.strictObject({
  key: z.string().max(100),
  status: z.string().max(100).optional(),
  assignee: z.string().max(100).nullable().optional(),
  deleted: z.boolean().optional(),
})

/** By so much, or to so far ahead of the wall's clock in all (which never goes back). */
const Advance = z.union([z.strictObject({ ms: z.number().int().min(0) }), z.strictObject({ aheadMs: z.number().int().min(0) })])

/**
 * The estate's own door, `/_estate/…`: state, advance, churn, faults. It listens on loopback only, and takes JSON and a loopback Host
 * alone, so that no page in a browser on this machine can reach it by another name or by a form.
 */
export function controlAnswer({ control, faults, company, demo }: Controlled, request: IncomingMessage, body: Buffer): Answer {
  const host = (request.headers.host ?? '').replace(/:\d+$/, '')
  if (host !== '127.0.0.1' && host !== 'localhost') return told(403, { error: 'The estate is moved from its own machine only.' })
  const { method = 'GET', url = '' } = request
  if (method === 'POST' && !request.headers['content-type']?.startsWith('application/json')) return told(415, { error: 'Send JSON.' })
  try {
    const value: unknown = body.length ? JSON.parse(body.toString('utf8')) : {}
    switch (`${method} ${url.split('?')[0]?.slice('/_estate'.length)}`) {
      case 'GET /state':
        return told(200, { now: control.now(), account: company.account, org: company.org, counts: control.counts() })
      case 'POST /advance':
        return told(200, { now: advance(control, Advance.parse(value)) })
      case 'POST /churn':
        control.churn(Churn.parse(value))
        return told(200, { counts: control.counts() })
      case 'GET /faults':
        return told(200, faults.list())
      case 'POST /faults':
        faults.add(FaultOrder.parse(value))
        return told(200, faults.list())
      case 'DELETE /faults':
        faults.clear()
        return told(200, [])
      case 'GET /demo':
        return told(200, demo())
      case 'GET /jira':
        return told(200, control.issues())
      case 'POST /jira': {
        const { key, ...change } = IssueChange.parse(value)
        control.changeIssue(key, change)
        return told(200, control.issues())
      }
      case 'GET /requests':
        return told(200, Object.fromEntries(control.requests()))
      default:
        return told(404, {
          error: 'There is: GET state, POST advance, POST churn, GET demo, GET and POST jira, GET, POST and DELETE faults, GET requests.',
        })
    }
  } catch (error) {
    if (error instanceof z.ZodError || error instanceof SyntaxError || error instanceof RangeError)
      return told(400, { error: error.message })
    throw error
  }
}

function told(status: number, value: unknown): Answer {
  return { status, headers: { 'content-type': 'application/json' }, body: JSON.stringify(value) }
}

function advance(control: EstateControl, by: z.infer<typeof Advance>): Date {
  return control.advance('ms' in by ? by.ms : Math.max(0, by.aheadMs - control.aheadMs()))
}
