import { describe, expect, test } from 'vitest'
import { isSelf, resourceCovers, resourceReach, resourcesFor } from './resource-reach.ts'

const account = '123456789012'

test.each([
  ['*', 3],
  ['arn:aws:s3:::*', 3],
  ['arn:aws:s3:::*/*', 3],
  ['arn:aws:s3:::bucket', 1],
  ['arn:aws:s3:::bucket/*', 2],
  ['arn:aws:s3:::bucket/folder/key.txt', 1],
  ['arn:aws:s3:::*-logs', 2],
  ['arn:aws:s3:::home/${aws:username}/*', 2],
  ['arn:aws:s3:::home-${aws:username}', 1],
  ['arn:aws:s3:::literal-${*}', 1],
  [`arn:aws:dynamodb:eu-west-1:${account}:table/orders`, 1],
  [`arn:aws:dynamodb:*:${account}:table/orders`, 2],
  [`arn:aws:dynamodb:eu-west-1:${account}:table/orders-*`, 2],
  [`arn:aws:dynamodb:eu-west-1:${account}:table/*`, 3],
  [`arn:aws:dynamodb:eu-west-1:${account}:table/*/index/*`, 3],
  [`arn:aws:dynamodb:eu-west-1:${account}:*`, 3],
  ['arn:aws:dynamodb:*:*:*', 3],
  [`arn:aws:iam::${account}:role/*`, 3],
  [`arn:aws:iam::${account}:role/app/*`, 2],
  ['arn:aws:iam::*:user/${aws:username}', 1],
  [`arn:aws:lambda:eu-west-1:${account}:function:*`, 3],
  [`arn:aws:lambda:eu-west-1:${account}:function:pay?`, 2],
  [`arn:aws:logs:eu-west-1:${account}:log-group:/aws/lambda/*`, 2],
  [`arn:aws:sqs:eu-west-1:${account}:orders`, 1],
  [`arn:aws:sqs:eu-west-1:${account}:orders-*`, 2],
  [`arn:aws:sqs:eu-west-1:${account}:*`, 3],
  ['arn:aws:*', 3],
  ['arn:*:s3:::*', 3],
  ['arn:aws:s*:::bucket', 3],
  [`arn:aws:newservice:eu-west-1:${account}:thing/*`, 3],
  [`arn:aws:newservice:eu-west-1:${account}:thing/one-*`, 2],
])('%s reaches %i', (resource, expected) => {
  expect(resourceReach(resource)).toBe(expected)
})

describe('which resources an action can apply to', () => {
  const service = `arn:aws:ecs:eu-west-1:${account}:service/shop/web`
  const repository = `arn:aws:ecr:eu-west-1:${account}:repository/web`

  test.each([
    ['ecs', [service, repository], [service]],
    ['ecr', [service, repository], [repository]],
    ['sts', [`arn:aws:iam::${account}:role/a`, repository], [`arn:aws:iam::${account}:role/a`]],
    ['ssm', [`arn:aws:ec2:eu-west-1:${account}:instance/*`, repository], [`arn:aws:ec2:eu-west-1:${account}:instance/*`]],
    ['sqs', [service, repository], [service, repository]],
    ['newservice', [service, repository], [service, repository]],
    ['ecs', ['*', repository], ['*']],
  ])('of %s among %j', (prefix, resources, expected) => {
    expect(resourcesFor(prefix, resources)).toEqual(expected)
  })
})

test.each([
  ['*', 'arn:aws:s3:::bucket/*', true],
  ['arn:aws:s3:::bucket/*', 'arn:aws:s3:::bucket/folder/*', true],
  ['arn:aws:s3:::bucket/folder/*', 'arn:aws:s3:::bucket/*', false],
  ['arn:aws:s3:::bucket/${*}', 'arn:aws:s3:::bucket/*', false],
  ['arn:aws:s3:::bucket/?', 'arn:aws:s3:::bucket/*', false],
])('%s covers %s: %s', (outer, inner, expected) => {
  expect(resourceCovers(outer, inner)).toBe(expected)
})

test.each([
  ['arn:aws:iam::*:user/${aws:username}', true],
  [`arn:aws-cn:iam::${account}:user/team/\${aws:userName}`, true],
  ['arn:aws:iam::*:user/*${aws:username}', false],
  ['arn:aws:iam::*:user/${aws:username}*', false],
  ['arn:aws:iam::*:role/${aws:username}', false],
  ['arn:aws:iam::*:user/*', false],
])('%s is one’s own: %s', (resource, expected) => {
  expect(isSelf(resource)).toBe(expected)
})
