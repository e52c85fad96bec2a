import type { PoolClient } from 'pg'
import { record } from '../db/audit.ts'
import {
  deleteTracker,
  lockTracker,
  markTrackerTested,
  moveTracker,
  readTracker,
  readTrackerSecret,
  switchTracker,
  writeTracker,
} from '../db/tracker.ts'
import { patientTransaction, transaction } from '../db/transaction.ts'
import { AppError } from '../model/app-error.ts'
import type { TrackerCheck, TrackerRow } from '../model/ticket.ts'
import { actorOf, type Actor, type Viewer } from '../model/viewer.ts'
import { checkJira } from '../tickets/check.ts'
import { openJira, shortPatience, type Jira, type JiraWorld } from '../tickets/client.ts'
import { JiraSettings, SealedJira } from '../tickets/settings.ts'
import type { SealBinding, World } from './world.ts'

/** What the tracker's credential is sealed for. */
export function trackerBinding(kind = 'jira'): SealBinding {
  return { purpose: 'tracker', table: 'tracker', row: kind, column: 'sealed' }
}

/** What somebody asks for. An empty token leaves the one that is there, for the same address and account alone. */
export type AskedTracker = {
  flavour: string
  baseUrl: string
  projectKey: string
  issueType: string
  email: string
  token: string
  version: number
}

const notSetUp = 'No Jira is set up.'

/**
 * Sets the tracker up, or otherwise: off, and untested. The credential is sealed at once, together with the one origin that it may be sent
 * to, and never read back to anybody. Throws AppError 'bad-input' by field, 'conflict' where somebody was faster.
 */
export async function setUpTracker(world: World, actor: Actor, asked: AskedTracker, { demo = false } = {}): Promise<void> {
  const { settings, email, token } = checked(asked)
  const origin = new URL(settings.baseUrl).origin
  await patientTransaction(world.db.pool, async (client) => {
    const before = await atVersion(client, asked.version)
    const stays = token === ''
    if (stays && !before) throw wrong('token', settings.flavour === 'cloud' ? 'Enter the API token.' : 'Enter the personal access token.')
    if (stays && before && (new URL(before.baseUrl).origin !== origin || before.email !== email || before.flavour !== settings.flavour))
      throw wrong('token', 'Enter it again: it was given for another address or account, and is sent nowhere else.')
    const secret = stays ? {} : { secret: world.seal({ origin, email, token } satisfies SealedJira, trackerBinding()) }
    // The made-up company's stays its own, whatever else of it is set otherwise.
    const isDemo = demo || (before !== null && before.demo && new URL(before.baseUrl).origin === origin)
    await writeTracker(client, { ...settings, email, demo: isDemo, ...secret }, new Date())
    const shown = ({ flavour, baseUrl, projectKey, issueType }: JiraSettings) => ({ flavour, baseUrl, projectKey, issueType })
    const values = { ...(before && { before: shown(before) }), after: { ...shown(settings), newCredential: !stays } }
    await record(client, { actor, act: 'tickets.set-up', target: 'tracker:jira', ...values }, world.now, world.auditKey)
  })
}

function checked({ email, token, version: _, ...rest }: AskedTracker): { settings: JiraSettings; email: string | null; token: string } {
  const settings = JiraSettings.safeParse(rest)
  const issues = settings.success
    ? []
    : settings.error.issues.map(({ path, message }) => ({ where: String(path[0] ?? 'form'), what: message }))
  const isCloud = rest.flavour === 'cloud'
  if (isCloud && !/^\S+@\S+$/.test(email.trim())) issues.push({ where: 'email', what: 'is not an e-mail address.' })
  // What goes into a header is one line of plain signs.
  if (token.length > 4_000 || !/^[\x21-\x7e]*$/.test(token.trim())) issues.push({ where: 'token', what: 'is not the form of a token.' })
  if (!settings.success || issues.length > 0) throw new AppError('bad-input', 'Some of this cannot be used.', issues)
  return { settings: settings.data, email: isCloud ? email.trim() : null, token: token.trim() }
}

function wrong(where: string, what: string): AppError {
  return new AppError('bad-input', 'Some of this cannot be used.', [{ where, what }])
}

/** The make-believe company's Jira, for whoever switches it on: set up where nothing is, and followed to another port. */
export async function offerDemoTracker(world: World, actor: Actor, demo: Omit<AskedTracker, 'version' | 'email' | 'token'> & { credential: { email: string; token: string } }): Promise<void> {
  const there = await readTracker(world.db.pool)
  const { credential, ...settings } = demo
  if (!there) return setUpTracker(world, actor, { ...settings, ...credential, version: 0 }, { demo: true })
  if (!there.demo) return
  const secret = world.seal({ origin: new URL(settings.baseUrl).origin, ...credential } satisfies SealedJira, trackerBinding())
  await patientTransaction(world.db.pool, (client) => moveTracker(client, { baseUrl: settings.baseUrl, secret }, new Date()))
} // prettier-ignore

