import { expect, test } from 'vitest'
import { catalogue } from '../lib/score/scope/aws/catalogue.ts'
import { awsCatalogue } from './aws-catalogue.ts'

test('the kept list of AWS actions is that of the pinned package; if not, run `node bin/aws-catalogue.ts`', async () => {
  const current = await awsCatalogue()
  expect(catalogue.source).toBe(current.source)
  expect(catalogue).toEqual(current)
})
