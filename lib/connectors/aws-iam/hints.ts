import type { OwnerHint, Sighting } from '../../model/sighting.ts'

const ownerTags = new Set(['owner', 'owned-by', 'owner-email', 'owneremail', 'email', 'contact', 'team'])
const workloadTags = ['workload', 'app', 'application', 'service']

/** The user that the console makes for one Bedrock API key: nobody, and nothing else is its. */
export function isMadeForBedrock(user: string): boolean {
  return /^BedrockAPIKey-[a-z0-9]{2,20}$/i.test(user)
}

/** Who may own credentials: the tags, as `call` tells them, then their user's name as a handle, where that is somebody. */
export function ownerHintsOf(
  user: string | null,
  tags: Readonly<Record<string, string>>,
  call = 'iam:GetAccountAuthorizationDetails',
): OwnerHint[] {
  const tagged = Object.entries(tags)
    .filter(([key, value]) => ownerTags.has(key.toLowerCase()) && value !== '')
    .slice(0, 10)
    .map(([key, value]): OwnerHint => ({
      how: value.includes('@') ? 'email' : 'name',
      value: value.slice(0, 320),
      says: `${call} tag ${key}`.slice(0, 200),
    }))
  if (user === null || isMadeForBedrock(user)) return tagged
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

const agentTags = ['agent', 'ai-agent']

/** Whether an AI agent uses a user's credentials, where a tag says so: "agent: autonomous", "ai-agent: supervised". Nothing else is known by AWS. */
export function agentOf(tags: Readonly<Record<string, string>>): Sighting['agent'] {
  const said = Object.entries(tags)
    .find(([key]) => agentTags.includes(key.toLowerCase()))?.[1]
    .toLowerCase()
  return said === 'autonomous' || said === 'supervised' ? said : undefined
}
