import { z } from 'zod'

export const Role = z.enum(['admin', 'analyst', 'owner', 'auditor'])
export type Role = z.infer<typeof Role>

/** What of the estate a viewer may read; part of every query, never a filter after it. */
export type Scope = { all: true } | { all: false; ownerIds: readonly string[] }

/** What a role may do; doors ask for one of these, never for a role. */
export const Permission = z.enum([
  'posture:read', 'tokens:read', 'tokens:edit', 'tokens:export', 'sources:read', 'sources:edit', 'sources:sync',
  'directory:read', 'directory:edit', 'audit:read', 'settings:read', 'people:edit', 'demo:remove',
  'plans:read', 'plans:edit', 'tasks:act', 'exceptions:request', 'exceptions:decide', 'messages:edit', 'tickets:edit',
  'acts:read', 'acts:ask', 'acts:approve', 'exposures:read', 'exposures:edit', 'reports:read', 'policy:edit',
]) // prettier-ignore
export type Permission = z.infer<typeof Permission>

/**
 * Who is asking. `id` is the user's, `sessionId` our own session row's; `selfIds` are the owners that they are in the directory: the
 * person and their team. What is theirs to do hangs on these, whatever their scope.
 */
export type Viewer = {
  id: string
  sessionId: string
  name: string
  email: string
  role: Role
  scope: Scope
  selfIds: readonly string[]
}

/** Who did something, for the audit: a signed-in user, or a part of the system acting by itself. */
export type Actor = { kind: 'user'; id: string; name: string } | { kind: 'system'; name: string }

/** The actor that a signed-in user is. */
export function actorOf(viewer: Viewer): Actor {
  return { kind: 'user', id: viewer.id, name: viewer.name }
}

const grants: Record<Role, readonly Permission[]> = {
  admin: Permission.options,
  analyst: [
    'posture:read',
    'tokens:read',
    'tokens:edit',
    'tokens:export',
    'sources:read',
    'sources:sync',
    'directory:read',
    'directory:edit',
    'audit:read',
    'settings:read',
    'plans:read',
    'plans:edit',
    'tasks:act',
    'exceptions:request',
    'exceptions:decide',
    'acts:read',
    'acts:ask',
    'acts:approve',
    'exposures:read',
    'exposures:edit',
    'reports:read',
  ],
  auditor: [
    'posture:read',
    'tokens:read',
    'tokens:export',
    'sources:read',
    'directory:read',
    'audit:read',
    'settings:read',
    'plans:read',
    'acts:read',
    'exposures:read',
    'reports:read',
  ],
  owner: ['tokens:read', 'tokens:export', 'plans:read', 'tasks:act', 'exceptions:request', 'acts:read', 'acts:ask', 'exposures:read'],
}

/** Whether a role may do this. */
export function may(role: Role, permission: Permission): boolean {
  return grants[role].includes(permission)
}