/** Opens the way to the tracker. Its use is in the audit beforehand, as a source's credential's is. */
export async function trackerJira(world: World, tracker: TrackerRow, actor: Actor, patience = shortPatience): Promise<Jira> {
  const sealed = await readTrackerSecret(world.db.pool)
  if (sealed === null) throw new AppError('conflict', notSetUp)
  await transaction(world.db.pool, (client) =>
    record(client, { actor, act: 'tickets.credential-used', target: 'tracker:jira', after: { baseUrl: tracker.baseUrl } }, world.now, world.auditKey),
  ) // prettier-ignore
  const { origin, email, token } = SealedJira.parse(world.unseal(sealed, trackerBinding()))
  if (new URL(tracker.baseUrl).origin !== origin)
    throw new AppError('conflict', 'Jira’s address was changed and its credential was not entered again. It is sent nowhere else.')
  const { fetch, signal, log } = world
  const its: JiraWorld = { fetch, signal, log, patience }
  return openJira(tracker, email === null ? { token } : { email, token }, its)
}

/** The tracker where it is on. Throws AppError 'conflict' where it is not. */
export async function trackerOn(world: World): Promise<TrackerRow> {
  const tracker = await readTracker(world.db.pool)
  if (!tracker?.onSince) throw new AppError('conflict', tracker ? 'Jira is switched off, under Settings.' : notSetUp)
  return tracker
}

/** Tries the tracker as it is set up: who we are, the project, the type, the right to make issues. Where all is well it may be switched on. */
export async function testTracker(world: World, viewer: Viewer): Promise<{ checks: readonly TrackerCheck[]; passed: boolean }> {
  const tracker = await readTracker(world.db.pool)
  if (!tracker) throw new AppError('conflict', notSetUp)
  const jira = await trackerJira(world, tracker, actorOf(viewer))
  const { checks, as, site, duedate } = await checkJira(jira, tracker)
  const passed = as !== null && checks.every(({ state }) => state !== 'wrong')
  await transaction(world.db.pool, async (client) => {
    const now = await lockTracker(client)
    // It was changed meanwhile: this test says nothing of what it is now.
    if (passed && now?.version === tracker.version)
      await markTrackerTested(client, { as, site: site ?? tracker.baseUrl, hasDueDate: duedate }, new Date())
    await record(
      client,
      { actor: actorOf(viewer), act: 'tickets.tested', target: 'tracker:jira', after: { passed } },
      world.now,
      world.auditKey,
    )
  })
  return { checks, passed }
}

/** Switches it on, once it was tested as it is. */
export async function turnTrackerOn(world: World, actor: Actor, version: number): Promise<void> {
  await patientTransaction(world.db.pool, async (client) => {
    const tracker = await atVersion(client, version)
    if (!tracker) throw new AppError('conflict', notSetUp)
    if (!tracker.testedAt) throw new AppError('conflict', 'Test it first: it stays off until a test went through.')
    if (tracker.onSince) throw new AppError('conflict', 'It is on already.')
    await switchTracker(client, new Date(), new Date())
    await record(client, { actor, act: 'tickets.switched-on', target: 'tracker:jira' }, world.now, world.auditKey)
  })
}

/** Switches it off, or takes it away with its credential. What was linked stays, and is read no more. */
export async function turnTrackerOff(world: World, actor: Actor, version: number, { remove = false } = {}): Promise<void> {
  await patientTransaction(world.db.pool, async (client) => {
    const tracker = await atVersion(client, version)
    if (!tracker || (!remove && !tracker.onSince)) throw new AppError('conflict', tracker ? 'It is off already.' : notSetUp)
    if (remove) await deleteTracker(client)
    else await switchTracker(client, null, new Date())
    const act = remove ? 'tickets.removed' : 'tickets.switched-off'
    await record(client, { actor, act, target: 'tracker:jira', before: { baseUrl: tracker.baseUrl } }, world.now, world.auditKey)
  })
}

async function atVersion(client: PoolClient, version: number): Promise<TrackerRow | null> {
  const tracker = await lockTracker(client)
  if ((tracker?.version ?? 0) !== version)
    throw new AppError('conflict', 'Somebody changed this while you had it open. Nothing was done: look at it again.')
  return tracker
}
