import { test } from './fixtures.ts'
import { lookOver } from './look-over.ts'
import { knownOfTheDemo, states } from './states.ts'

/** Every state at two widths and in two themes. Two workers share the list, so that none waits for the other's half. */
for (const { name, who, at, does, only } of states) {
  test(`${name} can be used by everybody`, async ({ stranger, signedIn }) => {
    const known = await knownOfTheDemo()
    const page = who === 'stranger' ? stranger : await signedIn(who)
    const show = async (width: number) => {
      await page.goto(typeof at === 'string' ? at : at(known))
      await does?.(page, width)
    }
    await lookOver(page, name, show, only)
  })
}
