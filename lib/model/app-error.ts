/** What kind of failure this is; the doors alone turn it into an HTTP status or an exit code. */
export const errorCodes = [
  'bad-input', // what the caller sent cannot be used; `issues` say where
  'signed-out', // nobody is signed in, or the session has ended
  'second-factor', // the password is right, and the account asks for a code as well
  'forbidden', // signed in, but this role may not
  'not-found', // missing, or not this viewer's to see: the two answer alike
  'conflict', // somebody else changed it first, or the state does not allow it
  'too-many', // asked too often; try later
  'unavailable', // something we need (database, provider) does not answer
  'provider', // a provider answered in a way that we cannot use
  'internal',
] as const
export type ErrorCode = (typeof errorCodes)[number]

/** One thing that is wrong, with the place it is wrong at ("line 214", "column expires_at", "settings.account"). */
export type Issue = { where: string; what: string }

/** An error whose message is written for the person who caused it or must act on it. No other error's message is ever shown. */
export class AppError extends Error {
  readonly code: ErrorCode
  readonly issues: readonly Issue[]

  constructor(code: ErrorCode, message: string, issues: readonly Issue[] = [], options?: ErrorOptions) {
    super(message, options)
    this.name = 'AppError'
    this.code = code
    this.issues = issues
  }
}
