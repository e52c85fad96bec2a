import type { MessageHours, QuietHours } from '../model/message.ts'

/** What the clock on the wall shows at an instant: summer time moves it, so it is asked of the zone and never counted. */
function wall(now: Date, timeZone: string): { day: string; minutes: number } {
  const format = new Intl.DateTimeFormat('en-CA', {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  })
  const part = Object.fromEntries(format.formatToParts(now).map(({ type, value }) => [type, value]))
  return { day: `${part.year}-${part.month}-${part.day}`, minutes: Number(part.hour) * 60 + Number(part.minute) }
}

/** Whether nobody is to be written to now. The first minute is quiet, the last one (`to`) is not. */
export function isQuiet(now: Date, { quiet, timeZone }: Pick<MessageHours, 'quiet' | 'timeZone'>): boolean {
  if (!quiet) return false
  const { minutes } = wall(now, timeZone)
  const [from, to] = [minutesOf(quiet.from), minutesOf(quiet.to)]
  return from < to ? minutes >= from && minutes < to : minutes >= from || minutes < to
}

/** The day whose digest is the newest that may be out: today's from the digest's hour on, yesterday's before it. */
export function digestDay(now: Date, { timeZone, digestHour }: Pick<MessageHours, 'timeZone' | 'digestHour'>): string {
  const { day, minutes } = wall(now, timeZone)
  if (minutes >= digestHour * 60) return day
  return new Date(Date.parse(`${day}T00:00:00Z`) - 86_400_000).toISOString().slice(0, 10)
}

function minutesOf(clock: QuietHours['from']): number {
  const [hours = 0, minutes = 0] = clock.split(':').map(Number)
  return hours * 60 + minutes
}
