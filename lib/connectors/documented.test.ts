import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { expect, test } from 'vitest'
import { kindChoices } from '../exposure/kind-words.ts'
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

test.each(connectorKinds)('each kind of token that %s reads can be chosen in words where a leak is recorded', async (kind) => {
  const { coverage } = await connectorOf(kind)
  const offered = kindChoices.map(({ value }) => value)
  const isOffered = (read: string) => offered.some((one) => (read.endsWith('*') ? one.startsWith(read.slice(0, -1)) : one === read))
  const read = coverage.flatMap((row) => ('tokens' in row ? (row.tokens ?? []) : []))
  expect(read.filter((one) => !isOffered(one))).toEqual([])
})
