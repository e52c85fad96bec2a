const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const
const echoMs = 2_000

/**
 * Waits to be told to end, by Ctrl-C, a signal or a closed terminal. The same Ctrl-C often arrives twice (from the terminal and
 * through npm), so what comes within two seconds is its echo; told again later, the process ends at once, and what it started
 * ends by itself when its channel breaks.
 */
export function untilTold(): { promise: Promise<void>; signal: AbortSignal; end(): void } {
  const controller = new AbortController()
  let first = 0
  const onSignal = () => {
    if (controller.signal.aborted && performance.now() - first > echoMs) process.exit(1)
    if (controller.signal.aborted) return
    first = performance.now()
    controller.abort()
  }
  const promise = new Promise<void>((resolve) => controller.signal.addEventListener('abort', () => resolve(), { once: true }))
  for (const signal of signals) process.on(signal, onSignal)
  return { promise, signal: controller.signal, end: () => signals.forEach((signal) => process.off(signal, onSignal)) }
}
