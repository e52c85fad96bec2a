import { expect, test } from 'vitest'
import { partsOf } from './parts-of.ts'

test.each([
  ['RoleManagement.ReadWrite.Directory', ['RoleManagement.', 'ReadWrite.', 'Directory']],
  ['slack:B04RELEASE', ['slack:', 'B04RELEASE']],
  ['arn:aws:s3:::bucket/*', ['arn:', 'aws:', 's3:::', 'bucket/', '*']],
  ['admin_mode where it is on', ['admin_', 'mode where it is on']],
  ['AKIA…7Q2X', ['AKIA…7Q2X']],
  ['', ['']],
])('%s', (name, parts) => {
  expect(partsOf(name)).toEqual(parts)
  expect(partsOf(name).join('')).toBe(name)
})
