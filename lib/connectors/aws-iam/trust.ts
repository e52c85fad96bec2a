import { z } from 'zod'
import type { Json } from '../../model/json.ts'
import { storableText } from '../storable-text.ts'

const Many = z.union([z.string().transform((one) => [one]), z.array(z.string())])
const Statement = z.object({
  Effect: z.string(),
  Principal: z.union([z.literal('*').transform(() => ({ AWS: ['*'] })), z.record(z.string(), Many)]).optional(),
  Condition: z.record(z.string(), z.record(z.string(), z.union([Many, z.boolean().transform((is) => [String(is)])]))).optional(),
})
const Trust = z.object({ Statement: z.union([z.array(Statement), Statement.transform((one) => [one])]) })

export type RoleTrust = {
  /** In words: who may assume it, and under which conditions. */
  trusts: string[]
  /** True where somebody from outside the account's own users and roles may: OIDC, SAML, a service, another account. */
  fromOutside: boolean
  /** Where it lets in more than one would think: an issuer's every subject, or anybody. */
  weak: string[]
}

/** Reads a role's trust policy. Null when it is not one. Deny statements narrow it and are not shown as trust. */
export function readTrust(document: Json | null, account: string): RoleTrust | null {
  const parsed = Trust.safeParse(document)
  if (!parsed.success) return null
  const allowed = parsed.data.Statement.filter((statement) => statement.Effect === 'Allow')
  const found = allowed.flatMap((statement) =>
    principalsOf(statement.Principal ?? {}, account).map((who) => ({ ...who, when: conditions(statement.Condition ?? {}) })),
  )
  return {
    trusts: found.map(({ words, when }) => storableText(when ? `${words} where ${when}` : words, 1_000)).slice(0, 200),
    fromOutside: found.some(({ outside }) => outside),
    weak: [...new Set(allowed.flatMap(weaknesses))].map((words) => storableText(words, 300)).slice(0, 20),
  }
}

const wanted = /^(?:For(?:AnyValue|AllValues):)?String(?:Equals|EqualsIgnoreCase|Like)(?:IfExists)?$/
/** The others hold where the claim is missing too, as any but the subject may be. */
const always = /^(?:ForAnyValue:)?String(?:Equals|EqualsIgnoreCase|Like)$/
/** Everything, or all that an issuer has of one sort: of GitHub's and GitLab's subjects with or without the colon. */
const forAll = /^(?:[a-z_]+:|repo|project_path)?\*/i

/** Of an issuer that signs for others too (GitHub's signs for every repository there is), the audience alone tells nobody apart. */
function weaknesses({ Principal, Condition = {} }: z.infer<typeof Statement>): string[] {
  const by: Readonly<Record<string, readonly string[]>> = Principal ?? {}
  if (by.AWS?.includes('*') && Object.keys(Condition).length === 0) return ['anyone, without a condition']
  const providers = (by.Federated ?? []).flatMap((value) => /:oidc-provider\/(.+)$/.exec(value)?.[1] ?? [])
  return providers.flatMap((provider) => {
    const told = Object.entries(Condition).flatMap(([operator, keys]) =>
      wanted.test(operator)
        ? Object.entries(keys).filter(
            ([key]) => (always.test(operator) || /:sub$/i.test(key)) && tellsApart(key.toLowerCase(), provider.toLowerCase()),
          )
        : [],
    )
    if (told.length === 0) return [`every subject of ${provider}: none is named`]
    const open = told.every(([, values]) => values.some((value) => forAll.test(value)))
    return open ? [`every subject of ${provider}: the one that is named is a pattern for all`] : []
  })
}

/** Whom a token is for, and how somebody signed in, is the same for all of an issuer's subjects. */
function tellsApart(key: string, provider: string): boolean {
  return key.startsWith(`${provider}:`) && !/:(?:aud|amr)$/.test(key)
}

