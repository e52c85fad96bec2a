import type { Db } from '../lib/db/db.ts'

/** What somebody who names a token may write there: each would do harm in a page or a spreadsheet that takes it for its own. */
export const hostile = [
  `<script>window.__pwned=1</script>`,
  `"><img src=x onerror="window.__pwned=1">`,
  `'><svg onload="window.__pwned=1">`,
  `javascript:window.__pwned=1`,
  `{{constructor.constructor('window.__pwned=1')()}}\${window.__pwned=1}`,
  `\u202Egnp.exe\u2066 </title></textarea><iframe srcdoc="<script>parent.__pwned=1</script>">`,
  `=HYPERLINK("http://evil.example","x")`,
  `<a href="javascript:window.__pwned=1">x</a><base href="//evil.example/">`,
] as const

/** Every column in which words stand that are not ours. */
const columns: Readonly<Record<string, readonly string[]>> = {
  token: ['name', 'display_id', 'external_id', 'last_used_service', 'third_party'],
  owner: ['name', 'email', 'key'],
  owner_handle: ['handle'],
  workload: ['name', 'key', 'environment'],
  source: ['name', 'subject'],
  run: ['problem', 'requested_by'],
  issuer: ['name', 'mints', 'external_id'],
  rule: ['name'],
  grant: ['service', 'action', 'resource', 'source', 'because'],
  control: ['evidence', 'stated_by'],
  exposure: [
    'found_in',
    'matched_by',
    'stated_by',
    'detector',
    'kind',
    'reference',
    'url',
    'finder_says',
    'close_note',
    'replace_note',
    'review_note',
  ],
  stated_fact: ['note', 'stated_by'],
  owner_suggestion: ['says'],
  user: ['name'],
  plan: ['title', 'refusal', 'blocked', 'disowned', 'opened_by', 'acknowledged_by', 'proposed_reason', 'successor_name'],
  exception: ['reason', 'need', 'requested_by', 'decided_by', 'decision_note'],
  exception_control: ['evidence'],
  provider_act: ['reason', 'says', 'asked_by'],
  ticket: ['summary', 'status', 'assignee'],
  campaign: ['name', 'started_by'],
  message: ['recipient', 'name', 'subject', 'error'],
}
const lists: Readonly<Record<string, readonly string[]>> = { issuer: ['trusts'], workload: ['data_classes'], grant: ['conditions'] }
const json: Readonly<Record<string, readonly string[]>> = {
  token: ['observed'],
  event: ['detail'],
  plan_event: ['detail'],
  run: ['gaps', 'covered'],
  permission_set: ['notes'],
}

/** Puts hostile words before everything that others wrote, in every row; what it was stays behind them, so that nothing is doubled. */
export async function poison(db: Db): Promise<void> {
  const words = `(array[${hostile.map((word) => `'${word.replaceAll("'", "''")}'`).join(', ')}])[1 + abs(hashtext(x.ctid::text || '%')) % ${hostile.length}]`
  for (const [table, names] of Object.entries(columns))
    for (const name of names)
      await db.pool.query(`update "${table}" x set ${name} = ${words.replace('%', name)} || ' ' || ${name} where ${name} is not null`)
  for (const [table, names] of Object.entries(lists))
    for (const name of names) await db.pool.query(`update "${table}" x set ${name} = array_prepend(${words.replace('%', name)}, ${name})`)
  for (const [table, names] of Object.entries(json)) for (const name of names) await poisonJson(db, table, name)
}

async function poisonJson(db: Db, table: string, name: string): Promise<void> {
  const { rows } = await db.pool.query<{ place: string; value: unknown }>(`select ctid::text as place, ${name} as value from "${table}"`)
  const changed = rows.map(({ place, value }, index) => ({ place, value: spoiled(value, index) }))
  await db.pool.query(
    `update "${table}" x set ${name} = r.value from jsonb_to_recordset($1::jsonb) as r(place text, value jsonb) where x.ctid::text = r.place`,
    [JSON.stringify(changed)],
  )
}

/** Words of ours are small letters, capitals or dates; every other text is somebody else's. */
const ours = /^(?:[a-z][a-z0-9-]*|[A-Z][A-Z0-9_-]*|\d{4}-\d\d-\d\d.*|[0-9a-f]{8}-[0-9a-f-]{27}|[a-z]+(?:[.-][a-z-]+)+|.*[a-z]\.[a-z-]+:.*)$/

function spoiled(value: unknown, index: number): unknown {
  if (typeof value === 'string') return value === '' || ours.test(value) ? value : `${hostile[index % hostile.length]} ${value}`
  if (Array.isArray(value)) return value.map((one) => spoiled(one, index))
  if (value !== null && typeof value === 'object')
    return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, spoiled(one, index)]))
  return value
}
