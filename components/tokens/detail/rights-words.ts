import type { Level, Reach } from '@/lib/model/grant.ts'

/** The widest grant, with what is known of it. */
export type WidestGrant = { level: Level; reach: Reach; service: string | null; resource: string | null }

const verb: Readonly<Record<Level, string>> = {
  1: 'list',
  2: 'read the configuration of',
  3: 'read',
  4: 'write to',
  5: 'use others’ credentials in',
  6: 'administer',
}

const generic: Readonly<Record<Reach, string>> = {
  1: 'one object',
  2: 'a set of objects',
  3: 'a whole service',
  4: 'everything',
}

/** Of a provider that is one service. */
const whole: Readonly<Record<Reach, string>> = { 1: 'one object', 2: 'a set of objects', 3: 'every object', 4: 'everything' }

const repositories: Readonly<Record<Reach, string>> = {
  1: 'one repository',
  2: 'a set of repositories',
  3: 'every repository',
  4: 'the whole organisation',
}

/** What the widest grant lets its holder do, after "can" and before "in <place>": "write to every repository". */
export function rightsWords(provider: string, { level, reach, service, resource }: WidestGrant): string {
  return `${verb[level]} ${objectWords(provider, reach, service, resource)}`
}

function objectWords(provider: string, reach: Reach, service: string | null, resource: string | null): string {
  if (provider === 'github') {
    if (reach === 1 && resource && /^[\w.-]+\/[\w.-]+$/.test(resource)) return resource
    return repositories[reach]
  }
  // The sentence ends with the name of the provider's own place.
  if (service === provider) return whole[reach]
  if (!service || service === '*') return provider === 'aws' && reach === 3 ? 'a whole account' : generic[reach]
  const name = provider === 'aws' ? (awsNames[service] ?? service) : service
  return { 1: `one object of ${name}`, 2: `a set of objects of ${name}`, 3: `all of ${name}`, 4: 'everything' }[reach]
}

const awsNames: Readonly<Record<string, string>> = {
  s3: 'S3',
  iam: 'IAM',
  sts: 'STS',
  kms: 'KMS',
  sqs: 'SQS',
  sns: 'SNS',
  ses: 'SES',
  ec2: 'EC2',
  ecs: 'ECS',
  dynamodb: 'DynamoDB',
  lambda: 'Lambda',
  athena: 'Athena',
  bedrock: 'Bedrock',
  cloudwatch: 'CloudWatch',
  secretsmanager: 'Secrets Manager',
}
