export type Step<T> = { of: string; value: T } | { of: string; ended: true }

/**
 * Several streams as one, so many of them at once, each in its own order; the next one is begun when another has ended. What one throws
 * ends them all.
 */
export async function* interleaved<T>(
  ids: readonly string[],
  begin: (id: string) => AsyncGenerator<T>,
  atOnce: number,
): AsyncGenerator<Step<T>> {
  const open = new Map<string, { stream: AsyncGenerator<T>; next: Promise<{ id: string; result: IteratorResult<T> }> }>()
  const waiting = [...ids]
  const ask = (id: string, stream: AsyncGenerator<T>) => {
    const next = stream.next().then((result) => ({ id, result }))
    // One that fails while another is looked at is met when it is its turn, and after the end by nobody.
    next.catch(() => undefined)
    open.set(id, { stream, next })
  }
  try {
    for (;;) {
      while (open.size < atOnce && waiting.length > 0) {
        const id = waiting.shift()!
        ask(id, begin(id))
      }
      if (open.size === 0) return
      const { id, result } = await Promise.race([...open.values()].map(({ next }) => next))
      const { stream } = open.get(id)!
      if (result.done) {
        open.delete(id)
        yield { of: id, ended: true }
      } else {
        // Handed over before the next is asked for: what is kept after this step is what was yielded before it.
        yield { of: id, value: result.value }
        ask(id, stream)
      }
    }
  } finally {
    for (const { stream } of open.values()) void stream.return(undefined).catch(() => undefined)
  }
}
