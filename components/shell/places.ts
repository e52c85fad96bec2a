import { may, type Permission, type Role } from '@/lib/model/viewer.ts'

export type PlaceIcon =
  | 'posture'
  | 'tokens'
  | 'exposures'
  | 'tasks'
  | 'plans'
  | 'exceptions'
  | 'acts'
  | 'sources'
  | 'directory'
  | 'reports'
  | 'audit'
  | 'settings'
  | 'help'
  | 'account'

/** A page of the console that can be gone to from anywhere. */
export type Place = {
  href: string
  label: string
  icon: PlaceIcon
  /** Under which heading it stands; null for the first ones, which need none. */
  group: 'Retire' | 'Evidence' | 'Setup' | null
  /** `g`, then this, goes there. */
  key: string | null
  /** Other words somebody may look for it by. */
  also: string
}

type Listed = Place & { asks: Permission | null; labelOfOwners?: string }

// The one list. A new page is a line here; the column, the phone's bar, the palette and the keys all read it.
const all: readonly Listed[] = [
  {
    href: '/',
    label: 'Posture',
    icon: 'posture',
    group: null,
    key: 'o',
    also: 'overview home dashboard first page trend standing',
    asks: 'posture:read',
  },
  {
    href: '/tokens',
    label: 'Tokens',
    labelOfOwners: 'My tokens',
    icon: 'tokens',
    group: null,
    key: 't',
    also: 'inventory keys secrets queue',
    asks: 'tokens:read',
  },
  {
    href: '/exposures',
    label: 'Exposures',
    labelOfOwners: 'My exposures',
    icon: 'exposures',
    group: null,
    key: 'x',
    also: 'leaks leaked secrets found scanning trufflehog gitleaks contain still works',
    asks: 'exposures:read',
  },
  {
    href: '/tasks',
    label: 'My tasks',
    icon: 'tasks',
    group: 'Retire',
    key: 'm',
    also: 'acknowledge hand over to do due',
    asks: 'tasks:act',
  },
  {
    href: '/plans',
    label: 'Programme',
    labelOfOwners: 'My plans',
    icon: 'plans',
    group: 'Retire',
    key: 'p',
    also: 'plans retirement late unclaimed dates slipped progress burn-down time to revoke drills reviews campaigns quarterly',
    asks: 'plans:read',
  },
  {
    href: '/exceptions',
    label: 'Exceptions',
    icon: 'exceptions',
    group: 'Retire',
    key: 'e',
    also: 'accepted until break-glass seasonal approve renew',
    asks: 'plans:read',
  },
  {
    href: '/acts',
    label: 'Acts',
    icon: 'acts',
    group: 'Retire',
    key: null,
    also: 'disable delete revoke provider approve second person review undo',
    asks: 'acts:read',
  },
  {
    href: '/reports',
    label: 'Reports',
    icon: 'reports',
    group: 'Evidence',
    key: 'r',
    also: 'frameworks owasp nist pci iso soc cis csv export evidence auditor compliance',
    asks: 'reports:read',
  },
  { href: '/audit', label: 'Audit', icon: 'audit', group: 'Evidence', key: 'a', also: 'log history who did what', asks: 'audit:read' },
  {
    href: '/sources',
    label: 'Sources',
    icon: 'sources',
    group: 'Setup',
    key: 's',
    also: 'connect coverage sync import',
    asks: 'sources:read',
  },
  {
    href: '/directory',
    label: 'Directory',
    icon: 'directory',
    group: 'Setup',
    key: 'd',
    also: 'owners teams workloads rules suggestions',
    asks: 'directory:read',
  },
  {
    href: '/settings',
    label: 'Settings',
    icon: 'settings',
    group: 'Setup',
    key: null,
    also: 'people roles invitations messages mail slack webhook jira tickets issues demo keys policy due dates thresholds model weights',
    asks: 'settings:read',
  },
]

const account: Place = {
  href: '/account',
  label: 'Your account',
  icon: 'account',
  group: null,
  key: null,
  also: 'password second factor sessions sign out',
}
/** In the same place on every page. */
export const help: Place = { href: '/help', label: 'Help', icon: 'help', group: null, key: null, also: 'keys words verdicts' }

/** Where a role may go, in the order of the column. */
export function placesOf(role: Role): Place[] {
  return all
    .filter(({ asks }) => asks === null || may(role, asks))
    .map(({ asks: _, labelOfOwners, ...place }) => (role === 'owner' && labelOfOwners ? { ...place, label: labelOfOwners } : place))
}

/** What everybody has besides. */
export function ownPlaces(): readonly Place[] {
  return [account, help]
}

/** What stands in the phone's bar, and what behind its More: four at most in all. */
export function phonePlaces(places: readonly Place[]): { bar: readonly Place[]; more: readonly Place[] } {
  const all = [...places, account, help]
  if (all.length <= 4) return { bar: all, more: [] }
  // An owner comes for what is theirs to do and to have; the others have the rest to look after.
  const owns = !places.some(({ href }) => href === '/sources')
  const order = owns ? ['/tasks', '/tokens'] : ['/', '/tokens', '/exposures', '/tasks', '/plans', '/sources', '/directory']
  const bar = order.flatMap((href) => all.find((place) => place.href === href) ?? []).slice(0, 3)
  return { bar, more: all.filter((place) => !bar.includes(place)) }
}
