import type { Grant, Level, Reach } from '../../../model/grant.ts'
import type { AzureAssignment, AzureRole, EntraStated } from '../../../model/permission-statement.ts'
import { shown } from '../rating.ts'
import { azurePowers, keysInName, mildKeys, mildPlaces, type Power } from './azure-powers.ts'

type Judged = { level: Level; because: string }
type Block = NonNullable<AzureRole['permissions']>[number]

const reaches: Readonly<Record<AzureAssignment['on'], Reach>> = {
  tenant: 4,
  'management group': 4,
  subscription: 3,
  'resource group': 2,
  resource: 1,
}

/** What roles in Azure are rated by, for the version of what is rated by them. */
export const azureData = [azurePowers, mildPlaces, mildKeys, keysInName.source, reaches]

/** One grant for each role that was given: the most that its actions let one do, as far as it reaches. */
export function azureGrants({ assignments, roles }: NonNullable<EntraStated['azure']>, notes: Set<string>): Grant[] {
  return assignments.map(({ role: id, on, resource, condition }): Grant => {
    const role = Object.hasOwn(roles, id) ? roles[id] : undefined
    const name = role ? `${role.name}${role.custom ? ' (custom)' : ''}` : `a role that is not described (${id})`
    const { level, because } = levelOf(role)
    if (!role?.permissions)
      notes.add(`What the role ${shown(name, 100)} lets one do in Azure was not told, so that it counts as administration.`)
    return {
      level,
      reach: reaches[on],
      service: 'azure',
      action: shown(name),
      resource: shown(`${on} ${resource}`),
      conditions: condition === undefined ? [] : [shown(condition)],
      source: 'role assignment',
      because: `${shown(name, 100)} on the ${on} ${shown(resource, 100)}: ${because}.`,
    }
  })
}

function levelOf(role: AzureRole | undefined): Judged {
  if (!role?.permissions) return { level: 6, because: 'what it lets one do is not told, and counts as the worst' }
  const judged = role.permissions.flatMap(judgedOf)
  return judged.reduce<Judged>((worst, one) => (one.level > worst.level ? one : worst), { level: 1, because: 'it lets one do nothing' })
}

/** What a block of a role lets one do: its known powers, and by their form its other actions. Those of its "not" lists are taken out. */
function judgedOf(block: Block): Judged[] {
  const powers = azurePowers.filter((power) => allows(block, power))
  const actions = block.actions.filter((action) => !block.notActions.some((not) => matches(not, action))).map(byForm)
  const onData = block.dataActions.filter((action) => !block.notDataActions.some((not) => matches(not, action))).map(onDataByForm)
  return [...powers, ...actions, ...onData]
}

function allows({ actions, notActions, dataActions, notDataActions }: Block, { action, data }: Power): boolean {
  const [given, taken] = data ? [dataActions, notDataActions] : [actions, notActions]
  return given.some((pattern) => matches(pattern, action)) && !taken.some((pattern) => matches(pattern, action))
}

/** Whether a pattern of Azure's stands for an action, or for all that another pattern stands for: "*" is whatever, in any place. */
function matches(pattern: string, action: string): boolean {
  const parts = pattern.toLowerCase().split('*')
  const [first = '', ...rest] = parts
  const said = action.toLowerCase()
  if (rest.length === 0) return said === first
  const last = rest.pop() ?? ''
  if (!said.startsWith(first) || !said.endsWith(last) || said.length < first.length + last.length) return false
  let at = first.length
  for (const part of rest) {
    const found = said.indexOf(part, at)
    if (found < 0) return false
    at = found + part.length
  }
  return at <= said.length - last.length
}

function byForm(action: string): Judged {
  const said = action.toLowerCase()
  if (said === '*') return { level: 6, because: 'it does everything but give out roles: it runs code as whatever identity is there, and reads their keys' }
  if (said.endsWith('/read')) return { level: 2, because: 'it reads how things are set up' }
  if (mildKeys.includes(said)) return { level: 3, because: 'it signs links to what it reads' }
  if (keysInName.test(said)) return { level: 5, because: `it reads keys (${shown(action, 100)})` }
  if (mayGiveKeys(said) && !mildPlaces.some((place) => said.startsWith(`${place}/`))) return { level: 5, because: `it does all that this stands for, reading keys among it (${shown(action, 100)})` }
  return { level: 4, because: `it changes things (${shown(action, 100)})` }
} // prettier-ignore

/** Whether an action with "*" stands for one that by its last word gives out keys ("listKeys/action"), as that of a service or a part of it does. */
function mayGiveKeys(said: string): boolean {
  const star = said.lastIndexOf('*')
  const tail = said.slice(star + 1)
  return star >= 0 && ('/action'.endsWith(tail) || /^\w+\/action$/.test(tail))
}

function onDataByForm(action: string): Judged {
  const said = action.toLowerCase()
  if (said === '*') return { level: 5, because: 'it reads and writes what is in everything' }
  if (said.endsWith('/read')) return { level: 3, because: `it reads what is in there (${shown(action, 100)})` }
  return { level: 4, because: `it writes what is in there (${shown(action, 100)})` }
}
