import { describe, expect, it } from 'vitest'
import { file, FileSettings } from '../../connectors/file/connector.ts'
import type { Observation } from '../../model/sighting.ts'
import { freshState } from '../state.ts'
import { viewAt } from '../view.ts'
import { fileNames, fileText } from './file-text.ts'

const now = Date.parse('2026-11-24T00:00:00Z')
const view = viewAt(freshState(7, 1_000, now), now)
const silent = { info: () => undefined, warn: () => undefined, error: () => undefined }

async function* bytes(text: string) {
  yield Buffer.from(text)
}

/** What the file connector makes of a text. */
async function observed(settings: object, text: string): Promise<Observation[]> {
  const world = {
    fetch,
    now: new Date(now),
    signal: new AbortController().signal,
    log: silent,
    fingerprint: (secret: string) => secret,
    input: bytes(text),
  }
  const all: Observation[] = []
  for await (const one of file.observe(FileSettings.parse(settings), {}, world, null)) all.push(one)
  return all
}

describe('the files of the company', () => {
  it.each(fileNames.flatMap((rows) => (['csv', 'jsonl'] as const).map((format) => ({ rows, format }))))(
    '$rows as $format are read by the file import, every row',
    async ({ rows, format }) => {
      const text = fileText(view, rows, format)
      const seen = (await observed({ format, rows }, text)).filter((one) => !['covered', 'mark'].includes(one.see))
      expect(seen).toHaveLength(text.trim().split('\n').length - (format === 'csv' ? 1 : 0))
      expect(new Set(seen.map((one) => one.see)).size).toBe(1)
    },
  )

  it('say the same as CSV and as JSON lines', async () => {
    const tokens = async (format: 'csv' | 'jsonl') =>
      (await observed({ format, rows: 'tokens' }, fileText(view, 'tokens', format))).flatMap((one) =>
        one.see === 'token' ? [one.token] : [],
      )
    expect(await tokens('jsonl')).toEqual(await tokens('csv'))
  })

  it('name only owners and workloads that are there', async () => {
    const all = (await Promise.all(fileNames.map((rows) => observed({ format: 'csv', rows }, fileText(view, rows))))).flat()
    const workloads = new Set(all.flatMap((one) => (one.see === 'workload' ? [one.workload.key] : [])))
    const owners = new Set(all.flatMap((one) => (one.see === 'owner' ? [one.owner.key] : [])))
    for (const one of all) {
      if (one.see === 'token' && one.token.workloadHint) expect(workloads).toContain(one.token.workloadHint)
      if (one.see === 'workload' && one.workload.owner) expect(owners).toContain(one.workload.owner)
      if (one.see === 'owner' && one.owner.team) expect(owners).toContain(one.owner.team)
    }
  })
})
