import type { ProviderVerb } from '../../model/provider-act.ts'
import type { Sighting } from '../../model/sighting.ts'
import type { Actions, ConnectorWorld, Look } from '../contract.ts'
import { CallError } from '../http/call-error.ts'
import { beforeSending, notAddressed, NotSent } from '../not-sent.ts'
import { cannotTell, shownAs } from '../rest/look.ts'
import { At } from './credentials.ts'
import { ActionCredential, type Credential, type Settings } from './settings.ts'
import { byKeyPair } from './sign-in.ts'
import { openStatements, path, query, queryColumns, quoted, type Running } from './statements.ts'
import { actionFields, actionPolicy } from './words.ts'

/**
 * Snowflake switches programmatic access tokens off and on, and removes them, by user and name. Key pairs are taken from a user by hand.
 */
export function actionsWith(reader: (settings: Settings, credential: Credential, world: ConnectorWorld) => Running): Actions<Settings, Credential, ActionCredential> {
  return {
    kinds: { 'snowflake.pat': ['disable', 'enable', 'delete'] },
    credential: ActionCredential,
    fields: actionFields,
    policy: actionPolicy,
    steps: ['As an account administrator, run the statements of the text to copy, with the public half of a key pair made for it.', 'Its key is a standing privilege of our own: rotate it, and take it away when it is not needed.'],
    principal: 'Standdown’s acting user',
    async test(settings, credential, world) {
      const running = actor(settings, credential, world)
      for await (const rows of query(running, 'select current_user()', 'the query of who it is')) void rows
      return [
        { permission: 'Sign in', state: 'granted', says: 'Snowflake knows the user and its role.', lost: 'Everything.' },
        { permission: 'MODIFY PROGRAMMATIC AUTHENTICATION METHODS', state: 'cannot-tell', says: 'It is granted on each user by itself, and nothing is tried.', lost: 'Switching tokens off and on, and removing them.' },
      ]
    },
    async sameAsReading(settings, _reads, acts) {
      return settings.user.toUpperCase() === acts.user.toUpperCase() ? 'This is the user that reads. Give another one.' : null
    },
    look: (settings, credential, world, target) => lookAt(reader(settings, credential, world), target),
    async act(settings, credential, world, { target, verb, place }) {
      const named = nameOf(target)
      if (!named) throw notAddressed('ALTER USER', 'Which user it is of, or what it is called, is not known.')
      const running = await beforeSending(async () => actor(settings, credential, world))
      // What could not be looked at before is looked at now, by whoever acts: a name alone may be another token's by now.
      if (!place) await mustBeSeen(running, target)
      await running.api.send('POST', path, { statement: statementOf(named, verb), timeout: 60, role: running.role })
    },
  }
} // prettier-ignore

function actor(settings: Settings, { user, role, privateKey }: ActionCredential, world: ConnectorWorld): Running {
  return { api: openStatements(settings, byKeyPair({ account: settings.account, user }, privateKey), world), role, world }
}

type Named = { user: string; name: string }

function nameOf({ kind, tags }: Sighting): Named | null {
  const { user, 'token name': name } = tags
  return kind === 'snowflake.pat' && user && name ? { user, name } : null
}

function statementOf({ user, name }: Named, verb: ProviderVerb): string {
  const whose = `ALTER USER ${quoted(user)}`
  if (verb === 'delete') return `${whose} REMOVE PROGRAMMATIC ACCESS TOKEN ${quoted(name)}`
  return `${whose} MODIFY PROGRAMMATIC ACCESS TOKEN ${quoted(name)} SET DISABLED = ${verb === 'disable' ? 'TRUE' : 'FALSE'}`
}

const listCall = 'the list of the user’s tokens'

/**
 * The view is hours late: the user's own list is asked, and says nothing to whoever may not see it. It has no ids: a token is the one that was
 * seen where its name is and it was made at the same time, as far as the list tells. One that was rotated or made anew has that name as well.
 */
async function lookAt(running: Running, target: Sighting): Promise<Look> {
  const named = nameOf(target)
  if (!named) return cannotTell('Which user it is of, or what it is called, is not known.')
  const { issuedAt } = target
  if (!(issuedAt instanceof Date)) return cannotTell('When it was made is not known, so that it cannot be told from another of its name.')
  const rows: Listed[] = []
  try {
    const listed = queryColumns(running, `SHOW USER PROGRAMMATIC ACCESS TOKENS FOR USER ${quoted(named.user)}`, listCall, [
      'name',
      'status',
      'created_on',
    ])
    for await (const part of listed) rows.push(...part)
  } catch (error) {
    if (!(error instanceof CallError) || (error.status !== 403 && error.status !== 404)) throw error
    return cannotTell('This user’s tokens may not be listed: grant the role MODIFY on that user, or wait two hours for the view.')
  }
  return shownIn(rows, named.name, issuedAt)
}

type Listed = Record<'name' | 'status' | 'created_on', string | null>

function shownIn(rows: readonly Listed[], name: string, issuedAt: Date): Look {
  // An empty list is also what whoever may not see them could get.
  if (rows.length === 0) return cannotTell('The list of this user’s tokens is empty, or hidden: the view tells within two hours.')
  const row = rows.find((one) => one.name === name)
  const madeThen = rows.filter((one) => isSameInstant(one.created_on, issuedAt))
  if (row && madeThen.includes(row)) {
    const shown = row.status === 'DISABLED' ? 'disabled' : row.status === 'EXPIRED' ? 'gone' : 'live'
    return { shown, place: { madeAt: issuedAt.toISOString() }, says: null }
  }
  if (rows.some((one) => instantOf(one.created_on) === null)) return cannotTell('The list of this user’s tokens does not say when each was made.')
  if (row)
    return cannotTell('The token of this name was made at another time than the one that was seen: that was rotated or made anew. It is not touched; sync, and look at the new one.')
  if (madeThen.length > 0) return cannotTell('No token of this name is there, and one that was made at the same time is: it may have another name by now. Sync, and look again.')
  return shownAs('gone')
} // prettier-ignore

/** The list and the view tell the same instant, each by its own precision. */
function isSameInstant(text: string | null, at: Date): boolean {
  const instant = instantOf(text)
  return instant !== null && Math.abs(instant.getTime() - at.getTime()) < 1_000
}

function instantOf(text: string | null): Date | null {
  return At.safeParse(text).data ?? null
}

/** Nothing is sent for a token that is not known to be the one that was seen. Throws NotSent. */
async function mustBeSeen(running: Running, target: Sighting): Promise<void> {
  const { shown, place, says } = await beforeSending(() => lookAt(running, target))
  if (place) return
  const message = `Nothing was sent. ${shown === 'gone' ? 'It is not among this user’s tokens any more.' : (says ?? '')}`.trim()
  throw new NotSent({ code: 'provider', message, call: listCall, why: shown === 'gone' ? 'not-found' : 'inconsistent', status: undefined })
}
