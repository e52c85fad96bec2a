import { describe, expect, test } from 'vitest'
import type { Breadth } from '../../../model/grant.ts'
import type { Json } from '../../../model/json.ts'
import { allow, deny, hashAt, principal, rateIam } from './testing/policies.ts'

const account = '123456789012'
const bucket = 'arn:aws:s3:::reports/*'
const role = `arn:aws:iam::${account}:role/app`

function cellOf(...policies: Json[]): string {
  return written(rateIam(principal({ inline: policies })).breadth)
}

function written(breadth: Breadth | 'not-reported'): string {
  return breadth === 'not-reported' ? breadth : `L${breadth.level}R${breadth.reach}`
}

describe('one policy', () => {
  test.each<[string, Json, string, string]>([
    ['everything', allow('*'), 'L6R4', '* includes iam:AttachUserPolicy'],
    ['everything, the other way', allow('*:*'), 'L6R4', '*:* includes iam:AttachUserPolicy'],
    ['everything but one service', { Statement: { Effect: 'Allow', NotAction: 'iam:*', Resource: '*' } }, 'L6R4', 'everything but iam:*'],
    ['everything on all but one thing', { Statement: { Effect: 'Allow', Action: '*', NotResource: bucket } }, 'L6R4', '* includes'],
    ['objects of one bucket', allow('s3:GetObject', bucket), 'L3R2', 's3:GetObject: it reads content; on a bounded set of resources.'],
    ['one object', allow('s3:GetObject', 'arn:aws:s3:::reports/2026.csv'), 'L3R1', 'on a single resource'],
    ['two objects', allow('s3:GetObject', ['arn:aws:s3:::reports/a', 'arn:aws:s3:::reports/b']), 'L3R2', 'on a bounded set'],
    ['every object', allow('s3:GetObject', 'arn:aws:s3:::*'), 'L3R3', 'on every resource of its kind'],
    ['deploying one service', allow(['ecs:UpdateService', 'ecr:PutImage'], [`arn:aws:ecs:eu-west-1:${account}:service/shop/web`, `arn:aws:ecr:eu-west-1:${account}:repository/web`]), 'L4R1', 'AWS calls it a write'],
    ['all of DynamoDB', allow('dynamodb:*'), 'L6R3', 'dynamodb:PutResourcePolicy: it decides who may read and write a table'],
    ['one table, all but who may enter', allow(['dynamodb:PutItem', 'dynamodb:Query'], `arn:aws:dynamodb:eu-west-1:${account}:table/orders`), 'L4R1', 'dynamodb:PutItem'],
    ['passing a role to a new function', allow(['iam:PassRole', 'lambda:CreateFunction']), 'L6R3', 'iam:PassRole + lambda:CreateFunction together: it starts code of its choice under a role that it passes'],
    ['passing one role to a new function', { Statement: [{ Effect: 'Allow', Action: 'iam:PassRole', Resource: role }, { Effect: 'Allow', Action: 'ec2:RunInstances', Resource: '*' }] }, 'L6R1', 'iam:PassRole + ec2:RunInstances together'],
    ['passing a role alone', allow('iam:PassRole', role), 'L5R1', 'iam:PassRole: it hands a role to a service'],
    ['becoming one role', allow('sts:AssumeRole', role), 'L5R1', 'sts:AssumeRole: it becomes another role'],
    ['becoming any role', allow('sts:AssumeRole'), 'L5R3', 'on every resource of its kind'],
    ['reading one secret', allow('secretsmanager:GetSecretValue', `arn:aws:secretsmanager:eu-west-1:${account}:secret:db-AbCdEf`), 'L5R1', 'it reads stored secrets in the clear'],
    ['replacing one function', allow('lambda:UpdateFunctionCode', `arn:aws:lambda:eu-west-1:${account}:function:pay`), 'L5R1', 'it replaces code'],
    ['parameters', allow('ssm:GetParameter', `arn:aws:ssm:eu-west-1:${account}:parameter/prod/db`), 'L5R1', 'those among them that are secrets'],
    ['commands on instances', allow('ssm:SendCommand'), 'L5R3', 'it runs commands on instances'],
    ['keys for others', allow('iam:CreateAccessKey'), 'L6R3', 'it can make a lasting key for another user'],
    ['looking after one’s own keys', allow('iam:*AccessKey', 'arn:aws:iam::*:user/${aws:username}'), 'L4R1', 'iam:*AccessKey includes iam:CreateAccessKey: it looks after the credentials of its own user only'],
    ['one’s own new key', allow('iam:CreateAccessKey', 'arn:aws:iam::*:user/${aws:username}'), 'L4R1', 'it looks after the credentials of its own user only'],
    ['any policy for oneself', allow('iam:AttachUserPolicy', 'arn:aws:iam::*:user/${aws:username}'), 'L6R1', 'it can attach any policy'],
    ['tags', allow('s3:PutObjectTagging', bucket), 'L4R2', 'AWS calls it a write'],
    ['settings', allow('s3:GetBucketPolicy'), 'L2R3', 'it returns how things are set up'],
    ['names', allow('s3:ListAllMyBuckets'), 'L1R3', 'AWS calls it a listing'],
    ['a read that AWS files under permissions management', allow('billing:GetResourcePolicy'), 'L3R3', 'AWS files it under more'],
    ['a restart with another start-up script', allow(['ec2:ModifyInstanceAttribute', 'ec2:StopInstances', 'ec2:StartInstances'], `arn:aws:ec2:eu-west-1:${account}:instance/i-1`), 'L5R1', 'changes the start-up script'],
    ['case does not count', allow('S3:gEtObJeCt', bucket), 'L3R2', 's3:GetObject'],
    ['a question mark', allow('s3:GetObjec?', bucket), 'L3R2', 's3:GetObjec? includes s3:GetObject'],
    ['a star in the middle', allow('iam:*Role*'), 'L6R3', 'iam:AttachRolePolicy'],
    ['a condition lowers nothing', { Statement: [{ Effect: 'Allow', Action: '*', Resource: '*', Condition: { IpAddress: { 'aws:SourceIp': '192.0.2.1/32' } } }] }, 'L6R4', '* includes'],
    ['an action that AWS does not list', allow('s3:InventThing'), 'L4R3', 's3:InventThing is not in our list of AWS actions and counts as level 4'],
    ['a service that AWS does not list', allow('newservice:GetThing', 'arn:aws:newservice:::thing/one'), 'L2R1', 'counts as level 2'],
    ['an unlisted action of IAM', allow('iam:GrantEverything'), 'L6R3', 'counts as level 6'],
  ])('%s', (_, policy, cell, because) => {
    const rating = rateIam(principal({ inline: [policy] }))
    expect(written(rating.breadth)).toBe(cell)
    expect(rating.grants[0]?.because).toContain(because)
  }) // prettier-ignore
})

