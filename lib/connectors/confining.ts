import type { Observation, Sighting } from '../model/sighting.ts'

/**
 * Tells of each token that a provider's list of addresses reaches that it is confined by it. `evidence`: how it is known, null where there is
 * no such list. It is told of tokens and not of the source: a copy of another provider's credential, stored here, works from anywhere.
 */
export async function* confining(
  evidence: string | null,
  reaches: (token: Sighting) => boolean,
  observations: AsyncIterable<Observation>,
): AsyncGenerator<Observation> {
  for await (const one of observations) {
    if (evidence === null || one.see !== 'token' || !reaches(one.token)) yield one
    else {
      const { token } = one
      yield {
        ...one,
        token: {
          ...token,
          controls: { ...token.controls, networkConfined: true },
          evidence: { ...token.evidence, controls: evidence.slice(0, 300) },
        },
      }
    }
  }
}
