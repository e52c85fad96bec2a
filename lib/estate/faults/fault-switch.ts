import { z } from 'zod'
import type { Wire } from './fault.ts'
import { faultNames, faults, type FaultName } from './faults.ts'

/** A fault that is wanted: which, on what, and how often. */
export const FaultOrder = z.strictObject({
  name: z.enum(faultNames as [FaultName, ...FaultName[]]),
  /** Part of what is asked: "iam:ListUsers", "GET /orgs/fernhollow/repos", "/keys". Left out: everything. */
  on: z.string().max(300).optional(),
  /** Requests that match and are answered honestly first: "midway". */
  skip: z.number().int().min(0).default(0),
  /** How often it strikes; left out: always. */
  times: z.number().int().min(1).optional(),
  /** `throttled`: 0, 3600, date, garbage, or a Retry-After itself. `foreign-next` and `redirect`: the address. */
  value: z.string().max(300).optional(),
})
export type FaultOrder = z.input<typeof FaultOrder>

export type FaultSwitch = ReturnType<typeof faultSwitch>

/** The faults that are on. The first one that matches a request strikes. */
export function faultSwitch(seed: number) {
  let orders: { order: z.output<typeof FaultOrder>; met: number; struck: number }[] = []
  return {
    add(order: FaultOrder) {
      orders.push({ order: FaultOrder.parse(order), met: 0, struck: 0 })
    },
    clear() {
      orders = []
    },
    list: () => orders.map(({ order, struck }) => ({ ...order, struck })),
    /** The fault that strikes this request, if one does. */
    taken(provider: string, asked: string) {
      for (const one of orders) {
        if (one.order.on !== undefined && !asked.includes(one.order.on)) continue
        one.met += 1
        if (one.met <= one.order.skip || one.struck >= (one.order.times ?? Number.POSITIVE_INFINITY)) continue
        const struck = one.struck++
        const { name, value } = one.order
        return {
          apply: async (wire: Omit<Wire, 'value' | 'struck' | 'seed'>) => faults[name]({ ...wire, provider, value, struck, seed }),
        }
      }
      return null
    },
  }
}