describe('policies in the shape of those that AWS keeps', () => {
  const looking = (services: string) =>
    services.split(' ').flatMap((service) => [`${service}:Get*`, `${service}:List*`, `${service}:Describe*`])
  const audited =
    'access-analyzer acm amplify apigateway apprunner appsync athena autoscaling batch cloudformation cloudtrail cloudwatch codebuild codepipeline cognito-idp config dms ec2 ecr ecs eks elasticbeanstalk events glue guardduty iam identitystore inspector2 lambda logs macie2 organizations rds route53domains s3 securityhub sns ssm states trustedadvisor'

  test.each<[string, Json, string]>([
    ['AdministratorAccess', allow('*'), 'L6R4'],
    ['PowerUserAccess', { Statement: [{ Effect: 'Allow', NotAction: ['iam:*', 'organizations:*', 'account:*'], Resource: '*' }, { Effect: 'Allow', Action: ['iam:CreateServiceLinkedRole', 'iam:ListRoles'], Resource: '*' }] }, 'L6R4'],
    ['IAMFullAccess', allow(['iam:*', 'organizations:DescribeAccount']), 'L6R3'],
    ['ReadOnlyAccess', allow([...looking(`${audited} dynamodb kinesis sqs xray workmail connect sagemaker`), 'dynamodb:Query', 'dynamodb:Scan', 'logs:FilterLogEvents']), 'L5R3'],
    ['SecurityAudit', allow(looking(audited).filter((action) => !/^(?:s3|ssm):Get/.test(action))), 'L3R4'],
    ['ViewOnlyAccess', allow(audited.split(' ').flatMap((service) => [`${service}:List*`, `${service}:Describe*`])), 'L3R4'],
    ['AmazonS3ReadOnlyAccess', allow(['s3:Get*', 's3:List*', 's3:Describe*', 's3-object-lambda:Get*', 's3-object-lambda:List*']), 'L3R3'],
    ['AmazonDynamoDBFullAccess', allow(['dynamodb:*', 'dax:*', 'cloudwatch:PutMetricAlarm']), 'L6R3'],
    ['CloudWatchReadOnlyAccess', allow(['cloudwatch:Get*', 'cloudwatch:List*', 'logs:Get*', 'logs:FilterLogEvents']), 'L3R3'],
    ['SecretsManagerReadWrite', allow(['secretsmanager:*', 'kms:DescribeKey', 'lambda:CreateFunction']), 'L6R3'],
    ['AmazonEC2ContainerRegistryPowerUser', allow(['ecr:GetAuthorizationToken', 'ecr:BatchGetImage', 'ecr:PutImage', 'ecr:UploadLayerPart']), 'L4R3'],
    ['AWSBillingReadOnlyAccess', allow(['billing:Get*', 'ce:Get*', 'budgets:ViewBudget']), 'L3R3'],
  ])('%s', (_, policy, cell) => {
    expect(cellOf(policy)).toBe(cell)
  }) // prettier-ignore
})

