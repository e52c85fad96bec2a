import type { Issue } from '../lib/model/app-error.ts'

/** The command line was used wrongly: exit 2, where every other failure is exit 1. */
export class ArgumentError extends Error {
  readonly issues: readonly Issue[]

  constructor(message: string, issues: readonly Issue[] = []) {
    super(message)
    this.issues = issues
  }
}
