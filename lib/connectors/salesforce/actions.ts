import { z } from 'zod'
import type { Sighting } from '../../model/sighting.ts'
import type { Actions, Check, ConnectorWorld, Look } from '../contract.ts'
import { beforeSending, notAddressed } from '../not-sent.ts'
import { openApi } from '../rest/api.ts'
import { readWhole } from '../rest/listing.ts'
import { cannotTell, shownAs } from '../rest/look.ts'
import { wireText } from '../wire.ts'
import { instant, openSalesforce, quoted, soql, type Salesforce } from './api.ts'
import { Credential, type Settings } from './settings.ts'
import { seesAll, unnamed } from './tokens.ts'
import { actionFields, actionPolicy, actionSteps } from './words.ts'

/** Tokens are revoked for good. What revokes one is a secret of its own: it is asked for in that moment, sent, and forgotten. */
export const actions: Actions<Settings, Credential, Credential> = {
  kinds: { 'salesforce.oauth-token': ['delete'] },
  credential: Credential,
  fields: actionFields,
  policy: actionPolicy,
  steps: actionSteps,
  principal: 'Standdown’s acting integration user',
  async test(settings, acts, world) {
    return [await sees(openSalesforce(settings, acts, world), 'Revoking the tokens of others.')]
  },
  async sameAsReading(_settings, reads, acts) {
    const same = reads.clientId === acts.clientId || ('username' in reads && 'username' in acts && reads.username === acts.username)
    return same ? 'This is the app or the user that reads. Give others.' : null
  },
  look: (settings, credential, world, target) => lookAt(openSalesforce(settings, credential, world), target),
  async act(settings, acts, world, { target }) {
    const which = whichOf(target)
    const call = 'POST /services/oauth2/revoke'
    if (!which) throw notAddressed(call, 'When it was made is not known, and Salesforce gives tokens no id.')
    const token = await beforeSending(() => deleteToken(openSalesforce(settings, acts, world), which))
    if (!token) throw notAddressed(call, 'It is not there any more, or there are two that nothing tells apart.')
    await revoke(settings, token, world)
  },
} // prettier-ignore

/** A token by its user, its app and the second in which it was made: Salesforce gives it no id. */
type Which = { where: string; app: string }

const Deletable = z.object({ AppName: wireText(300).nullish(), DeleteToken: z.string().min(1).max(4_000) })
const Named = z.object({ AppName: wireText(300).nullish() })

async function found<Row extends z.infer<typeof Named>>(
  salesforce: Salesforce,
  { where, app }: Which,
  select: string,
  schema: z.ZodType<Row>,
) {
  const rows = soql(salesforce, `SELECT ${select} FROM OauthToken WHERE ${where}`, schema)
  const { rows: all, gap } = await readWhole(salesforce.api, rows, 'one OAuth token')
  // Names are compared as they are kept, since what was kept is what is asked for.
  const rowsOfApp = all.filter(({ AppName }) => (AppName || unnamed) === app)
  return { rows: rowsOfApp, others: all.length - rowsOfApp.length, gap }
}

async function deleteToken(salesforce: Salesforce, which: Which): Promise<string | null> {
  const { rows, gap } = await found(salesforce, which, 'AppName, DeleteToken', Deletable)
  return rows.length === 1 && !gap ? (rows[0]?.DeleteToken ?? null) : null
}

/** The secret stands in the body, and in no address. */
async function revoke({ instanceUrl }: Settings, token: string, world: ConnectorWorld): Promise<void> {
  const headers = { 'content-type': 'application/x-www-form-urlencoded' }
  const api = openApi({ baseUrl: instanceUrl, authorize: () => ({}), world, headers })
  await api.send('POST', '/services/oauth2/revoke', new URLSearchParams({ token }).toString())
}

/** Whoever may not see the tokens of others is told that there are none: that is not "gone". */
async function lookAt(salesforce: Salesforce, target: Sighting): Promise<Look> {
  const which = whichOf(target)
  if (!which) return cannotTell('When it was made is not known, and Salesforce gives tokens no id.')
  const { rows, others, gap } = await found(salesforce, which, 'AppName', Named)
  if (rows.length > 0) return shownAs('live')
  if (others > 0) return cannotTell('A token of this user and moment is there under another app’s name: the app may have been renamed.')
  if (gap) return cannotTell(gap.says)
  return (await seesAll(salesforce)) ? shownAs('gone') : cannotTell('The user that reads does not see the tokens of others.')
}

/** Whether a user sees the tokens of all, as a row of a connection test. Throws CallError. */
export async function sees(salesforce: Salesforce, lost: string): Promise<Check> {
  const all = await seesAll(salesforce)
  const permission = 'Customize Application'
  if (all === null) return { permission, state: 'cannot-tell', says: 'Salesforce does not say what the user may.', lost }
  return all
    ? { permission, state: 'granted', says: 'The user sees the tokens of all users.', lost }
    : { permission, state: 'missing', says: 'Without it Salesforce lists only the user’s own tokens.', lost }
}

function whichOf({ issuedAt, tags }: Sighting): Which | null {
  const user = tags['user id']
  const { app } = tags
  if (!user || !app || !(issuedAt instanceof Date)) return null
  return { where: `UserId = ${quoted(user)} AND CreatedDate = ${instant(issuedAt)}`, app }
}
