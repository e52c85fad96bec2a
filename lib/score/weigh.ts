import type { Facts } from '../model/facts.ts'
import { age } from './dimensions/age.ts'
import { binding } from './dimensions/binding.ts'
import { controlsRelief } from './dimensions/controls.ts'
import { agent, owner, reuse, storage, thirdParty } from './dimensions/hygiene.ts'
import { scope } from './dimensions/scope.ts'
import { sensitivity } from './dimensions/sensitivity.ts'
import { staleness } from './dimensions/staleness.ts'
import { ttl } from './dimensions/ttl.ts'
import { model } from './nps-1.0.0.ts'

/** Basis points of every factor; `cap` and `controls` are zero or negative, the others zero or positive. */
export type Weights = {
  binding: number
  ttl: number
  age: number
  staleness: number
  reuse: number
  storage: number
  thirdParty: number
  agent: number
  owner: number
  cap: number
  controls: number
  scope: number
  sensitivity: number
}

/** The two sides in basis points 0–10000, what they are made of, and the risk 0–100 before the verdict's floor. */
export type Weighed = { weights: Weights; replay: number; impact: number; base: number }

/** A whole side, in basis points. */
export const side = 10_000

/** 5000·(R + I) + R·I: a quarter of each side and half of their product, in two-millionths of a point. Integers below 2^31. */
export function product(replay: number, impact: number): number {
  return 5_000 * (replay + impact) + replay * impact
}

/** How many units of `product` make one point of risk. */
export const unitsPerPoint = 2_000_000

/**
 * Puts the factors together. Additive alone scores a harmless old key and a bound administrator token alike; multiplied
 * alone both come out near nothing; half of each keeps them apart. Integers throughout, so that every machine agrees.
 */
export function weigh(facts: Facts): Weighed {
  const by = model.weights
  const weights: Weights = {
    binding: by.binding * binding(facts),
    ttl: by.ttl * ttl(facts),
    age: by.age * age(facts),
    staleness: staleness(facts),
    reuse: reuse(facts),
    storage: storage(facts),
    thirdParty: thirdParty(facts),
    agent: agent(facts),
    owner: owner(facts),
    cap: 0,
    controls: 0,
    scope: by.scope * scope(facts),
    sensitivity: by.sensitivity * sensitivity(facts),
  }
  const { staleness: stale, reuse: shared, storage: plain, thirdParty: outside, agent: machine, owner: nobody } = weights
  const uncapped = weights.binding + weights.ttl + weights.age + stale + shared + plain + outside + machine + nobody
  const capped = Math.min(side, uncapped)
  // Subtracted from zero only where there is something, since -0 would show up as a line of its own.
  if (uncapped > side) weights.cap = side - uncapped
  const relief = controlsRelief(facts, capped)
  if (relief > 0) weights.controls = -relief

  const replay = capped - relief
  const impact = weights.scope + weights.sensitivity
  const base = Math.floor((product(replay, impact) + unitsPerPoint / 2) / unitsPerPoint)
  return { weights, replay, impact, base }
}