describe('several policies', () => {
  test('are a union, whichever way they apply', () => {
    const rating = rateIam(
      principal({
        inline: [allow('s3:ListAllMyBuckets')],
        managed: [allow('sqs:ReceiveMessage')],
        groupInline: [allow('ecs:UpdateService')],
        groupManaged: [allow('iam:PutUserPolicy')],
      }),
    )
    expect(rating.breadths.map(written)).toEqual(['L6R3', 'L4R3', 'L3R3', 'L1R3'])
    expect(rating.grants.map(({ source }) => source)).toEqual([
      'policy groupManaged0 of group ops',
      'inline policy groupInline0 of group ops',
      'policy managed0',
      'inline policy inline0',
    ])
    expect(rating.all).toBe(4)
  })

  test('that give one thing each give two', () => {
    expect(cellOf(allow('s3:GetObject', 'arn:aws:s3:::a/1'), allow('s3:GetObject', 'arn:aws:s3:::a/1'))).toBe('L3R1')
    expect(cellOf(allow('s3:GetObject', 'arn:aws:s3:::a/1'), allow('s3:GetObject', 'arn:aws:s3:::a/2'))).toBe('L3R2')
  })

  test('that give a whole service each reach everywhere past twenty', () => {
    const services =
      'acm amplify athena backup batch codebuild datasync dms dax ecr ecs eks events fsx glue kafka kinesis lex logs mq rds'.split(' ')
    const each = services.map((service) => allow(`${service}:TagResource`))
    expect(services.length).toBe(21)
    expect(cellOf(...each.slice(1))).toBe('L4R3')
    expect(cellOf(...each)).toBe('L4R4')
  })

  test('complete a combination between them', () => {
    const rating = rateIam(principal({ inline: [allow('iam:PassRole', role)], groupManaged: [allow('glue:CreateJob')] }))
    expect(written(rating.breadth)).toBe('L6R1')
    expect(rating.grants[0]).toMatchObject({
      action: 'iam:PassRole + glue:CreateJob',
      resource: role,
      source: 'inline policy inline0 and policy groupManaged0 of group ops',
    })
  })

  test('of two ways to complete a combination the wider counts, whichever comes first', () => {
    const [narrow, wide] = [allow('iam:PassRole', role), allow('iam:PassRole', 'arn:aws:iam::*:role/*')]
    for (const order of [
      [narrow, wide],
      [wide, narrow],
    ])
      expect(cellOf(...order, allow('glue:CreateJob'))).toBe('L6R3')
  })

  test('the worst five are shown, and all are counted', () => {
    const rating = rateIam(principal({ inline: [allow(['s3:*', 'sqs:*', 'sns:*', 'ecr:*', 'kms:*', 'rds:*', 'logs:GetLogEvents'])] }))
    expect(rating.grants).toHaveLength(5)
    expect(rating.all).toBe(7)
  })
})

