/** How long a revocation drill took: "under a minute", "12 min", "1 h 30 min". */
export function drillWords(minutes: number): string {
  if (minutes < 1) return 'under a minute'
  const whole = Math.round(minutes)
  if (whole < 60) return `${whole} min`
  return whole % 60 === 0 ? `${whole / 60} h` : `${Math.floor(whole / 60)} h ${whole % 60} min`
}
