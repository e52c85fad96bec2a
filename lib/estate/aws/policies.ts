import { company } from '../company.ts'

type Document = { Version: '2012-10-17'; Statement: readonly object[] }
export type Policy = { name: string; arn: string; id: string; awsManaged: boolean; description: string; document: Document }

const allow = (Action: string | readonly string[], Resource: string | readonly string[], Condition?: object) => ({
  Effect: 'Allow',
  Action,
  Resource,
  ...(Condition ? { Condition } : {}),
})
const document = (...Statement: object[]): Document => ({ Version: '2012-10-17', Statement })

/** The part of AWS's own policies that this company attaches; the documents are shortened to what decides their breadth. */
const byAws: readonly (readonly [name: string, document: Document])[] = [
  ['AdministratorAccess', document(allow('*', '*'))],
  [
    'PowerUserAccess',
    document(
      { Effect: 'Allow', NotAction: ['iam:*', 'organizations:*', 'account:*'], Resource: '*' },
      allow(['iam:CreateServiceLinkedRole', 'iam:ListRoles', 'organizations:DescribeOrganization', 'account:ListRegions'], '*'),
    ),
  ],
  ['ReadOnlyAccess', document(allow(['ec2:Describe*', 's3:Get*', 's3:List*', 'dynamodb:Get*', 'dynamodb:Scan', 'lambda:Get*', 'rds:Describe*', 'iam:Get*', 'iam:List*', 'logs:Get*', 'cloudwatch:Get*', 'sns:List*', 'sqs:Get*', 'kms:List*'], '*'))],
  ['SecurityAudit', document(allow(['iam:Get*', 'iam:List*', 'iam:GenerateCredentialReport', 'ec2:Describe*', 's3:GetBucket*', 'cloudtrail:Describe*', 'config:Describe*'], '*'))],
  ['AmazonS3ReadOnlyAccess', document(allow(['s3:Get*', 's3:List*', 's3:Describe*', 's3-object-lambda:Get*', 's3-object-lambda:List*'], '*'))],
  ['AmazonS3FullAccess', document(allow(['s3:*', 's3-object-lambda:*'], '*'))],
  ['AmazonSESFullAccess', document(allow('ses:*', '*'))],
  ['AmazonBedrockLimitedAccess', document(allow(['bedrock:Get*', 'bedrock:List*', 'bedrock:CallWithBearerToken', 'bedrock:InvokeModel', 'bedrock:InvokeModelWithResponseStream'], '*'))],
  ['AWSCodeCommitPowerUser', document(allow(['codecommit:Get*', 'codecommit:List*', 'codecommit:GitPull', 'codecommit:GitPush', 'codecommit:CreateBranch'], '*'))],
  ['CloudWatchAgentServerPolicy', document(allow(['cloudwatch:PutMetricData', 'logs:PutLogEvents', 'logs:CreateLogStream', 'ec2:DescribeTags'], '*'))],
] // prettier-ignore

const byUs: readonly (readonly [name: string, description: string, document: Document])[] = [
  ['fh-deploy-services', 'Rolls out container services', document(allow(['ecs:UpdateService', 'ecs:RegisterTaskDefinition', 'ecr:PutImage', 'ecr:GetAuthorizationToken'], '*'), allow('iam:PassRole', 'arn:aws:iam::*:role/fh-task-*'))],
  ['fh-read-secrets', 'Reads the application secrets', document(allow(['secretsmanager:GetSecretValue', 'kms:Decrypt'], '*'))],
  ['fh-lake-reader', 'Reads the data lake', document(allow(['s3:GetObject', 's3:ListBucket'], ['arn:aws:s3:::fernhollow-lake', 'arn:aws:s3:::fernhollow-lake/*']), allow(['athena:StartQueryExecution', 'athena:GetQueryResults', 'glue:GetTable'], '*'))],
  ['fh-lake-writer', 'Writes to the data lake', document(allow(['s3:GetObject', 's3:PutObject', 's3:DeleteObject'], 'arn:aws:s3:::fernhollow-lake/*'))],
  ['fh-user-desk', 'Lets the service desk manage people', document(allow(['iam:CreateAccessKey', 'iam:CreateLoginProfile', 'iam:AddUserToGroup', 'iam:ListUsers'], '*'))],
  ['fh-office-only', 'Refuses everything from outside the office network', document({ Effect: 'Deny', Action: '*', Resource: '*', Condition: { NotIpAddress: { 'aws:SourceIp': ['203.0.113.0/24'] } } })],
  ['fh-no-identity', 'Refuses changes of identities', document({ Effect: 'Deny', Action: ['iam:*', 'organizations:*', 'sts:AssumeRole'], Resource: '*' })],
  ['fh-boundary-developers', 'What developers may have at most', document(allow(['s3:*', 'dynamodb:*', 'lambda:*', 'sqs:*', 'logs:*', 'cloudwatch:*'], '*'))],
  ['fh-metrics', 'Writes metrics', document(allow('cloudwatch:PutMetricData', '*'))],
] // prettier-ignore