describe('denials', () => {
  test.each<[string, Json[], string]>([
    ['of everything on everything', [allow('*'), deny('*')], 'L1R1'],
    ['of some actions on everything', [allow(['s3:GetObject', 'iam:PutUserPolicy']), deny('iam:*')], 'L3R3'],
    ['of the last starter', [allow(['iam:PassRole', 'lambda:CreateFunction']), deny('lambda:*')], 'L5R3'],
    ['of all but some', [allow('*'), { Statement: { Effect: 'Deny', NotAction: 's3:Get*', Resource: '*' } }], 'L3R3'],
    ['on all that is allowed', [allow('s3:*', bucket), deny('s3:Put*', 'arn:aws:s3:::*')], 'L6R2'],
    ['on exactly what is allowed', [allow('s3:GetObject', bucket), deny('s3:GetObject', bucket)], 'L1R1'],
    ['on a part of what is allowed', [allow('s3:GetObject', bucket), deny('s3:GetObject', 'arn:aws:s3:::reports/secret/*')], 'L3R2'],
    ['on everything else', [allow('s3:GetObject', bucket), { Statement: { Effect: 'Deny', Action: '*', NotResource: bucket } }], 'L3R2'],
    ['under a condition', [allow('*'), { Statement: { Effect: 'Deny', Action: '*', Resource: '*', Condition: { Bool: { 'aws:MultiFactorAuthPresent': 'false' } } } }], 'L6R4'],
    ['of an action that AWS does not list', [allow('newservice:MakeThing'), deny('newservice:*')], 'L1R1'],
  ])('%s', (_, policies, cell) => {
    expect(cellOf(...policies)).toBe(cell)
  }) // prettier-ignore

  test('that do not count are told', () => {
    const conditional = {
      Statement: [{ Effect: 'Deny', Action: '*', Resource: '*', Condition: { Bool: { 'aws:SecureTransport': 'false' } } }],
    }
    const { notes } = rateIam(principal({ inline: [allow('*'), conditional] }))
    expect(notes).toContain(
      'A denial of * under conditions (bool aws:securetransport false) in inline policy inline1 is not counted as less.',
    )
  })
})

describe('a boundary', () => {
  test.each<[string, Json, Json, string]>([
    ['caps the actions', allow('*'), allow(['s3:GetObject', 's3:ListBucket']), 'L3R3'],
    ['caps how far they go', allow('s3:GetObject'), allow('s3:*', bucket), 'L3R2'],
    ['caps to one thing', allow('s3:GetObject'), allow('s3:*', 'arn:aws:s3:::reports/a'), 'L3R1'],
    ['grants nothing', allow('s3:GetObject', bucket), allow('*'), 'L3R2'],
    ['lets nothing through', allow('s3:*'), allow('sqs:*'), 'L1R1'],
    ['denies too', allow(['s3:GetObject', 'iam:*']), { Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }, { Effect: 'Deny', Action: 'iam:*', Resource: '*' }] }, 'L3R3'],
    ['with a condition lets through as if it held', allow('iam:*'), { Statement: [{ Effect: 'Allow', Action: '*', Resource: '*', Condition: { Bool: { 'aws:ViaAWSService': 'true' } } }] }, 'L6R3'],
    ['caps what AWS does not list', allow('newservice:MakeThing'), allow('s3:*'), 'L1R1'],
  ])('%s', (_, policy, boundary, cell) => {
    const rating = rateIam(principal({ inline: [policy], boundary }))
    expect(written(rating.breadth)).toBe(cell)
    expect(rating.notes).toContain('The boundary arn:aws:iam::123456789012:policy/boundary caps what the policies grant.')
  }) // prettier-ignore

  test('that cannot be read caps nothing, and this is told', () => {
    for (const boundary of [null, { nonsense: true }]) {
      const rating = rateIam(principal({ inline: [allow('s3:GetObject')], boundary }))
      expect(written(rating.breadth)).toBe('L3R3')
      expect(rating.notes.join()).toContain('It is not counted as a cap.')
    }
  })
})

