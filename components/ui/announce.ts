/** The event that `LiveRegion` listens for; its detail is the sentence. */
export const announcement = 'standdown:announce'

/** Says a sentence in the page's one polite region, where it can be read for a while too. For what has no better place of its own. */
export function announce(sentence: string): void {
  window.dispatchEvent(new CustomEvent(announcement, { detail: sentence }))
}
