import type { ProviderVerb } from '../../model/provider-act.ts'
import type { Sighting } from '../../model/sighting.ts'
import type { Actions, ConnectorWorld, Look } from '../contract.ts'
import { CallError } from '../http/call-error.ts'
import { beforeSending, notAddressed } from '../not-sent.ts'
import { ActionCredential, type Credential, type Settings } from './settings.ts'
import { byKeyPair } from './sign-in.ts'
import { openStatements, path, query, quoted, type Cells, type Running } from './statements.ts'
import { actionFields, actionPolicy } from './words.ts'

/** Snowflake switches programmatic access tokens off and on, and removes them. Key pairs are taken from a user by hand. */
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
    async act(settings, credential, world, { target, verb }) {
      const statement = statementOf(target, verb)
      if (!statement) throw notAddressed('ALTER USER', 'Which user it is of, or what it is called, is not known.')
      const { api, role } = await beforeSending(async () => actor(settings, credential, world))
      await api.send('POST', path, { statement, timeout: 60, role })
    },
  }
} // prettier-ignore

function actor(settings: Settings, { user, role, privateKey }: ActionCredential, world: ConnectorWorld): Running {
  return { api: openStatements(settings, byKeyPair({ account: settings.account, user }, privateKey), world), role, world }
}

function statementOf({ kind, tags }: Sighting, verb: ProviderVerb): string | null {
  const { user, 'token name': name } = tags
  if (kind !== 'snowflake.pat' || !user || !name) return null
  const whose = `ALTER USER ${quoted(user)}`
  if (verb === 'delete') return `${whose} REMOVE PROGRAMMATIC ACCESS TOKEN ${quoted(name)}`
  return `${whose} MODIFY PROGRAMMATIC ACCESS TOKEN ${quoted(name)} SET DISABLED = ${verb === 'disable' ? 'TRUE' : 'FALSE'}`
}

/** The view is hours late: the user's own list is asked, and says nothing to whoever may not see it. */
async function lookAt(running: Running, { tags, kind }: Sighting): Promise<Look> {
  const { user, 'token name': name } = tags
  if (kind !== 'snowflake.pat' || !user || !name) return cannotTell('Which user it is of, or what it is called, is not known.')
  const rows: Cells[] = []
  try {
    for await (const part of query(running, `SHOW USER PROGRAMMATIC ACCESS TOKENS FOR USER ${quoted(user)} ->> SELECT "name", "status" FROM $1`, 'the list of the user’s tokens')) rows.push(...part)
  } catch (error) {
    if (!(error instanceof CallError) || (error.status !== 403 && error.status !== 404)) throw error
    return cannotTell('The user that reads may not list this user’s tokens: grant its role MODIFY PROGRAMMATIC AUTHENTICATION METHODS on that user, or wait two hours for the view.')
  }
  // An empty list is also what whoever may not see them could get.
  if (rows.length === 0) return cannotTell('The list of this user’s tokens is empty, or hidden: the view tells within two hours.')
  const row = rows.find(([shown]) => shown === name)
  if (!row) return { shown: 'gone', place: null, says: null }
  return { shown: row[1] === 'DISABLED' ? 'disabled' : row[1] === 'EXPIRED' ? 'gone' : 'live', place: null, says: null }
} // prettier-ignore

function cannotTell(says: string): Look {
  return { shown: 'cannot-tell', place: null, says }
}
