import { CallError } from './http/call-error.ts'

/** Nothing was changed: it failed before the one call that changes something. */
export class NotSent extends CallError {
  constructor(error: Pick<CallError, 'code' | 'message' | 'call' | 'why' | 'status'>) {
    const { code, message, call, why, status } = error
    super(code === 'unavailable' ? code : 'provider', message, { call, why, ...(status !== undefined && { status }) })
    this.name = 'NotSent'
  }
}

/** Does what comes before a change; what fails there is NotSent. */
export async function beforeSending<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    throw error instanceof CallError ? new NotSent(error) : error
  }
}

/** A change that cannot be addressed. */
export function notAddressed(call: string, says: string): NotSent {
  return new NotSent({ code: 'provider', message: says, call, why: 'not-found', status: undefined })
}
