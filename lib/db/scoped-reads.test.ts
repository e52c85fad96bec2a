import { readFileSync, readdirSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'

/** Where a read gives nothing to those who do not see everything, before it asks for anything, there is nothing to lock. */
const forThoseWhoSeeAll = /if \(!(?:viewer\.)?scope\.all\) return /

test('a read that takes a scope goes through the second lock', () => {
  const strays = readdirSync(import.meta.dirname)
    .filter((name) => name.endsWith('.ts') && !name.includes('.test.') && name !== 'scoped.ts')
    .filter((name) => {
      const text = readFileSync(path.join(import.meta.dirname, name), 'utf8')
      return (
        /\bscope: Scope\b|\bviewer\.scope\b/.test(text) &&
        /\b(?:pool\.query|prisma)\b/.test(text) &&
        !/\bownerSettings\(/.test(text) &&
        !forThoseWhoSeeAll.test(text)
      )
    })
  expect(strays, 'Ask through the reader that `scoped` hands over (lib/db/scoped.ts)').toEqual([])
})
