const event = 'standdown:going'

/** Says that the console is on its way to another address, as its router begins to ask for it. */
export function tellGoing(href: string): void {
  dispatchEvent(new CustomEvent(event, { detail: href }))
}

/** Hears of it, by the path that is gone to. Answers with what stops it. */
export function whenGoing(hear: (path: string) => void): () => void {
  const listen = ({ detail }: Event & { detail?: unknown }) => hear(new URL(String(detail), location.href).pathname)
  addEventListener(event, listen)
  return () => removeEventListener(event, listen)
}
