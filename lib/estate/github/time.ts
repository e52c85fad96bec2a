/** An instant as GitHub writes most: whole seconds, UTC. */
export function githubTime(ms: number): string {
  return new Date(ms).toISOString().replace(/\.\d{3}Z$/, 'Z')
}

/** As it writes grants of tokens: with milliseconds and an offset. */
export function githubOffsetTime(ms: number): string {
  return new Date(ms - 7 * 3_600_000).toISOString().replace('Z', '-07:00')
}
