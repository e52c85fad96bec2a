import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Rating } from '../../../model/grant.ts'
import type { Json } from '../../../model/json.ts'
import { cell } from '../../dimensions/scope.ts'
import { runs } from '../../testing/runs.ts'
import { allow, deny, principal, rateIam } from './testing/policies.ts'
import type { Principal } from './testing/policies.ts'

/** How bad a rating is; what is not known is as bad as can be, as the score has it. */
function badness({ breadth }: Rating): number {
  return breadth === 'not-reported' ? 100 : cell(breadth)
}

const action = fc.constantFrom(
  '*', '*:*', 's3:*', 's3:Get*', 's3:GetObject', 's3:PutObject', 's3:List*', 'iam:*', 'iam:PassRole', 'iam:CreateAccessKey', 'iam:Get*', 'lambda:CreateFunction', 'lambda:*',
  'ec2:Describe*', 'ec2:RunInstances', 'sqs:SendMessage', 'secretsmanager:GetSecretValue', 'sts:AssumeRole', 'dynamodb:*', 'ecs:UpdateService', 'newservice:MakeThing', '*:Get*', '*:Tag*',
) // prettier-ignore
const resource = fc.constantFrom(
  '*', 'arn:aws:s3:::reports', 'arn:aws:s3:::reports/*', 'arn:aws:s3:::reports/a', 'arn:aws:s3:::reports/b', 'arn:aws:s3:::*', 'arn:aws:iam::123456789012:role/app', 'arn:aws:iam::123456789012:role/*',
  'arn:aws:iam::*:user/${aws:username}', 'arn:aws:sqs:eu-west-1:123456789012:orders', 'arn:aws:sqs:*:*:*', 'arn:aws:dynamodb:eu-west-1:123456789012:table/*',
) // prettier-ignore

const statement = fc
  .record({
    effect: fc.constantFrom('Allow', 'Allow', 'Allow', 'Deny'),
    actions: fc.array(action, { minLength: 1, maxLength: 3 }),
    inverse: fc.integer({ min: 0, max: 9 }),
    resources: fc.array(resource, { minLength: 1, maxLength: 3 }),
    conditional: fc.integer({ min: 0, max: 4 }),
  })
  .map(({ effect, actions, inverse, resources, conditional }) => ({
    Effect: effect,
    [inverse === 0 ? 'NotAction' : 'Action']: actions,
    [inverse === 1 ? 'NotResource' : 'Resource']: resources,
    ...(conditional === 0 ? { Condition: { Bool: { 'aws:SecureTransport': 'true' } } } : {}),
  }))
const policy = fc.array(statement, { minLength: 1, maxLength: 4 }).map((Statement): Json => ({ Version: '2012-10-17', Statement }))
const policies = fc.array(policy, { maxLength: 4 })
const boundary = fc.option(policy, { nil: undefined })

function rated(parts: Parameters<typeof principal>[0]): Rating {
  return rateIam(principal(parts))
}

test('granting more never makes it less', () => {
  fc.assert(
    fc.property(policies, boundary, fc.array(action, { minLength: 1, maxLength: 3 }), resource, (inline, capped, actions, on) => {
      const [before, after] = [rated({ inline, boundary: capped }), rated({ inline: [...inline, allow(actions, on)], boundary: capped })]
      expect(badness(after)).toBeGreaterThanOrEqual(badness(before))
    }),
    { numRuns: runs(400) },
  )
})

test('denying more never makes it more', () => {
  fc.assert(
    fc.property(policies, boundary, fc.array(action, { minLength: 1, maxLength: 3 }), resource, (inline, capped, actions, on) => {
      const [before, after] = [rated({ inline, boundary: capped }), rated({ inline: [...inline, deny(actions, on)], boundary: capped })]
      expect(badness(after)).toBeLessThanOrEqual(badness(before))
    }),
    { numRuns: runs(400) },
  )
})

test('a boundary never makes it more, nor does a single service', () => {
  fc.assert(
    fc.property(policies, policy, fc.constantFrom('s3', 'bedrock.amazonaws.com', 'iam', 'nosuch'), (inline, capped, onlyService) => {
      const open = badness(rated({ inline }))
      expect(badness(rated({ inline, boundary: capped }))).toBeLessThanOrEqual(open)
      expect(badness(rated({ inline, onlyService }))).toBeLessThanOrEqual(open)
    }),
    { numRuns: runs(400) },
  )
})

