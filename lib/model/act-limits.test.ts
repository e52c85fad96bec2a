import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import config from '../../next.config.mjs'
import { mostNamed } from './act-limits.ts'

/** A form as the dialog of an act sends it, at its longest: ids in one field, the filters of the list, the longest evidence. */
async function sent(ids: number): Promise<number> {
  const form = new FormData()
  form.set('1_ids', Array.from({ length: ids }, () => randomUUID()).join(' '))
  form.set('1_filters', 'x'.repeat(8_000))
  form.set('1_evidence', '€'.repeat(2_000))
  for (let n = 0; n < 20; n += 1) form.set(`1_field-${n}`, 'x'.repeat(200))
  return (await new Response(form).arrayBuffer()).byteLength
}

test.each([1, 2_000, mostNamed])('%d tokens that are named one by one fit into the body that an action takes', async (ids) => {
  const limit = /^(\d+)kb$/.exec(config.experimental.serverActions.bodySizeLimit)
  expect(await sent(ids)).toBeLessThan(Number(limit?.[1]) * 1_024)
})
