import { company } from '../company.ts'
import { bearer, bodyOf, json } from '../further/answers.ts'
import type { Asked, Changed, FurtherProvider } from '../further/provider.ts'
import { isNow, keyOf, opened, pemOf } from '../further/signing.ts'
import { taken, turned } from '../further/rows.ts'
import type { View } from '../view.ts'
import { credentialCells, credentialRows, grantRows, kind, userRows } from './rows.ts'

const account = 'FERNHOLLOW-MAIN'
const users = { reads: 'STANDDOWN_READER', acts: 'STANDDOWN_ACTOR' } as const
const failed = (status: number, code: string, message: string) => json(status, { code, message, sqlState: '42501' })
const missing = json(404, { code: '390404', message: 'Not found' })
const handle = (of: string) => `01b${Buffer.from(of).toString('hex').slice(0, 20).padEnd(20, '0')}`

/** Snowflake's SQL interface over the company's account: it knows the views that are asked of it, and statements that change a token. */
export const snowflake: FurtherProvider = {
  name: 'snowflake',
  source: (seed, url) => ({
    kind: 'snowflake',
    name: `Snowflake ${company.name}`,
    settings: { account: account.toLowerCase(), user: users.reads, role: users.reads, warehouse: 'STANDDOWN', baseUrl: url },
    credential: { privateKey: pemOf(keyOf(seed, 'snowflake', 'reads')) },
    action: { user: users.acts, role: users.acts, privateKey: pemOf(keyOf(seed, 'snowflake', 'acts')) },
    everyMinutes: 120,
  }),
  answer(view, asked) {
    const who = signedBy(view, asked)
    if (!who) return json(401, { code: '390144', message: 'JWT token is invalid.' })
    const later = /^\/api\/v2\/statements\/([\w-]+)$/.exec(asked.path)?.[1]
    if (later && asked.method === 'GET') return partition(view, later, Number(asked.query.get('partition') ?? 0))
    if (asked.method !== 'POST' || asked.path !== '/api/v2/statements') return missing
    return run(view, String(bodyOf(asked)?.statement ?? ''), who)
  },
}

/** Whose key signed what came along; null where nobody's did, or not now. */
function signedBy(view: View, asked: Asked): keyof typeof users | null {
  if (asked.headers['x-snowflake-authorization-token-type'] !== 'KEYPAIR_JWT') return null
  const one = (['reads', 'acts'] as const).find((who) => {
    const claims = opened(bearer(asked) ?? undefined, () => keyOf(view.seed, 'snowflake', who))?.claims
    return (
      claims?.sub === `${account}.${users[who]}` && isNow(claims.iat) && String(claims.iss).startsWith(`${account}.${users[who]}.SHA256:`)
    )
  })
  return one ?? null
}

const views: readonly (readonly [RegExp, string, (view: View) => (string | null)[][]])[] = [
  [/from SNOWFLAKE\.ACCOUNT_USAGE\.CREDENTIALS/, 'credentials', (view) => credentialRows(view).map((row) => credentialCells(view, row))],
  [/from SNOWFLAKE\.ACCOUNT_USAGE\.USERS/, 'users', ({ seed }) => userRows(seed).map(({ name, email, type }) => [name, email, type === 'PERSON' ? null : type, 'false', name])],
  [/from SNOWFLAKE\.ACCOUNT_USAGE\.GRANTS_TO_USERS/, 'user-roles', ({ seed }) => userRows(seed).flatMap(({ name, roles }) => roles.map((role) => [name, role]))],
  [/from SNOWFLAKE\.ACCOUNT_USAGE\.GRANTS_TO_ROLES/, 'grants', () => grantRows.map(([grantee, privilege, on, role, count]) => [grantee, privilege, on, role, String(count)])],
] // prettier-ignore
/** So many rows a partition: Snowflake's own are of megabytes. */
const size = 6

function run(view: View, statement: string, who: keyof typeof users): Changed {
  const change = /^ALTER USER "(.+?)" (REMOVE|MODIFY) PROGRAMMATIC ACCESS TOKEN "(.+?)"(?: SET DISABLED = (TRUE|FALSE))?$/.exec(statement)
  if (change) return changed(view, change, who)
  const list = /^SHOW USER PROGRAMMATIC ACCESS TOKENS FOR USER "(.+?)"$/.exec(statement)
  if (list) return rows(listed(view, list[1] ?? ''), 'tokens', listColumns)
  if (/^select current_user\(\)$/.test(statement)) return rows([[users[who]]], 'who')
  if (/^select 1 from SNOWFLAKE\.ACCOUNT_USAGE\.\w+ limit 1$/.test(statement)) return rows([['1']], 'one')
  const known = views.find(([pattern]) => pattern.test(statement))
  if (!known) return failed(422, '000904', 'SQL compilation error')
  return who === 'reads' ? rows(known[2](view), known[1]) : failed(422, '003001', 'Insufficient privileges')
}

const listColumns = ['name', 'user_name', 'role_restriction', 'expires_at', 'status', 'comment', 'created_on', 'created_by'] as const

/** A user's own tokens, as the list has them: without ids. */
function listed(view: View, of: string): (string | null)[][] {
  const tokens = credentialRows(view).filter(({ user, type }) => user === of && type === 'PAT')
  return tokens.map((row) => {
    const [, name = null, user = null, , status = null, made = null, , ends = null, , role = null, by = null] = credentialCells(view, row)
    return [name, user, role, ends, status, null, made, by]
  })
}

function rows(all: (string | null)[][], name: string, columns: readonly string[] = []): Changed {
  const partitionInfo = Array.from({ length: Math.max(1, Math.ceil(all.length / size)) }, (_, index) => ({ rowCount: Math.min(size, all.length - index * size) }))
  return json(200, { code: '090001', statementHandle: handle(name), message: 'Statement executed successfully.', resultSetMetaData: { numRows: all.length, format: 'jsonv2', partitionInfo, rowType: columns.map((column) => ({ name: column })) }, data: all.slice(0, size) })
} // prettier-ignore

function partition(view: View, id: string, number: number): Changed {
  const known = views.find(([, name]) => handle(name) === id)
  return known ? json(200, { data: known[2](view).slice(number * size, (number + 1) * size) }) : missing
}

function changed(view: View, [, user, what, name, disabled]: RegExpExecArray, who: keyof typeof users): Changed {
  if (who !== 'acts') return failed(422, '003001', 'Insufficient privileges')
  const row = credentialRows(view).find((one) => one.user === user && one.name === name && one.type === 'PAT')
  if (!row) return failed(422, '002003', 'Object does not exist or not authorized')
  const next = what === 'REMOVE' ? taken(view.state, kind, row.row) : turned(view.state, kind, row.row, disabled === 'FALSE', view.now)
  return { ...rows([['Statement executed successfully.']], 'done'), next }
}
