import { brokenWire } from './broken-wire.ts'
import type { Fault } from './fault.ts'
import { lies, refusals } from './lies.ts'

/** Every way in which the estate's providers can lie or break; `expired-tls` is an address of its own (`expiredTls`). */
export const faults = { ...lies, ...refusals, ...brokenWire } satisfies Record<string, Fault>
export type FaultName = keyof typeof faults

export const faultNames = Object.keys(faults) as FaultName[]
