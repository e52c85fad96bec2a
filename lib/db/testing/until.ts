import { setTimeout as pause } from 'node:timers/promises'

/** Polls until `look` gives something other than undefined or false, and gives that back; fails after `withinMs`, saying what was waited for. */
export async function until<T>(
  what: string,
  look: () => Promise<T | undefined | false> | T | undefined | false,
  withinMs = 30_000,
): Promise<T> {
  const limit = performance.now() + withinMs
  for (;;) {
    const seen = await look()
    if (seen !== undefined && seen !== false) return seen
    if (performance.now() > limit) throw new Error(`Waited ${withinMs} ms in vain for this: ${what}.`)
    await pause(20)
  }
}
