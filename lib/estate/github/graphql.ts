import { githubTime } from './time.ts'
import { day } from '../habit.ts'
import { company } from '../company.ts'
import type { View } from '../view.ts'

type Selection = Map<string, { name: string; inside: Selection | null }>

const networks = [
  ['203.0.113.0/24', 'Harbour office', true],
  ['198.51.100.16/28', 'VPN', true],
  ['2001:db8:77::/48', 'Build runners', true],
  ['192.0.2.0/24', 'Old office', false],
] as const

/** Answers a query for the organisation's IP allow list: the fields that were asked for and no others, or GraphQL's errors. */
export function answerGraphql(view: View, query: string, variables: Readonly<Record<string, unknown>>): object {
  const asked = selectionOf(query)
  const root = asked?.get('organization')
  if (!asked || !root?.inside) return { errors: [{ type: 'undefinedField', message: 'Only organization can be asked for here.' }] }
  const login = Object.values(variables).find((value) => value === company.org) ?? /login:\s*"([^"]*)"/.exec(query)?.[1]
  if (login !== company.org)
    return {
      data: { organization: null },
      errors: [{ type: 'NOT_FOUND', path: ['organization'], message: 'Could not resolve to an Organization.' }],
    }
  const nodes = networks.map(([allowListValue, name, isActive], at) => ({
    id: `IALE_${at}`,
    allowListValue,
    name,
    isActive,
    createdAt: githubTime(view.epoch - 500 * day),
    updatedAt: githubTime(view.epoch - 90 * day),
  }))
  const after = typeof variables.after === 'string' || typeof variables.cursor === 'string'
  const organization = {
    login: company.org,
    name: company.name,
    ipAllowListEnabledSetting: 'ENABLED',
    ipAllowListForInstalledAppsEnabledSetting: 'DISABLED',
    ipAllowListEntries: {
      totalCount: nodes.length,
      nodes: after ? [] : nodes,
      pageInfo: { hasNextPage: false, endCursor: after ? null : 'Y3Vyc29yOjQ=' },
    },
  }
  return { data: project({ organization }, asked) }
}

/** The fields of a value that a selection names. */
function project(value: unknown, selection: Selection | null): unknown {
  if (!selection || value === null || typeof value !== 'object') return value
  if (Array.isArray(value)) return value.map((one) => project(one, selection))
  return Object.fromEntries(
    [...selection].map(([as, { name, inside }]) => [as, project((value as Record<string, unknown>)[name] ?? null, inside)]),
  )
}

/** Reads names, aliases and braces of a query; arguments and types are passed over. Null where it is no query. */
function selectionOf(query: string): Selection | null {
  const words: readonly string[] = query.replace(/\([^)]*\)/g, ' ').match(/[{}:]|[A-Za-z_]\w*/g) ?? []
  let at = words.indexOf('{')
  if (at < 0) return null
  const read = (): Selection => {
    const found: Selection = new Map()
    at += 1
    while (at < words.length && words[at] !== '}') {
      const as = words[at]!
      let name = as
      if (words[at + 1] === ':') {
        name = words[at + 2] ?? as
        at += 2
      }
      at += 1
      found.set(as, { name, inside: words[at] === '{' ? read() : null })
    }
    at += 1
    return found
  }
  return read()
}
