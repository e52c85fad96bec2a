import { churned, countsOf, type Churn } from './control.ts'
import type { FaultOrder, FaultSwitch } from './faults/fault-switch.ts'
import type { EstateState, JiraIssue, RowKind } from './state.ts'
import { viewAt, type View } from './view.ts'

export type EstateControl = {
  /** The estate's instant. */
  now(): Date
  /** How far the estate's clock is ahead of the wall's (ms). */
  aheadMs(): number
  /** Moves the estate's clock forward (ms). Throws a RangeError for going back. */
  advance(ms: number): Date
  /** Uses, rotates, removes and adds so many rows, now. */
  churn(churn: Churn): void
  counts(): Record<RowKind, number>
  /** Lays a fault over answers until it is cleared or used up. */
  fault(order: FaultOrder): void
  clearFaults(): void
  /** Requests by what they asked ("iam:ListUsers", "GET /orgs/{org}…"), since the start. */
  requests(): ReadonlyMap<string, number>
  /** Another address of the same estate whose certificate has expired. */
  expiredTls(): Promise<{ awsUrl: string; githubUrl: string }>
  /** The issues that there are. */
  issues(): readonly JiraIssue[]
  /** What somebody of the company does to an issue: moves it on or to another project (its new key), gives it to somebody, deletes it. Throws a RangeError where it is not there. */
  changeIssue(
    key: string,
    change: {
      status?: string | undefined
      assignee?: string | null | undefined
      movedTo?: string | undefined
      deleted?: boolean | undefined
    },
  ): void
  /** Rows as they are now, for tests that compare. */
  view(): View
}

type Controlled = Pick<EstateControl, 'expiredTls'> & {
  state(): EstateState
  keep(next: EstateState): void
  /** The clock that the estate's own is ahead of (ms). */
  wall(): number
  faults: FaultSwitch
  requests: ReadonlyMap<string, number>
  forgetReport(): void
}

/** What a test or the demo does to a company that is running. */
export function estateControl({ state, keep, wall, faults, requests, forgetReport, expiredTls }: Controlled): EstateControl {
  const now = () => wall() + state().offsetMs
  const control: EstateControl = {
    now: () => new Date(now()),
    aheadMs: () => state().offsetMs,
    advance(ms) {
      if (!Number.isSafeInteger(ms) || ms < 0) throw new RangeError('The estate’s clock moves forward only, by whole milliseconds.')
      keep({ ...state(), offsetMs: state().offsetMs + ms })
      return control.now()
    },
    churn(churn) {
      keep(churned(state(), churn, now()))
      forgetReport()
    },
    counts: () => countsOf(state(), now()),
    fault: (order) => faults.add(order),
    clearFaults: () => faults.clear(),
    requests: () => requests,
    expiredTls,
    issues: () => state().jira.issues,
    changeIssue(key, { status, assignee, movedTo, deleted }) {
      const { jira } = state()
      const issue = jira.issues.find((one) => one.key === key)
      if (!issue) throw new RangeError(`There is no issue ${key}.`)
      const changed = { ...issue, ...(status !== undefined && { status }), ...(assignee !== undefined && { assignee }), ...(movedTo && { key: movedTo }) } // prettier-ignore
      const issues = jira.issues.flatMap((one) => (one !== issue ? [one] : deleted ? [] : [changed]))
      keep({ ...state(), jira: { ...jira, issues } })
    },
    view: () => viewAt(state(), now()),
  }
  return control
}
