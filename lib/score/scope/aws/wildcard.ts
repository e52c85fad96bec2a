/**
 * Whether a pattern, in which `*` is any run of characters and `?` any one, covers a text. Both are compared as they are:
 * lower them first where case does not count. A star that fails is retried one further and never two at once, so the time
 * is at most the product of the lengths, whatever the pattern.
 */
export function covers(pattern: string, text: string): boolean {
  let at = 0
  let on = 0
  let star = -1
  let resume = 0
  while (on < text.length) {
    if (pattern[at] === '*') {
      star = at++
      resume = on
    } else if (at < pattern.length && (pattern[at] === text[on] || (pattern[at] === '?' && text[on] !== '*'))) {
      at++
      on++
    } else if (star >= 0) {
      at = star + 1
      on = ++resume
    } else return false
  }
  while (pattern[at] === '*') at++
  return at === pattern.length
}

/** Whether a text holds a wildcard. */
export function isPattern(text: string): boolean {
  return text.includes('*') || text.includes('?')
}
