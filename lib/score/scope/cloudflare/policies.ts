import type { Grant, Level, Rating, Reach } from '../../../model/grant.ts'
import type { Json } from '../../../model/json.ts'
import { CloudflareStated } from '../../../model/permission-statement.ts'
import { ratingOf, shown, unknownRating } from '../rating.ts'

/**
 * Permission groups by families of their names, the first that fits. Cloudflare has some four hundred of them, named after the product and
 * Read, Edit or Write ("API token permissions" of its documentation); connectors of Cloudflare One and tunnels are one door under several names.
 */
export const permissionLevels: readonly (readonly [RegExp, Level, string])[] = [
  [/^(?:Account )?API Tokens (?:Write|Edit)$/, 6, 'it makes tokens of any right'],
  [/^(?:Memberships|Account Settings|SSO Connector|Billing|Access: (?:Organizations, )?Identity Providers,? ?(?:and Groups)?) (?:Write|Edit|Revoke)$/, 6, 'it changes who has the account'],
  [/(?:Workers|Pages|Snippets|Zaraz|(?:Cloudflare|Argo) Tunnel|Cloudflare One (?:Connector|Networks)|Access: |Zero Trust|Secrets Store|Containers|Cloudchamber).*(?:Write|Edit|Revoke)$/, 5, 'it changes code, secrets or doors that others pass through'],
  [/(?:Write|Edit|Purge|Run|Send|Submit)$|Packet Captures - (?:Write|Edit) /, 4, 'it changes what is there'],
  [/Packet Captures - Read /, 3, 'it reads traffic that was captured'],
  [/^Turnstile(?: Sites)? Read$/, 3, 'it reads the secrets by which visitors’ answers are checked'],
  [/(?:Workers|Pages|Snippets|Logs|KV Storage|R2 Storage|D1|Stream|Images|Email|DNS Firewall|Queues|Vectorize|Hyperdrive|PII).*(?:Read|Report)$/, 3, 'it reads what is kept there'],
  [/(?:Read|Report|Metadata)$/, 2, 'it reads settings'],
] // prettier-ignore

/** Rates a Cloudflare token: each permission of its policies on each of their resources. What a policy denies is never counted as less. */
export function rateCloudflare(json: Json, _document: unknown, dataVersion: string): Rating {
  const parsed = CloudflareStated.safeParse(json)
  if (!parsed.success) return unknownRating(['What Cloudflare stated of its policies cannot be read.'], dataVersion)
  const notes = new Set<string>()
  const grants: Grant[] = []
  for (const { effect, permissions, resources } of parsed.data.policies) {
    if (effect !== 'allow') {
      notes.add('A policy denies some of it, which is not counted as less.')
      continue
    }
    const reach = reachOf(resources)
    for (const name of permissions) {
      const [, level, because] = permissionLevels.find(([pattern]) => pattern.test(name)) ?? [null, 6 as const, 'it is not in our list, and counts as the worst']
      grants.push({ level, reach, service: 'cloudflare', action: shown(name), resource: shown(resources.join(', ') || 'nothing named'), conditions: [], source: 'policy', because: `${shown(name, 100)}: ${because}.` })
    }
  }
  if (grants.length === 0) grants.push({ level: 1, reach: 1, service: 'cloudflare', action: 'no permission', resource: 'the account', conditions: [], source: 'policy', because: 'It was given no permission.' })
  return ratingOf(grants, [...notes], dataVersion)
} // prettier-ignore

const id = '[0-9a-f]{32}'
const oneThing = new RegExp(
  `^com\\.cloudflare\\.(?:api\\.account\\.zone|edge\\.[a-z0-9.-]+)\\.[\\w.-]*${id}[\\w.-]*$|/com\\.cloudflare\\.api\\.account\\.zone\\.${id}$`,
)
const oneAccount = new RegExp(
  `^com\\.cloudflare\\.api\\.(?:account|user)\\.${id}(?:/.*\\*)?$|^com\\.cloudflare\\.api\\.account\\.zone\\.\\*$`,
)

/** How far: one zone or bucket, some of them, an account, or all accounts. What is named in a way that is not known counts as all. */
function reachOf(resources: readonly string[]): Reach {
  if (resources.length === 0) return 4
  const reaches = resources.map((name): Reach => (oneThing.test(name) ? 1 : oneAccount.test(name) ? 3 : 4))
  const furthest = Math.max(...reaches) as Reach
  return furthest === 1 && resources.length > 1 ? 2 : furthest
} // prettier-ignore
