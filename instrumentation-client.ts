import { tellGoing } from './components/shell/going.ts'

/** Next calls this within the transition that ends when the page is there; see `PageComing`. */
export function onRouterTransitionStart(url: string): void {
  tellGoing(url)
}
