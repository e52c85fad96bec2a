import { randomUUID } from 'node:crypto'
import { openDb, type Db } from '../lib/db/db.ts'
import type { Role } from '../lib/model/viewer.ts'
import { addressOf } from '../security/doors-there-are.ts'
import { doors, holders, type Asks, type Row } from '../security/doors.ts'
import { actionsOf, type BuiltAction } from './action-request.ts'
import { newestBuild } from './bare-server.ts'
import { ask, type Answer } from './raw-request.ts'
import { insertAct, insertException, insertExposure, insertPlan, insertReview } from './retirement-rows.ts'
import { letIn, roles, type Visitor, type Visitors } from './visitors.ts'

const base = process.env.E2E_URL ?? ''

/** An id that no row has. */
export const missing = randomUUID()

export type Line = {
  door: string
  asks: Asks
  row?: Row
  but?: readonly Role[]
  at: Readonly<Record<string, string>>
  otherwise?: readonly [status: number, why: string, whom?: readonly Role[]]
}

/** Every door there is, as security/doors.ts says who may go through it. */
export const table: readonly Line[] = Object.entries(doors).map(([door, line]) => ({
  door,
  at: {},
  ...(typeof line === 'string' ? { asks: line } : line),
}))
export const isPage = ({ door }: Line) => /page\.tsx?$/.test(door)
const isHandler = ({ door }: Line) => /route\.tsx? /.test(door)
export const isAction = (line: Line) => !isPage(line) && !isHandler(line)

/** The doors of one token, that show and change nothing. */
export const ofToken = table.filter(({ row, door }) => row === 'token' && !/route\.tsx? (?!GET)/.test(door))

/** What a door answers those whom it lets in. */
export function statusFor({ otherwise }: Line, visitor: string): number {
  const [status, , whom] = otherwise ?? [200, '']
  return !whom || (whom as readonly string[]).includes(visitor) ? status : 200
}

/** What is to happen to somebody at a door. */
export function outcome({ asks, but = [] }: Line, visitor: Visitor): 'in' | 'signed out' | 'may not' {
  const role = roles.find((one) => one === visitor)
  if (asks === 'open') return 'in'
  if (!role) return 'signed out'
  return !but.includes(role) && (asks === 'signed-in' || holders[asks].includes(role)) ? 'in' : 'may not'
}

/** What stands behind the doors: visitors, and a row of each kind, of somebody else than the owner who knocks. */
export type DoorsGround = {
  db: Db
  visitors: Visitors
  tokens: Readonly<Record<'mine' | 'my team’s' | 'another’s' | 'nobody’s', string>>
  rows: Readonly<Record<Row, string>>
  builtAs(line: Line): BuiltAction
  actions: readonly BuiltAction[]
  knock(line: Line, visitor: Visitor, id?: string): Promise<Answer>
  /** What of an answer its visitor may not have: anything at all from inside, or for an owner somebody else's token. */
  leaks(answer: Answer, visitor: Visitor, letIn: boolean, asked?: string): string[]
  /** Takes away what `layGround` made. */
  clear(): Promise<void>
}

/** Makes the visitors, and the rows that the demo does not have by itself: each in nobody's way, so that two specs may do it at once. */
export async function layGround(): Promise<DoorsGround> {
  const db = openDb(process.env.E2E_DATABASE_URL ?? '')
  const me = await somebodyWithTeam(db)
  const visitors = await letIn(db, me.owner)
  const tokens = await tokensOf(db, me)
  const rows = await rowsOf(db, tokens['another’s'], visitors)
  // Ids of tokens that are not the owner's, and names that only those who are in may read.
  const { rows: ids } = await db.pool.query<{ id: string }>('select id from token where owner_id is null or owner_id <> all($1::uuid[])', [
    [me.owner, me.team],
  ])
  const others = ids.map(({ id }) => id)
  const { rows: names } = await db.pool.query<{ name: string }>('select name from token union select name from source')
  const inside = names.map(({ name }) => name).filter((name) => name.length >= 6)
  const actions = actionsOf(newestBuild())
  return {
    db,
    visitors,
    tokens,
    rows,
    actions,
    builtAs({ door }) {
      const built = actions.find((one) => one.door === door)
      if (!built) throw new Error(`The build has no action ${door}, so that nobody can be refused at it.`)
      return built
    },
    knock(line, visitor, id = line.row ? rows[line.row] : '') {
      const method = isPage(line) ? 'GET' : (line.door.split(' ')[1] ?? 'GET')
      const headers = {
        ...(visitors.cookies[visitor] && { cookie: visitors.cookies[visitor] }),
        ...(method !== 'GET' && { origin: base, 'content-length': '0' }),
      }
      return ask(base, { method, path: addressOf(line.door, { id, ...line.at }), headers })
    },
    leaks({ body }, visitor, letIn, asked = '') {
      const secrets = visitor === 'owner' ? others : letIn ? [] : inside
      // What somebody asked for may be said back to them.
      return secrets.filter((one) => one !== asked && body.includes(one)).slice(0, 3)
    },
    async clear() {
      await db.pool.query('delete from plan where id = $1', [rows.plan])
      await db.pool.query('delete from exception where id = $1', [rows.exception])
      await db.pool.query('delete from campaign where id = $1', [rows.campaign])
      await db.pool.query('delete from provider_act where id = $1', [rows.act])
      await db.pool.query('delete from exposure where id = $1', [rows.exposure])
      await visitors.leave()
      await db.close()
    },
  }
}

type Me = { owner: string; team: string; mine: string; teams: string }

async function somebodyWithTeam(db: Db): Promise<Me> {
  const { rows } = await db.pool.query<Me>(
    `select o.id as owner, o.team_id as team, m.id as mine, t.id as teams from owner o
     join token m on m.owner_id = o.id join token t on t.owner_id = o.team_id limit 1`,
  )
  if (!rows[0]) throw new Error('The demo has nobody who owns a token and whose team owns one too.')
  return rows[0]
}

async function one(db: Db, query: string, values: unknown[] = []): Promise<string> {
  return (await db.pool.query<{ id: string }>(`${query} limit 1`, values)).rows[0]?.id ?? 'none'
}

async function tokensOf(db: Db, me: Me): Promise<DoorsGround['tokens']> {
  const theirs = `select id from token where owner_id is not null and owner_id <> all($1::uuid[])`
  return {
    mine: me.mine,
    'my team’s': me.teams,
    'another’s': await one(db, theirs, [[me.owner, me.team]]),
    'nobody’s': await one(db, 'select id from token where owner_id is null'),
  }
}

async function rowsOf(db: Db, token: string, visitors: Visitors): Promise<Record<Row, string>> {
  const [source = '', owner = '', workload = '', rule = ''] = await Promise.all(
    ['source', 'owner', 'workload', 'rule'].map((name) => one(db, `select id from "${name}"`)),
  )
  const [plan, exception, act] = [await insertPlan(db, token), await insertException(db, token), await insertAct(db, token)]
  const { campaign, review } = await insertReview(db, token)
  const exposure = await insertExposure(db, token)
  return { token, source, owner, workload, rule, plan, exception, campaign, review, act, exposure, user: visitors.accounts[0] ?? '' }
}
