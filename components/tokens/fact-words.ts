import type { Agent, Binding, ExposureState, LifeBand, Sensitivity } from '@/lib/model/facts.ts'
import type { Level, Reach } from '@/lib/model/grant.ts'
import type { ReasonCode } from '@/lib/model/score.ts'
import type { TokenState } from '@/lib/model/token.ts'
import type { Facet, Sort } from '@/lib/model/token-facet.ts'
import { verdictWord } from './verdict-words.ts'

export const stateWord: Readonly<Record<TokenState, string>> = {
  live: 'live',
  disabled: 'disabled, reversible',
  expired: 'expired',
  revoked: 'deleted',
  gone: 'gone',
}

export const bindingWord: Readonly<Record<Binding, string>> = {
  'pop-attested': 'Bound, hardware key',
  'pop-mtls': 'Bound, mTLS',
  'pop-app': 'Bound, DPoP',
  'keyed-asym': 'Signed, private key can be copied',
  'keyed-hmac': 'Signed, shared secret',
  bearer: 'Bearer',
  'bearer-url': 'Bearer in URL',
  'not-reported': 'not reported',
}

/** For a column: the same in at most two words. */
export const bindingShort: Readonly<Record<Binding, string>> = {
  ...bindingWord,
  'pop-attested': 'Hardware key',
  'pop-mtls': 'mTLS',
  'pop-app': 'DPoP',
  'keyed-asym': 'Private key',
  'keyed-hmac': 'Shared secret',
}

export const sensitivityWord: Readonly<Record<Sensitivity, string>> = {
  0: 'sandbox',
  1: 'internal',
  2: 'production',
  3: 'customer data',
  4: 'regulated or control plane',
}

export const levelWord: Readonly<Record<Level, string>> = {
  1: 'List',
  2: 'Read config',
  3: 'Read data',
  4: 'Write',
  5: 'Use others’ credentials',
  6: 'Admin',
}

export const reachWord: Readonly<Record<Reach, string>> = {
  1: 'one object',
  2: 'a set',
  3: 'a whole service',
  4: 'everything',
}

export const lifeWord: Readonly<Record<LifeBand, string>> = {
  '1h': 'at most 1 h',
  '24h': 'at most 24 h',
  '30d': 'at most 30 d',
  '90d': 'at most 90 d',
  '366d': 'at most 1 year',
  over: 'longer than 1 year',
  never: 'without end',
  'not-reported': 'not reported',
}

export const exposureWord: Readonly<Record<ExposureState, string>> = {
  none: 'none recorded',
  suspected: 'suspected',
  confirmed: 'confirmed',
  abuse: 'abused',
}

export const agentWord: Readonly<Record<Agent, string>> = {
  none: 'no agent',
  supervised: 'supervised agent',
  autonomous: 'autonomous agent',
}

export const facetWord: Readonly<Record<Facet, string>> = {
  verdict: 'Verdict',
  reason: 'Reason',
  state: 'State',
  provider: 'Provider',
  kind: 'Kind',
  binding: 'Binding',
  owner: 'Owner',
  workload: 'Workload',
  source: 'Source',
  exposure: 'Exposure',
  agent: 'AI agent',
  sensitivity: 'Sensitivity',
  level: 'Can do',
  lifetime: 'Lifetime',
  life: 'Useful life',
  'third-party': 'Third party',
  improvable: 'Once more is known',
}

export const sortWord: Readonly<Record<Sort, string>> = {
  queue: 'Queue order',
  risk: 'Risk',
  due: 'Act by',
  used: 'Last used',
  expires: 'Expires',
  age: 'Age',
  name: 'Name',
}

const providerWord: Readonly<Record<string, string>> = {
  aws: 'AWS',
  github: 'GitHub',
  openai: 'OpenAI',
  anthropic: 'Anthropic',
  salesforce: 'Salesforce',
  slack: 'Slack',
  spiffe: 'SPIFFE',
  okta: 'Okta',
  entra: 'Entra ID',
  cloudflare: 'Cloudflare',
  datadog: 'Datadog',
  databricks: 'Databricks',
  snowflake: 'Snowflake',
  gcp: 'Google Cloud',
  'google-workspace': 'Google Workspace',
  kubernetes: 'Kubernetes',
  vault: 'Vault',
  gitlab: 'GitLab',
  gitguardian: 'GitGuardian',
  oauth: 'OAuth',
  file: 'File',
}

/** A provider's name as its makers write it, where we know it. */
export function providerName(provider: string): string {
  return Object.hasOwn(providerWord, provider) ? (providerWord[provider] ?? provider) : provider
}

const words: Partial<Record<Facet, Readonly<Record<string, string>>>> = {
  verdict: verdictWord,
  state: stateWord,
  binding: bindingWord,
  exposure: exposureWord,
  agent: agentWord,
  provider: providerWord,
  sensitivity: { ...sensitivityWord, none: 'not known: assumed customer data' },
  level: { ...levelWord, none: 'not reported' },
  lifetime: {
    fixed: 'until a date',
    sliding: 'renewed by use',
    lasts: 'a fixed life',
    never: 'never expires',
    'not-reported': 'not reported',
  },
  life: lifeWord,
  'third-party': { yes: 'held by one', no: 'not held by one' },
  improvable: { yes: 'the verdict could be better', no: 'the verdict stays' },
}

/** The reason codes in words, as the score's own room says them. */
export type ReasonWords = Readonly<Record<ReasonCode, string>>

/** A facet's value as a person reads it; `name` is what its id stands for. */
export function valueWord(facet: Facet, value: string, name: string | null, reasonWords: ReasonWords): string {
  if (value === 'none' && (facet === 'owner' || facet === 'workload')) return 'none'
  const known: Readonly<Record<string, string>> | undefined = facet === 'reason' ? reasonWords : words[facet]
  return name ?? (known && Object.hasOwn(known, value) ? (known[value] ?? value) : value)
}
