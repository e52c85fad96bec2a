/** How often a source may sync; an empty value is "only when asked". */
export const schedules = [
  { value: '', label: 'off: only when asked' },
  { value: '15', label: 'every 15 minutes' },
  { value: '60', label: 'every hour' },
  { value: '360', label: 'every 6 hours' },
  { value: '720', label: 'every 12 hours' },
  { value: '1440', label: 'every day' },
  { value: '10080', label: 'every week' },
] as const

/** The choices, with a source's own schedule among them where it is another one (set from the command line). */
export function schedulesWith(everyMinutes: number | null): readonly { value: string; label: string }[] {
  const value = everyMinutes === null ? '' : String(everyMinutes)
  return schedules.some((one) => one.value === value) ? schedules : [...schedules, { value, label: `every ${value} minutes` }]
}

/** A choice as it is stored: minutes, or null. What is no number is refused by the flow. */
export function readEvery(value: string): number | null {
  return value === '' ? null : Number(value)
}
