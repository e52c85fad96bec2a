import { isDeepStrictEqual } from 'node:util'
import type { Connector } from '../connectors/contract.ts'
import { isAddress } from '../connectors/address-field.ts'
import { connectorOf } from '../connectors/registry.ts'
import { record } from '../db/audit.ts'
import { changeSource as write } from '../db/change-source.ts'
import type { Tx } from '../db/db.ts'
import { findSameSource } from '../db/find-same-source.ts'
import { lastChangeOf } from '../db/last-change-of.ts'
import { lockSources } from '../db/lock-sources.ts'
import { readCredential } from '../db/read-credential.ts'
import { readSource } from '../db/read-source.ts'
import { AppError, type Issue } from '../model/app-error.ts'
import type { Json } from '../model/json.ts'
import type { Source } from '../model/source.ts'
import type { Actor } from '../model/viewer.ts'
import { SourceName, SourceSchedule } from './add-source.ts'
import type { World } from './world.ts'

/** What is asked of a source, with the version it was read at. What is left out stays. */
export type SourceEdit = { id: string; version: number; name?: string; everyMinutes?: number | null; settings?: unknown }

/**
 * Changes a source's name, schedule or settings. What it reads stays what it is: other settings that mean another account are refused, as
 * its tokens would be taken for gone, and so is another address while a credential is kept, as the credential would go there. Throws
 * AppError 'bad-input', or 'conflict' with who was faster and what stands there now.
 */
export async function changeSource(world: World, actor: Actor, edit: SourceEdit): Promise<void> {
  const source = await readSource(world.db, edit.id)
  const connector = await connectorOf(source.kind)
  const to = {
    name: checked(SourceName, edit.name ?? source.name, 'name'),
    everyMinutes: checked(SourceSchedule, edit.everyMinutes === undefined ? source.everyMinutes : edit.everyMinutes, 'schedule'),
    settings: edit.settings === undefined ? source.settings : (settingsOf(connector, edit.settings) as Json),
  }
  if (source.kind === 'file' && to.everyMinutes !== null)
    throw new AppError('bad-input', 'A file does not sync. Import it again under the same name.', [
      { where: 'schedule', what: 'Is not for files.' },
    ])
  refuseOtherSubject(connector, source, to.settings)
  const kept = await Promise.all([readCredential(world.db, source.id), readCredential(world.db, source.id, 'action')])
  if (kept.some((sealed) => sealed !== null)) refuseOtherAddress(connector, source, to.settings)
  await world.db.prisma.$transaction(async (tx) => {
    await lockSources(tx)
    // As a file has no subject of its own, this looks for the name alone.
    const same = to.name === source.name ? null : await findSameSource(tx, { kind: 'file', name: to.name, subject: '' })
    if (same) throw new AppError('conflict', `A source named ${to.name} is already there.`, [{ where: 'name', what: 'Is taken.' }])
    const changed = await write(tx, source.id, edit.version, { ...to, nextDueAt: nextDue(source, to.everyMinutes, world.now) })
    if (!changed) throw await conflict(tx, world, edit)
    const before = { name: source.name, everyMinutes: source.everyMinutes, settings: source.settings }
    await record(tx, { actor, act: 'source.changed', target: `source:${source.id}`, before, after: to }, world.now, world.auditKey)
  })
}

function checked<T>(
  schema: { safeParse(value: unknown): { success: boolean; data?: T; error?: { issues: readonly { message: string }[] } } },
  value: unknown,
  where: string,
): T {
  const parsed = schema.safeParse(value)
  if (parsed.success) return parsed.data as T
  throw new AppError(
    'bad-input',
    'Nothing was saved.',
    (parsed.error?.issues ?? []).map(({ message }) => ({ where, what: message })),
  )
}

function settingsOf(connector: Connector, settings: unknown): unknown {
  const parsed = connector.settings.safeParse(settings)
  if (parsed.success) return parsed.data
  const issues = parsed.error.issues.map(({ path, message }) => ({ where: `settings.${path.join('.')}`, what: message }))
  throw new AppError('bad-input', `These settings for ${connector.label} cannot be used. Nothing was saved.`, issues)
}

function refuseOtherSubject(connector: Connector, source: Source, settings: Json): void {
  const [was, will] = [connector.subject(connector.settings.parse(source.settings)), connector.subject(settings)]
  if (was === will) return
  throw new AppError(
    'bad-input',
    `This source reads ${was}. For ${will}, add a source of its own: all tokens here would be taken for gone.`,
  )
}

function refuseOtherAddress({ fields }: Connector, source: Source, settings: Json): void {
  const value = (of: Json, name: string) => (of as Record<string, Json> | null)?.[name]
  const other = fields.find(
    (field) => isAddress(field) && !isDeepStrictEqual(value(source.settings, field.name), value(settings, field.name)),
  )
  if (!other) return
  const what = 'The stored credential would be sent there. Remove the source and add it again at the other address: its tokens come back.'
  throw new AppError('bad-input', 'Nothing was saved.', [{ where: `settings.${other.name}`, what }])
}

/** A schedule that was changed counts from now; one that was not stays due when it was (undefined). */
function nextDue(source: Source, everyMinutes: number | null, now: Date): Date | null | undefined {
  if (everyMinutes === source.everyMinutes) return undefined
  if (everyMinutes === null) return null
  return new Date(now.getTime() + everyMinutes * 60_000)
}

/** Who was faster and what stands there now, beside what was asked. */
async function conflict(tx: Tx, world: World, edit: SourceEdit): Promise<AppError> {
  const [there, last] = await Promise.all([
    readSource(tx, edit.id),
    lastChangeOf(tx, `source:${edit.id}`, ['source.changed', 'source.added', 'source.added-again']),
  ])
  const issues: Issue[] = []
  if (edit.name !== undefined && edit.name !== there.name)
    issues.push({ where: 'name', what: `Is “${there.name}” now; you asked for “${edit.name}”.` })
  if (edit.everyMinutes !== undefined && edit.everyMinutes !== there.everyMinutes)
    issues.push({ where: 'schedule', what: `Is ${everyWords(there.everyMinutes)} now; you asked for ${everyWords(edit.everyMinutes)}.` })
  const who = last
    ? `${last.actor} changed this source ${agoWords(world.now.getTime() - last.at.getTime())}`
    : 'Somebody changed this source'
  return new AppError('conflict', `${who}, after this page was opened. Nothing of yours was saved; look at both and save again.`, issues)
}

function everyWords(minutes: number | null): string {
  if (minutes === null) return '“only when asked”'
  return minutes % 60 === 0 ? `“every ${minutes / 60} h”` : `“every ${minutes} min”`
}

function agoWords(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1_000))
  return seconds < 120
    ? `${seconds} s ago`
    : seconds < 7_200
      ? `${Math.round(seconds / 60)} min ago`
      : `${Math.round(seconds / 3_600)} h ago`
}
