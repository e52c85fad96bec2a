import { expect, test } from 'vitest'
import { sourceFieldNames } from './source-field-names.ts'

const { labels, names } = sourceFieldNames([{ name: 'region', label: 'Region' }])

test.each([
  ['name', 'Name', undefined],
  ['schedule', 'Sync', 'everyMinutes'],
  ['settings.region', 'Region', 'field.region'],
  ['credential.region', 'Region', 'field.region'],
])('%s is told as %s', (where, label, name) => {
  expect(labels[where]).toBe(label)
  expect(names[where]).toBe(name)
})