function principalsOf(principal: Readonly<Record<string, readonly string[]>>, account: string): { words: string; outside: boolean }[] {
  return Object.entries(principal).flatMap(([type, values]) =>
    values.map((value) => {
      if (type === 'Service') return { words: `service ${value}`, outside: true }
      if (type === 'Federated') return { words: federated(value), outside: true }
      if (value === '*') return { words: 'anyone', outside: true }
      const named = /^\d{12}$/.test(value) ? value : (/^arn:[a-z-]+:(?:iam|sts)::(\d{12}):/.exec(value)?.[1] ?? null)
      return { words: named === account ? `this account (${value})` : `another account (${value})`, outside: named !== account }
    }),
  )
}

function federated(value: string): string {
  const oidc = /:oidc-provider\/(.+)$/.exec(value)?.[1]
  if (oidc) return `OIDC ${oidc}`
  const saml = /:saml-provider\/(.+)$/.exec(value)?.[1]
  return saml ? `SAML ${saml}` : `federation ${value}`
}

/** "token.actions.githubusercontent.com:sub like repo:acme/*", joined by "and". */
function conditions(condition: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>): string {
  const parts = Object.entries(condition).flatMap(([operator, keys]) =>
    Object.entries(keys).map(
      ([key, values]) => `${key} ${operators[operator.replace(/^For(AnyValue|AllValues):/, '')] ?? operator} ${values.join(' or ')}`,
    ),
  )
  return parts.join(' and ')
}

const operators: Readonly<Record<string, string>> = {
  StringEquals: 'is',
  StringEqualsIgnoreCase: 'is',
  StringLike: 'like',
  ArnLike: 'like',
  ArnEquals: 'is',
  Bool: 'is',
  IpAddress: 'in',
  NotIpAddress: 'not in',
}

const AnchorStatement = z.object({
  Effect: z.string(),
  Principal: z.object({ Service: Many.optional() }).catch({}).default({}),
  Condition: z.record(z.string(), z.record(z.string(), z.unknown())).default({}),
})
const AnchorTrust = z.object({ Statement: z.union([z.array(AnchorStatement), AnchorStatement.transform((one) => [one])]) })

/**
 * Which of these trust anchors of IAM Roles Anywhere a role's trust policy lets in, as far as it names them (aws:SourceArn); null where it lets
 * the service in not at all. What narrows it otherwise, and what is denied, is not taken off: it may be wider, and is never less.
 */
export function anchorsLetIn(document: Json | null, anchors: readonly string[]): readonly string[] | null {
  const parsed = AnchorTrust.safeParse(document)
  if (!parsed.success) return anchors
  const open = parsed.data.Statement.filter(
    ({ Effect, Principal }) => Effect === 'Allow' && Principal.Service?.some((service) => service === 'rolesanywhere.amazonaws.com'),
  )
  if (open.length === 0) return null
  return anchors.filter((anchor) => open.some(({ Condition }) => namesAnchor(Condition, anchor)))
}

function namesAnchor(condition: Readonly<Record<string, Readonly<Record<string, unknown>>>>, anchor: string): boolean {
  return Object.entries(condition).every(([operator, keys]) =>
    Object.entries(keys).every(([key, values]) => {
      if (key.toLowerCase() !== 'aws:sourcearn' || !/^(Arn|String)(Equals|Like)(IfExists)?$/.test(operator)) return true
      const named = Many.safeParse(values)
      return !named.success || named.data.some((pattern) => fits(pattern, anchor, operator.startsWith('StringEquals')))
    }),
  )
}

/** ArnEquals and ArnLike take "*" and "?" alike; StringEquals takes neither. */
function fits(pattern: string, text: string, exactly: boolean): boolean {
  if (exactly) return pattern === text
  // Back to the last star only: a pattern of many stars takes no longer than its length times the text's.
  let [at, read, star, mark] = [0, 0, -1, 0]
  while (read < text.length) {
    if (pattern[at] === '*') [star, mark, at] = [at, read, at + 1]
    else if (pattern[at] === '?' || pattern[at] === text[read]) [at, read] = [at + 1, read + 1]
    else if (star >= 0) [at, mark, read] = [star + 1, mark + 1, mark + 1]
    else return false
  }
  return /^\**$/.test(pattern.slice(at))
}