/** Every managed policy, AWS's own first. */
export const managedPolicies: readonly Policy[] = [
  ...byAws.map(([name, body], at) => ({
    name,
    arn: `arn:aws:iam::aws:policy/${name}`,
    id: `ANPAAWS${String(at).padStart(14, 'X')}`,
    awsManaged: true,
    description: `Provided by AWS: ${name}.`,
    document: body,
  })),
  ...byUs.map(([name, description, body], at) => ({
    name,
    arn: `arn:aws:iam::${company.account}:policy/${name}`,
    id: `ANPAFHF${String(at).padStart(14, 'X')}`,
    awsManaged: false,
    description,
    document: body,
  })),
]

/** The managed policy of this name. */
export function managed(name: string): Policy {
  const policy = managedPolicies.find((one) => one.name === name)
  if (!policy) throw new Error(`There is no policy "${name}" in the estate.`)
  return policy
}

/** What a workload's own inline policies say; a small set, so that documents repeat as they do in real accounts. */
export const inlineKinds = ['read-bucket', 'write-bucket', 'table', 'queue', 'mail', 'function'] as const
export type InlineKind = (typeof inlineKinds)[number]

/** An inline policy of a workload. */
export function inlinePolicy(kind: InlineKind, workload: string): { name: string; document: Document } {
  const bucket = `arn:aws:s3:::fernhollow-${workload}`
  const here = (service: string, rest: string) => `arn:aws:${service}:eu-central-1:${company.account}:${rest}`
  const documents: Record<InlineKind, Document> = {
    'read-bucket': document(allow(['s3:GetObject', 's3:ListBucket'], [bucket, `${bucket}/*`])),
    'write-bucket': document(allow(['s3:PutObject', 's3:GetObject', 's3:AbortMultipartUpload'], `${bucket}/*`)),
    table: document(allow(['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:Query'], here('dynamodb', `table/${workload}`))),
    queue: document(allow(['sqs:SendMessage', 'sqs:ReceiveMessage', 'sqs:DeleteMessage'], here('sqs', `${workload}-jobs`))),
    mail: document(allow('ses:SendRawEmail', '*', { StringEquals: { 'ses:FromAddress': `no-reply@${company.domain}` } })),
    function: document(allow('lambda:InvokeFunction', here('lambda', `function:${workload}-*`))),
  }
  return { name: `${workload}-${kind}`, document: documents[kind] }
}

export type Group = { name: string; policies: readonly string[]; inline: readonly { name: string; document: Document }[] }

/** The account's groups. */
export const groups: readonly Group[] = [
  { name: 'administrators', policies: ['AdministratorAccess'], inline: [] },
  { name: 'developers', policies: ['PowerUserAccess'], inline: [] },
  { name: 'analysts', policies: ['fh-lake-reader', 'AmazonS3ReadOnlyAccess'], inline: [] },
  { name: 'deployers', policies: ['fh-deploy-services'], inline: [inlinePolicy('queue', 'ci-deploy')] },
  { name: 'service-desk', policies: ['fh-user-desk', 'fh-office-only'], inline: [] },
  { name: 'auditors', policies: ['SecurityAudit'], inline: [] },
  { name: 'mail-senders', policies: [], inline: [inlinePolicy('mail', 'invoice-mailer')] },
  { name: 'everyone', policies: ['fh-metrics'], inline: [] },
]
