import { canary, type Route, type Said } from '../../rest/testing/conformance.ts'

type Fields = Readonly<Record<string, unknown>>

export const userId = (n: number) => `005${String(n).padStart(12, '0')}`
export const token = (n: number, more: Fields = {}): Fields => ({
  UserId: userId(1),
  AppName: 'Chat',
  AppMenuItemId: null,
  CreatedDate: `2026-0${1 + (n % 9)}-01T00:00:00.000+0000`,
  LastUsedDate: null,
  UseCount: 0,
  AccessToken: canary,
  RequestToken: canary,
  DeleteToken: canary,
  ...more,
})

/** The rows of an org by their objects; what is left out is an object that its user may not see. */
export type Org = Readonly<Record<string, readonly Fields[]>>

export const smallOrg: Org = {
  UserPermissionAccess: [{ PermissionsCustomizeApplication: true }],
  OauthToken: [token(0), token(1), token(2, { CreatedDate: null })],
  User: [{ Id: userId(1), Username: 'ana@acme.example.prod', Email: 'ana@acme.example', Name: 'Ana', IsActive: true, Profile: { Name: 'Standard' }, Secret: canary }],
  PermissionSet: [{ Id: '0PS000000000001', PermissionsViewAllData: true, PermissionsModifyAllData: false, PermissionsAssignPermissionSets: false, PermissionsApiEnabled: false }],
  PermissionSetAssignment: [{ AssigneeId: userId(1), PermissionSetId: '0PS000000000001' }],
  ConnectedApplication: [{ Id: '0H4000000000001', Name: 'Loader', OptionsAllowAdminApprovedUsersOnly: true, OptionsRefreshTokenValidityMetric: true, RefreshTokenValidityPeriod: 30 }],
  AppMenuItem: [{ Id: '0DS000000000001', ApplicationId: '0H4000000000001', NamespacePrefix: null }],
} // prettier-ignore

export const queryPath = '/services/data/v62.0/query'
export const describePath = '/services/data/v62.0/sobjects/PermissionSet/describe'
/** What Salesforce lists of OauthToken before it says that it is done. */
export const mostListed = 2_500

/** Answers the connector's queries, in pages of `page`, and no more of OauthToken than Salesforce lists. */
export function answerOf(org: Org, page = 500): (q: string, from: number) => Said {
  return (q, from) => {
    const [, select = '', object = '', where = ''] = /^SELECT (.+?) FROM (\w+)(?: WHERE (.+?))?(?: ORDER BY \w+)?(?: LIMIT \d+)?$/.exec(q) ?? []
    const rows = org[object]?.filter((row) => fits(row, where))
    if (!rows) return { status: 400, body: [{ errorCode: 'INVALID_TYPE', message: canary }] }
    if (select === 'COUNT()') return { body: { totalSize: rows.length, done: true, records: [] } }
    const listed = object === 'OauthToken' ? rows.slice(0, mostListed) : rows
    const names = select.split(', ').map((name) => name.split('.')[0] ?? '')
    if (object === 'PermissionSet' && names.some((name) => !fieldsOf(org).includes(name))) return { status: 400, body: [{ errorCode: 'INVALID_FIELD', message: canary }] }
    const records = listed.slice(from, from + page).map((row) => Object.fromEntries(names.map((name) => [name, row[name]])))
    const more = from + page < listed.length
    return { body: { totalSize: listed.length, done: !more, records, ...(more && { nextRecordsUrl: `${queryPath}?${new URLSearchParams({ q, from: String(from + page) })}` }) } }
  }
} // prettier-ignore

/** The fields that permission sets have here: those of the first. */
const fieldsOf = ({ PermissionSet }: Org) => Object.keys(PermissionSet?.[0] ?? { Id: '', PermissionsModifyAllData: false })

export function routesOf(org: Org, page?: number): Readonly<Record<string, Route>> {
  const answer = answerOf(org, page)
  return {
    'POST /services/oauth2/token': () => ({ body: { access_token: canary, instance_url: 'https://x', token_type: 'Bearer' } }),
    [`GET ${describePath}`]: () => ({ body: { name: 'PermissionSet', fields: fieldsOf(org).map((name) => ({ name, label: canary })) } }),
    [`GET ${queryPath}`]: ({ query }) => answer(query.get('q') ?? '', Number(query.get('from') ?? 0)),
  }
}

function fits(row: Fields, where: string): boolean {
  return where === '' || where.split(' AND ').every((part) => {
    const [, field = '', operator = '', value = ''] = /^(\w+) (=|>=|<|IN) (.+)$/.exec(part) ?? []
    const is = row[field]
    if (operator === 'IN') return value.includes(`'${String(is)}'`)
    if (value === 'null') return is === null
    if (value.startsWith("'")) return is === value.slice(1, -1).replaceAll("\\'", "'")
    const [left, right] = [Date.parse(String(is)), Date.parse(value)]
    return operator === '=' ? left === right : operator === '<' ? left < right : left >= right
  })
} // prettier-ignore
