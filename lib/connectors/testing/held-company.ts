import type { Estate } from '../../estate/estate.ts'
import type { Observation } from '../../model/sighting.ts'
import type { Connector } from '../contract.ts'
import { connectorOf } from '../registry.ts'
import { heldToDescription } from './described-server.ts'
import { gather, quietWorld } from './quiet-world.ts'

/** Which setting of a connector leads to what is described ("graphUrl"), what is described, and `after`: what follows the address in that setting ("/{service}"). */
export type Hold = { kind: string; setting: string; after?: string; description: () => Promise<object> }

/** What was seen of the made-up company past its description and straight, and what was not as described. */
export type HeldRun = { straight: readonly Observation[]; held: readonly Observation[]; violations: readonly string[]; calls: number }

/**
 * Reads the made-up company's provider of a kind twice: straight, and through a proxy that holds each call and each answer to the provider's
 * own description. Through it, each sort of token is then looked at and acted on by every verb that the connector has.
 */
export async function heldRun(estate: Estate, { kind, setting, after = '', description }: Hold): Promise<HeldRun> {
  const source = Object.values(estate.further).find((one) => one.kind === kind)
  if (!source) throw new Error(`The company has no ${kind}.`)
  const connector = await connectorOf(kind)
  const world = () => ({ ...quietWorld(), now: estate.control.now() })
  const observe = (settings: object) =>
    gather(connector.observe(connector.settings.parse(settings), connector.credential.parse(source.credential), world(), null))
  const straight = await observe(source.settings)
  const server = await heldToDescription(await description(), String(source.settings[setting]).slice(0, after ? -after.length : undefined))
  try {
    const settings = { ...source.settings, [setting]: server.url + after }
    const held = await observe(settings)
    await actOn(connector, held, { settings, credential: source.credential, action: source.action, world })
    return { straight, held, violations: server.violations(), calls: server.calls() }
  } finally {
    await server.close()
  }
}

type As = { settings: object; credential: unknown; action: unknown; world: () => ReturnType<typeof quietWorld> }

/** What a provider refuses (the only secret of an app) is as good as what it does: here only the form of both matters. */
async function actOn({ actions, ...connector }: Connector, seen: readonly Observation[], as: As): Promise<void> {
  if (!actions || !as.action) return
  const [settings, reads, acts] = [
    connector.settings.parse(as.settings),
    connector.credential.parse(as.credential),
    actions.credential.parse(as.action),
  ]
  await actions.test(settings, acts, as.world())
  for (const [kind, verbs] of Object.entries(actions.kinds)) {
    const target = seen.flatMap((one) => (one.see === 'token' && one.token.kind === kind && one.token.lifecycle === 'active' ? [one.token] : []))[0]
    for (const verb of target ? verbs : []) {
      const { place } = await actions.look(settings, reads, as.world(), target!)
      await actions.act(settings, acts, as.world(), { target: target!, verb, place }).catch(() => null)
    }
    if (target) await actions.look(settings, reads, as.world(), target)
  }
} // prettier-ignore

/** The ids of tokens, in the order in which they were seen. */
export function idsOf(seen: readonly Observation[]): string[] {
  return seen.flatMap((one) => (one.see === 'token' ? [one.token.externalId] : []))
}