test('how a policy is written does not matter: order, case, one policy or many, `*:*` or `*`', () => {
  fc.assert(
    fc.property(policies, boundary, fc.nat(), (inline, capped, turn) => {
      const whole = rated({ inline, boundary: capped })
      const statements = inline.flatMap((one) => (one as { Statement: Json[] }).Statement)
      const turned = turn % Math.max(1, statements.length)
      const shuffled = [...statements.slice(turned), ...statements.slice(0, turned)]
      const rewritten = JSON.parse(
        JSON.stringify(shuffled).replace(/"(\*|\*:\*|[a-z0-9]+:[A-Za-z*]+)"/g, (text, name: string) =>
          name === '*' ? text : name === '*:*' ? '"*"' : `"${name.toUpperCase()}"`,
        ),
      ) as Json[]
      const apart = rated({ groupManaged: rewritten.map((Statement) => ({ Statement })), boundary: capped })
      expect(apart.breadth).toEqual(whole.breadth)
      expect(apart.breadths).toEqual(whole.breadths)
    }),
    { numRuns: runs(400) },
  )
})

test('the order of policies changes nothing at all', () => {
  fc.assert(
    fc.property(fc.uniqueArray(policy, { maxLength: 5, selector: (one) => JSON.stringify(one) }), (inline) => {
      const named = principal({ inline })
      const stated = named.stated as { policies: Json[] }
      const reversed: Principal = { ...named, stated: { ...stated, policies: [...stated.policies].reverse() } }
      expect(rateIam(reversed).grants).toEqual(rateIam(named).grants)
    }),
    { numRuns: runs(200) },
  )
})

test('a rating holds together', () => {
  fc.assert(
    fc.property(policies, boundary, (inline, capped) => {
      const { breadth, breadths, grants, all } = rated({ inline, boundary: capped })
      expect(breadths[0]).toEqual(breadth)
      expect(grants.length).toBe(Math.min(5, all))
      const cells = grants.map(cell)
      expect(cells).toEqual([...cells].sort((one, other) => other - one))
      expect({ level: grants[0]?.level, reach: grants[0]?.reach }).toEqual(breadth)
      for (const grant of grants) expect(grant.because).toMatch(/^\S.{10,}\.$/)
    }),
    { numRuns: runs(400) },
  )
})

/** Replaces, removes or doubles one value somewhere in a document. */
function mutate(document: Json, at: number, put: Json | undefined): Json {
  let left = at
  function walk(value: Json): Json | undefined {
    if (left-- === 0) return put
    if (Array.isArray(value)) return (value as readonly Json[]).flatMap((one) => walk(one) ?? [])
    if (typeof value !== 'object' || value === null) return value
    return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, one === undefined ? one : walk(one)]))
  }
  return walk(document) ?? null
}

test('no document makes it throw, and a broken one is never taken for less than unknown', () => {
  const good: Json = {
    Version: '2012-10-17',
    Statement: [{ Sid: 'a', Effect: 'Allow', Action: ['s3:GetObject', 'iam:*'], Resource: ['*'] }],
  }
  const whole = badness(rated({ inline: [good] }))
  const put = fc.oneof(
    fc.jsonValue() as fc.Arbitrary<Json>,
    fc.constant(undefined),
    fc.constantFrom<Json>('Deny', 'allow', '**', 's3:', ':', '${', '*'.repeat(400), [[]], [null], { Action: '*' }),
  )
  fc.assert(
    fc.property(fc.nat(12), put, (at, value) => {
      const rating = rated({ inline: [mutate(good, at, value)] })
      const known = rating.breadth !== 'not-reported'
      // What can still be read is either a policy as AWS takes it, or counts as the worst.
      if (!known) expect(badness(rating)).toBe(100)
      else expect(rating.grants.length).toBeGreaterThan(0)
    }),
    { numRuns: runs(10_000) },
  )
  expect(whole).toBeGreaterThan(90)
})

test('nothing at all makes it throw', () => {
  fc.assert(
    fc.property(fc.jsonValue() as fc.Arbitrary<Json>, fc.jsonValue() as fc.Arbitrary<Json>, (stated, document) => {
      expect(rateIam({ stated }).breadth).toBe('not-reported')
      expect(rated({ inline: [document] }).breadth).toBe('not-reported')
    }),
    { numRuns: runs(2_000) },
  )
})

test('a thousand policies are rated without running away', () => {
  const services = ['s3', 'ec2', 'iam', 'sqs', 'sns', 'rds', 'logs', 'glue', 'ecs', 'eks', 'kms', 'lambda', 'athena', 'events']
  const many = Array.from({ length: 1_000 }, (_, at) =>
    allow(
      services.flatMap((service, by) => (at % (by + 2) === 0 ? [`${service}:*`] : [`${service}:Get${at % 50}*`, `${service}:List*`])),
      at % 3 ? '*' : `arn:aws:s3:::bucket-${at}/*`,
    ),
  )
  const started = performance.now()
  for (const one of many) rated({ inline: [one] })
  for (let at = 0; at < 200; at++) rated({ inline: [allow('*')], boundary: allow(['s3:*', '*:Get*']), managed: [deny('iam:*')] })
  expect(performance.now() - started).toBeLessThan(20_000)
})
