const name = 'keys'

/** Told on `window` when the single keys are switched on or off. */
export const keysSwitched = 'standdown:keys'

/** Whether single keys do anything on this browser (WCAG 2.1.4). Without a store to ask they do. */
export function keysAreOn(): boolean {
  try {
    return window.localStorage.getItem(name) !== 'off'
  } catch {
    return true
  }
}

/** Switches all single keys on or off on this browser. Ctrl-K and Escape are no single keys and stay. */
export function switchKeys(on: boolean): void {
  try {
    if (on) window.localStorage.removeItem(name)
    else window.localStorage.setItem(name, 'off')
  } catch {
    // A browser that keeps nothing keeps the keys as they are.
  }
  window.dispatchEvent(new Event(keysSwitched))
}
