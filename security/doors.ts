import type { Permission, Role } from '../lib/model/viewer.ts'

/** Who may come in: anybody, anybody who is signed in, or a role that has the permission. */
export type Asks = 'open' | 'signed-in' | Permission

/**
 * A door and who it lets in. `row`: what its `[id]` names, so that it is tried with rows that are there, somebody else's and none;
 * `at`: what stands in the other brackets of its address; `but`: roles that have the permission and yet find nothing here;
 * `otherwise`: a status in place of 200 for those it lets in, and why (where a door is open to all, 200 will do as well).
 */
export type Door =
  | Asks
  | {
      asks: Asks
      row?: Row
      at?: Readonly<Record<string, string>>
      but?: readonly Role[]
      otherwise?: readonly [status: number, why: string]
    }
export type Row = 'token' | 'source' | 'owner' | 'workload' | 'user' | 'rule' | 'plan' | 'exception'

/** Which roles have a permission, written down a second time: what the model says is compared with this. */
export const holders: Readonly<Record<Permission, readonly Role[]>> = {
  'tokens:read': ['owner', 'analyst', 'auditor', 'admin'],
  'tokens:export': ['owner', 'analyst', 'auditor', 'admin'],
  'tokens:edit': ['analyst', 'admin'],
  'sources:read': ['analyst', 'auditor', 'admin'],
  'sources:sync': ['analyst', 'admin'],
  'sources:edit': ['admin'],
  'directory:read': ['analyst', 'auditor', 'admin'],
  'directory:edit': ['analyst', 'admin'],
  'audit:read': ['analyst', 'auditor', 'admin'],
  'settings:read': ['analyst', 'auditor', 'admin'],
  'people:edit': ['admin'],
  'demo:remove': ['admin'],
  'plans:read': ['owner', 'analyst', 'auditor', 'admin'],
  'plans:edit': ['analyst', 'admin'],
  'tasks:act': ['owner', 'analyst', 'admin'],
  'exceptions:request': ['owner', 'analyst', 'admin'],
  'exceptions:decide': ['analyst', 'admin'],
  'messages:edit': ['admin'],
}

/**
 * Every door of the product: a page by its file, a handler by its file and method, an action by its file and name. A door that is
 * not here fails a test, and so does a line here without a door; the browser tests knock at each of them as everybody.
 */
