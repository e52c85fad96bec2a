import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { expect, test } from 'vitest'
import { connectorKinds, connectorOf } from './registry.ts'

const docs = path.join(import.meta.dirname, '../../docs')
const words = {
  'live-server': 'live server',
  'official-description': 'official description',
  'described-in-part': 'described in part',
  'shape-only': 'shape only',
} as const

test.each(connectorKinds)('%s has a page, and a row that says what it was verified against', async (kind) => {
  const { verified } = await connectorOf(kind)
  const page = await readFile(path.join(docs, 'connectors', `${kind}.md`), 'utf8')
  const table = await readFile(path.join(docs, 'connectors.md'), 'utf8')
  const row = table.split('\n').find((line) => line.startsWith(`| [${kind}](connectors/${kind}.md)`))
  expect(page).toContain(`(kind \`${kind}\``)
  expect(row?.split('|')[2]?.trim()).toBe(verified ? words[verified.how] : '')
})
