import type { Notice } from '../model/message.ts'

/** What is told at any hour: a leak of ours, and one that works and may be. */
export function wakes(notice: Notice): boolean {
  return notice.kind === 'exposed' || (notice.kind === 'leak-unmatched' && notice.stillValid === 'yes')
}