describe('credentials for one service', () => {
  test.each<[string, Json, string, string]>([
    ['bedrock.amazonaws.com', allow('*'), 'L6R3', 'It works for bedrock only, whatever else its user may do.'],
    ['bedrock.amazonaws.com', allow(['bedrock:InvokeModel', 'iam:*']), 'L2R3', 'It works for bedrock only'],
    ['codecommit.amazonaws.com', allow(['codecommit:GitPull', 's3:*'], '*'), 'L3R3', 'It works for codecommit only'],
    ['cassandra.amazonaws.com', allow('s3:*'), 'L1R1', 'It works for cassandra only'],
    ['nosuch.amazonaws.com', allow('s3:*'), 'L6R3', 'is not counted as a limit'],
  ])('%s', (onlyService, policy, cell, note) => {
    const rating = rateIam(principal({ inline: [policy], onlyService }))
    expect(written(rating.breadth)).toBe(cell)
    expect(rating.notes.join()).toContain(note)
  })
})

describe('what is missing', () => {
  test('no policy at all: it can only ask who it is', () => {
    expect(rateIam(principal({}))).toMatchObject({ breadth: { level: 1, reach: 1 }, breadths: [{ level: 1, reach: 1 }], all: 1 })
  })

  test('the root user may do everything', () => {
    expect(rateIam({ ...principal({ inline: [deny('*')] }), type: 'root' })).toMatchObject({ breadth: { level: 6, reach: 4 } })
  })

  test.each<[string, Json | null | undefined, string]>([
    ['a document that the provider did not show', null, 'the provider did not show it'],
    ['a document that is not there', undefined, 'its text was not kept'],
    ['a document that is none', { Statement: 'yes' }, 'statement 1 is not an object'],
  ])('%s leaves it unknown, and tells what is known', (_, document, why) => {
    const rating = rateIam(principal({ inline: [allow('ecs:UpdateService')], managed: [document] }))
    expect(rating.breadth).toBe('not-reported')
    expect(rating.breadths).toEqual([])
    expect(rating.notes[0]).toBe(`policy managed0 could not be read: ${why}. What it grants counts as the worst.`)
    expect(rating.notes[1]).toContain('What could be read goes to level 4, reach 3: ecs:UpdateService')
  })

  test('what is the worst already stays so, whatever cannot be read', () => {
    const rating = rateIam(principal({ inline: [allow('*'), { bad: 1 }] }))
    expect(written(rating.breadth)).toBe('L6R4')
    expect(rating.notes[0]).toContain('inline policy inline1 could not be read')
  })

  test('a statement of a principal that is none', () => {
    expect(rateIam({ stated: { principal: 'root' } }).breadth).toBe('not-reported')
  })
})

test('nothing that cannot be stored or shown comes through', () => {
  const odd = 'arn:aws:s3:::b\u0000\u202e\ud800ucket/*'
  const rating = rateIam(principal({ inline: [allow('s3:GetObject', odd)] }))
  expect(JSON.stringify(rating)).not.toMatch(/\\u0000|\u202e|\\ud800/)
  expect(rating.grants[0]?.resource).toContain('ucket/*')
  expect(hashAt(3)).toHaveLength(64)
})
