import { describe, expect, test } from 'vitest'
import { ways } from './ways.ts'

const filled = {
  account: '123456789012',
  memberRole: 'standdown-reader',
  externalId: 'ours-1',
  provider: 'oidc.example',
  tokenSubject: 'x',
}

describe('what is copied into a part of AWS of its own', () => {
  test.each([
    ['us-gov-west-1', 'aws-us-gov'],
    ['cn-north-1', 'aws-cn'],
    ['eu-central-1', 'aws'],
    ['', 'aws'],
  ])('%s has ARNs of %s', (region, partition) => {
    const texts = ways.flatMap(({ snippets }) => snippets({ ...filled, region })).map(({ text }) => text)
    const found = new Set(texts.flatMap((text) => [...text.matchAll(/arn:([\w-]*):iam/g)].map(([, named]) => named)))
    expect([...found]).toEqual([partition])
  })

  test('the role of a member account is made once: in one region', () => {
    const steps = ways.find(({ id }) => id === 'organisation')?.steps.join(' ')
    expect(steps).toContain('CAPABILITY_NAMED_IAM')
    expect(steps).toContain('choose one region')
  })
})
