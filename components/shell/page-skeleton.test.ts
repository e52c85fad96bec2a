import { readdirSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { listAt } from './page-skeleton.tsx'

test.each(['/tokens', '/tokens/issuers', '/directory', '/directory/workloads', '/directory/rules', '/directory/suggestions', '/sources', '/audit', '/settings/people'])(
  '%s is a list, and a page that is there',
  (at) => {
    expect(listAt(at)).not.toBeNull()
    expect(readdirSync(path.join(import.meta.dirname, '..', '..', 'app', '(console)', at))).toContain('page.tsx')
  },
) // prettier-ignore

test.each(['/tokens/018f', '/help', '/', 'constructor'])('%s is no list', (at) => expect(listAt(at)).toBeNull())

test('no loading.tsx: with one a page that is not there would be answered with 200', () => {
  const files = readdirSync(path.join(import.meta.dirname, '..', '..', 'app'), { recursive: true, encoding: 'utf8' })
  expect(files.filter((file) => /(^|\/)loading\.tsx$/.test(file))).toEqual([])
})
