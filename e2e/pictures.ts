/** Pages of retirement: one picture each, wide and light, so that the folder stays small. Everything else is pictured in all four ways. */
const once =
  /^(?:tasks?|programme|plans?|retirements|time-to-revoke|reviews?|exceptions?|acts?|messages|jira|token-provider|source-may-act|import-map-(?:known|none)|import-fits|import-wrong-file)(?:-|$)/

/** These few of them are pictured in other ways as well: where a phone or the dark says something of its own. */
const besides: Readonly<Record<string, readonly string[]>> = {
  'tasks-to-do': ['390-light'],
  'task-waiting': ['390-light', '390-dark'],
  'plan-verified': ['1440-dark'],
  'programme-progress': ['1440-dark'],
}

/** Whether a state has a picture at this width and in this theme. */
export function isPictured(name: string, width: number, scheme: 'light' | 'dark'): boolean {
  const way = `${width}-${scheme}`
  return !once.test(name) || way === '1440-light' || (besides[name] ?? []).includes(way)
}
