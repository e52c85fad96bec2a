import { z } from 'zod'
import type { ChangeKind } from './change.ts'
import type { Json } from './json.ts'

/** What happened to a token, as its timeline shows it. */
export type TokenEvent = { id: string; kind: string; at: Date; cause: string; detail: Json }

/** The kinds of event a timeline can be filtered by, in the order it offers them. */
export const eventGroups = ['verdict', 'state', 'rights', 'assignment', 'use', 'exposure', 'facts'] as const
export type EventGroup = (typeof eventGroups)[number]

const groupOf: Readonly<Partial<Record<ChangeKind, EventGroup>>> = {
  'verdict-changed': 'verdict',
  'first-seen': 'state',
  returned: 'state',
  gone: 'state',
  disabled: 'state',
  enabled: 'state',
  revoked: 'state',
  expired: 'state',
  renewed: 'state',
  'scope-widened': 'rights',
  'scope-narrowed': 'rights',
  'permissions-changed': 'rights',
  'owner-changed': 'assignment',
  'workload-changed': 'assignment',
  used: 'use',
  exposed: 'exposure',
  'exposure-closed': 'exposure',
  rotated: 'facts',
  renamed: 'facts',
  'expiry-changed': 'facts',
  'binding-changed': 'facts',
}

/** The group an event is in; one that this version does not know is a fact. */
export function eventGroup(kind: string): EventGroup {
  return (Object.hasOwn(groupOf, kind) && groupOf[kind as ChangeKind]) || 'facts'
}

/** Every kind that belongs to a group, for the query. */
export function kindsOf(group: EventGroup): readonly string[] {
  return Object.keys(groupOf).filter((kind) => eventGroup(kind) === group)
}

/** Where a page of a timeline begins: after this event. */
export type EventCursor = { at: Date; id: string }

const Edge = z.tuple([z.iso.datetime(), z.uuid()])

/** A cursor as text for a link. Checked again when it comes back, and compared as bound values within the viewer's scope. */
export function writeEventCursor({ at, id }: EventCursor): string {
  return `${at.toISOString()}_${id}`
}

/** A cursor read back, or null for anything that is none. */
export function readEventCursor(text: string | undefined): EventCursor | null {
  const edge = Edge.safeParse(text?.split('_'))
  return edge.success ? { at: new Date(edge.data[0]), id: edge.data[1] } : null
}
