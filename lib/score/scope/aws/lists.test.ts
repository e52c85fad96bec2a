import { describe, expect, test } from 'vitest'
import { actionsNamed, awsActions } from './catalogue.ts'
import { combinations } from './combinations.ts'
import { credentialAccesses } from './credential-access.ts'
import { dataReads } from './data-reads.ts'
import { escalations } from './escalation.ts'

const lists = {
  escalation: escalations.map(({ action }) => action),
  'credential access': credentialAccesses.map(({ action }) => action),
  'data reads': dataReads.flatMap(({ service, actions }) => actions.split(' ').map((name) => `${service}:${name}`)),
  combinations: combinations.flatMap(({ needs }) => needs.flat()),
}

describe.each(Object.entries(lists))('the list of %s', (name, actions) => {
  test('names only actions that AWS lists', () => {
    expect(actions.filter((action) => !actionsNamed(action)?.length)).toEqual([])
  })

  test('names none twice', () => {
    const once = new Set(actions.map((action) => action.toLowerCase()))
    if (name !== 'combinations') expect(actions.length).toBe(once.size)
  })
})

test('levels are those of the lists, of AWS’s words, and of the guard on verbs that only look', () => {
  const { actions } = awsActions()
  const level = (action: string) => actions[actionsNamed(action)?.[0] ?? -1]?.level
  const expected = {
    'iam:AttachUserPolicy': 6, 'iam:CreateAccessKey': 6, 'iam:AddUserToGroup': 6, 'iam:UpdateAssumeRolePolicy': 6,
    'iam:PassRole': 5, 'sts:AssumeRole': 5, 'kms:Decrypt': 5, 'secretsmanager:GetSecretValue': 5, 'lambda:UpdateFunctionCode': 5, 'ssm:SendCommand': 5, 'ssm:GetParameter': 5, 'ssm:GetParametersByPath': 5,
    's3:PutObject': 4, 's3:PutObjectTagging': 4, 'iam:TagUser': 4, 'ecs:UpdateService': 4, 'license-manager:CheckoutLicense': 4,
    's3:GetObject': 3, 'dynamodb:Query': 3, 'logs:FilterLogEvents': 3, 'sqs:ReceiveMessage': 3,
    'billing:GetResourcePolicy': 3, 'quicksight:DescribeTopicPermissions': 3, 'managedblockchain:GET': 3, 'iot:ListSubscriptions': 3,
    's3:GetBucketPolicy': 2, 'iam:GetUser': 2, 's3:ListAllMyBuckets': 1, 'iam:ListUsers': 1,
  } // prettier-ignore
  expect(Object.fromEntries(Object.keys(expected).map((action) => [action, level(action)]))).toEqual(expected)
})

test('a list of many actions is told apart from one', () => {
  expect(actionsNamed('S3:getobject')).toEqual(actionsNamed('s3:GetObject'))
  expect(actionsNamed('*:*')).toEqual(actionsNamed('*'))
  expect(actionsNamed('*')?.length).toBeGreaterThan(20_000)
  expect(actionsNamed('s3:Get*')?.length).toBeGreaterThan(30)
  expect(actionsNamed('s3:NoSuchThing')?.length).toBe(0)
  for (const malformed of ['s3', 's3:', ':Get', 's3:Get Object', 's3:(Get)+', '']) expect(actionsNamed(malformed)).toBeNull()
})
