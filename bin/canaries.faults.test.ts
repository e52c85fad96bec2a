import { expect, test } from 'vitest'
import { faultNames } from '../lib/estate/faults/faults.ts'
import { syncNow } from '../lib/flows/sync-now.ts'
import { openCanaryGround } from './testing/canary-ground.ts'
import { leaksIn } from './testing/left-behind.ts'
import { secretSearch } from './testing/secret-search.ts'

const { estate, relay, world, sources, answers, sinks } = await openCanaryGround({ tokens: 120, seed: 29 })
/** These answer without end or without haste: what they cost is time, and they hold nothing that the others do not. */
const endless = new Set(['huge-body', 'zip-bomb', 'slow'])

/** Every way in which a provider lies or breaks, at the beginning and in the middle, then a sync that is whole: no secret stays anywhere. */
test('no fault leaves a secret behind', async () => {
  for (const name of faultNames.filter((one) => !endless.has(one))) {
    for (const kind of ['aws', 'github'] as const) {
      for (const skip of [0, 9]) {
        estate.control.fault({ name, on: kind === 'aws' ? 'iam:' : undefined, skip, times: 1 })
        answers.push(JSON.stringify(await syncNow(sources[kind], await world(), 'schedule')))
        estate.control.clearFaults()
      }
    }
  }
  for (const id of Object.values(sources)) expect(await syncNow(id, await world(), 'schedule')).toMatchObject({ state: 'complete' })

  const search = secretSearch(relay.secrets())
  expect(relay.secrets().length).toBeGreaterThan(1_000)
  for (const [name, traces] of Object.entries(sinks)) expect(await leaksIn(traces(), search), name).toEqual([])
})
