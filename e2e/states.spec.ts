import { test } from './fixtures.ts'
import { lookOver } from './look-over.ts'
import { knownOfTheDemo, states } from './states.ts'

// Four lookings at a page of a hundred rows, on a machine that may be busy.
test.describe.configure({ timeout: 120_000 })

/** Every state at two widths and in two themes. Two workers share the list, so that none waits for the other's half. */
for (const { name, who, at, does, only } of states) {
  test(`${name} can be used by everybody`, async ({ stranger, signedIn }) => {
    const known = await knownOfTheDemo()
    const page = who === 'stranger' ? stranger : await signedIn(who)
    const path = typeof at === 'string' ? at : at(known)
    const show = async (width: number) => {
      await page.goto(process.env.E2E_PICTURES ? path : withFewRows(path))
      await does?.(page, width)
    }
    await lookOver(page, name, show, only)
  })
}

/** Eight rows break whatever fifty would, and are looked over in a sixth of the time; pictures show all. */
function withFewRows(path: string): string {
  if (!/^\/tokens(?:\?|$)/.test(path) || path.includes('sort=upwards')) return path
  return `${path}${path.includes('?') ? '&' : '?'}limit=8`
}