export const doors: Readonly<Record<string, Door>> = {
  '(auth)/sign-in/page.tsx': { asks: 'open', otherwise: [307, 'leads on whoever is signed in'] },
  '(auth)/sign-in/actions.ts signIn': 'open',
  '(auth)/sign-in/actions.ts signOut': 'open',
  'welcome/page.tsx': { asks: 'open', otherwise: [307, 'is only there before the first administrator'] },
  'welcome/actions.ts makeFirst': 'open',
  'invitation/[code]/page.tsx': { asks: 'open', at: { code: '0'.repeat(40) } },
  'invitation/[code]/actions.ts choosePassword': 'open',
  'theme.ts chooseTheme': 'open',
  '(console)/sign-out.ts signOut': 'open',

  '(console)/page.tsx': { asks: 'signed-in', otherwise: [307, 'leads on'] },
  '(console)/start-actions.ts lookAround': 'sources:edit',
  '(console)/start-actions.ts putStepsAway': 'directory:edit',
  '(console)/coverage/page.tsx': 'sources:read',

  '(console)/tokens/page.tsx': 'tokens:read',
  '(console)/tokens/[id]/page.tsx': { asks: 'tokens:read', row: 'token' },
  '(console)/tokens/[id]/state-actions.ts actOnToken': 'tokens:edit',
  '(console)/tokens/selection/selection-actions.ts beginAct': 'tokens:edit',
  '(console)/tokens/selection/selection-actions.ts actOnSelection': 'tokens:edit',
  '(console)/tokens/issuers/page.tsx': { asks: 'tokens:read', but: ['owner'] },
  '(console)/tokens/view-actions.ts saveViewAs': 'tokens:read',
  '(console)/tokens/view-actions.ts replaceView': 'tokens:read',
  '(console)/tokens/view-actions.ts renameView': 'tokens:read',
  '(console)/tokens/view-actions.ts deleteView': 'tokens:read',

  '(console)/tasks/page.tsx': 'tasks:act',
  '(console)/tasks/[id]/page.tsx': { asks: 'tasks:act', row: 'plan' },
  '(console)/plans/page.tsx': 'plans:read',
  '(console)/plans/progress/page.tsx': 'plans:read',
  '(console)/plans/retirements/page.tsx': 'plans:read',
  '(console)/plans/time-to-revoke/page.tsx': 'plans:read',
  '(console)/plans/new/page.tsx': 'plans:edit',
  '(console)/plans/[id]/page.tsx': { asks: 'plans:read', row: 'plan' },
  '(console)/plans/plan-actions.ts actOnThePlan': 'tasks:act',
  '(console)/plans/plan-actions.ts checkThePlan': 'tasks:act',
  '(console)/plans/plan-actions.ts openThePlans': 'plans:edit',
  '(console)/exceptions/page.tsx': 'plans:read',
  '(console)/exceptions/new/page.tsx': 'exceptions:request',
  '(console)/exceptions/[id]/page.tsx': { asks: 'plans:read', row: 'exception' },
  '(console)/exceptions/exception-actions.ts askForException': 'exceptions:request',
  '(console)/exceptions/exception-actions.ts decide': 'exceptions:decide',
  '(console)/exceptions/exception-actions.ts withdraw': 'exceptions:request',

  '(console)/controls/record-control.ts recordControlOn': 'tokens:edit',

  '(console)/sources/page.tsx': 'sources:read',
  '(console)/sources/new/page.tsx': 'sources:edit',
  '(console)/sources/new/[kind]/page.tsx': { asks: 'sources:edit', at: { kind: 'github' } },
  '(console)/sources/new/[kind]/[way]/page.tsx': { asks: 'sources:edit', at: { kind: 'github', way: 'app' } },
  '(console)/sources/new/[kind]/[way]/test/page.tsx': {
    asks: 'sources:edit',
    at: { kind: 'github', way: 'app' },
    otherwise: [307, 'leads back to what is not filled in yet'],
  },
  '(console)/sources/new/[kind]/[way]/test/actions.ts testOrSave': 'sources:edit',
  '(console)/sources/import/page.tsx': 'sources:edit',
  '(console)/sources/[id]/page.tsx': { asks: 'sources:read', row: 'source' },
  '(console)/sources/[id]/start/page.tsx': { asks: 'sources:edit', row: 'source' },
  '(console)/sources/[id]/start/actions.ts startFirstSync': 'sources:edit',
  '(console)/sources/[id]/actions.ts saveSettings': 'sources:edit',
  '(console)/sources/[id]/actions.ts testAgain': 'sources:edit',
  '(console)/sources/[id]/actions.ts syncNow': 'sources:sync',
  '(console)/sources/[id]/actions.ts stopSync': 'sources:sync',
  '(console)/sources/[id]/actions.ts replaceSecret': 'sources:edit',
  '(console)/sources/[id]/actions.ts remove': 'sources:edit',

  '(console)/directory/page.tsx': 'directory:read',
  '(console)/directory/owners/new/page.tsx': 'directory:edit',
  '(console)/directory/owners/[id]/page.tsx': { asks: 'directory:read', row: 'owner' },
  '(console)/directory/owner-actions.ts createOwner': 'directory:edit',
  '(console)/directory/owner-actions.ts saveOwner': 'directory:edit',
  '(console)/directory/owner-actions.ts mergeOwner': 'directory:edit',
  '(console)/directory/workloads/page.tsx': 'directory:read',
  '(console)/directory/workloads/new/page.tsx': 'directory:edit',
  '(console)/directory/workloads/[id]/page.tsx': { asks: 'directory:read', row: 'workload' },
  '(console)/directory/workload-actions.ts createWorkload': 'directory:edit',
  '(console)/directory/workload-actions.ts saveWorkload': 'directory:edit',
  '(console)/directory/rules/page.tsx': 'directory:read',
  '(console)/directory/rules/new/page.tsx': 'directory:edit',
  '(console)/directory/rules/[id]/page.tsx': { asks: 'directory:read', row: 'rule' },
  '(console)/directory/rule-actions.ts submitRule': 'directory:edit',
  '(console)/directory/rule-actions.ts changeRule': 'directory:edit',
  '(console)/directory/rule-actions.ts moveRule': 'directory:edit',
  '(console)/directory/rule-actions.ts switchRule': 'directory:edit',
  '(console)/directory/rule-actions.ts dropRule': 'directory:edit',
  '(console)/directory/rule-actions.ts undoRule': 'directory:edit',
  '(console)/directory/suggestions/page.tsx': 'directory:read',
  '(console)/directory/suggestion-actions.ts decideTicked': 'directory:edit',
  '(console)/directory/suggestion-actions.ts acceptAll': 'directory:edit',
  '(console)/directory/gaps/page.tsx': 'directory:read',
  '(console)/directory/import/page.tsx': 'directory:edit',

  '(console)/settings/page.tsx': 'settings:read',
  '(console)/settings/people/page.tsx': 'settings:read',
  '(console)/settings/people/new/page.tsx': 'people:edit',
  '(console)/settings/people/actions.ts addPerson': 'people:edit',
  '(console)/settings/people/actions.ts savePerson': 'people:edit',
  '(console)/settings/people/actions.ts makeLink': 'people:edit',
  '(console)/settings/people/actions.ts dropFactor': 'people:edit',
  '(console)/settings/messages/page.tsx': 'messages:edit',
  '(console)/settings/messages/log/page.tsx': 'messages:edit',
  '(console)/settings/messages/templates/page.tsx': 'messages:edit',
  '(console)/settings/messages/actions.ts setUp': 'messages:edit',
  '(console)/settings/messages/actions.ts sendTest': 'messages:edit',
  '(console)/settings/messages/actions.ts turnOn': 'messages:edit',
  '(console)/settings/messages/actions.ts turnOff': 'messages:edit',
  '(console)/settings/messages/actions.ts saveHours': 'messages:edit',
  '(console)/settings/messages/actions.ts tryAgain': 'messages:edit',
  '(console)/help/page.tsx': 'signed-in',
  '(console)/account/page.tsx': 'signed-in',
  '(console)/account/actions.ts endSession': 'signed-in',
  '(console)/account/actions.ts endOthers': 'signed-in',
  '(console)/account/actions.ts savePassword': 'signed-in',
  '(console)/account/actions.ts startFactor': 'signed-in',
  '(console)/account/actions.ts confirmFactor': 'signed-in',
  '(console)/account/actions.ts dropOwnFactor': 'signed-in',
  '(console)/audit/page.tsx': 'audit:read',
  '(console)/audit/actions.ts checkAudit': 'audit:read',
  'api/v1/audit.csv/route.ts GET': 'audit:read',

  '(console)/demo/page.tsx': 'demo:remove',
  '(console)/demo/actions.ts removeDemo': 'demo:remove',

  'api/v1/tokens/route.ts GET': 'tokens:read',
  'api/v1/tokens/marks/route.ts GET': 'tokens:read',
  'api/v1/tokens.csv/route.ts GET': 'tokens:export',
  'api/v1/tokens.csv/route.ts POST': 'tokens:export',
  'api/v1/facets/[facet]/route.ts GET': { asks: 'tokens:read', at: { facet: 'owner' } },
  'api/v1/find/route.ts GET': 'tokens:read',
  'api/v1/views/route.ts GET': 'tokens:read',
  'api/v1/views/route.ts POST': 'tokens:read',
  'api/v1/views/[id]/route.ts PATCH': { asks: 'tokens:read', at: { id: 'none' } },
  'api/v1/views/[id]/route.ts DELETE': { asks: 'tokens:read', at: { id: 'none' } },
  'api/v1/directory-imports/route.ts POST': 'directory:edit',
  'api/v1/directory.csv/route.ts GET': 'directory:read',
  'api/v1/demo/route.ts GET': 'sources:edit',
  'api/v1/evaluate/route.ts POST': 'tokens:read',
  'api/v1/imports/route.ts POST': 'sources:edit',
  'api/v1/plans/[id]/successors/route.ts GET': { asks: 'tasks:act', row: 'plan' },
  'api/v1/sources/[id]/run/route.ts GET': { asks: 'sources:read', row: 'source' },
  'api/v1/session/route.ts GET': 'signed-in',
  'api/v1/session/route.ts POST': 'signed-in',
  'api/auth/[...nextauth]/route.ts GET': { asks: 'open', at: { nextauth: 'csrf' } },
  'api/auth/[...nextauth]/route.ts POST': { asks: 'open', at: { nextauth: 'signout' } },
  'api/health/live/route.ts GET': 'open',
  'api/health/ready/route.ts GET': 'open',
}
