import type { OwnerHint } from '../../model/sighting.ts'

const ownerTags = new Set(['owner', 'owned-by', 'owner-email', 'owneremail', 'email', 'contact', 'team'])
const workloadTags = ['workload', 'app', 'application', 'service']

/** Who may own a user's credentials: its tags, then its name as a handle. */
export function ownerHintsOf(user: string, tags: Readonly<Record<string, string>>): OwnerHint[] {
  const tagged = Object.entries(tags)
    .filter(([key, value]) => ownerTags.has(key.toLowerCase()) && value !== '')
    .slice(0, 10)
    .map(([key, value]): OwnerHint => ({
      how: value.includes('@') ? 'email' : 'name',
      value: value.slice(0, 320),
      says: `iam:GetAccountAuthorizationDetails tag ${key}`.slice(0, 200),
    }))
  return [...tagged, { how: 'handle', value: `aws:${user}`, says: 'iam:ListAccessKeys UserName' }]
}

/** The workload that tags name, by the first of the usual keys. */
export function workloadHintOf(tags: Readonly<Record<string, string>>): string | undefined {
  const byKey = new Map(Object.entries(tags).map(([key, value]) => [key.toLowerCase(), value]))
  const found = workloadTags.map((key) => byKey.get(key)).find((value) => value)
  return found?.slice(0, 320)
}

const consumerTags = ['consumers', 'used-by']

/** Who uses a user's credentials, where a tag lists them: parted by blanks or slashes, as IAM allows no commas in a tag. */
export function consumersOf(tags: Readonly<Record<string, string>>): string[] {
  const byKey = new Map(Object.entries(tags).map(([key, value]) => [key.toLowerCase(), value]))
  const listed = consumerTags.map((key) => byKey.get(key)).find((value) => value) ?? ''
  return [...new Set(listed.split(/[\s/]+/).filter((one) => one !== ''))].slice(0, 100).map((one) => one.slice(0, 320))
}
