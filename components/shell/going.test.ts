import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { tellGoing, whenGoing } from './going.ts'

beforeEach(() => {
  const window = new EventTarget()
  vi.stubGlobal('location', { href: 'https://standdown.example/tokens?q=x' })
  vi.stubGlobal('addEventListener', window.addEventListener.bind(window))
  vi.stubGlobal('removeEventListener', window.removeEventListener.bind(window))
  vi.stubGlobal('dispatchEvent', window.dispatchEvent.bind(window))
})
afterEach(() => vi.unstubAllGlobals())

test.each([
  ['/directory?show=teams#top', '/directory'],
  ['https://standdown.example/audit', '/audit'],
  ['?q=y', '/tokens'],
])('going to %s is heard of as %s, until it is no longer listened for', (href, path) => {
  const heard: string[] = []
  const stop = whenGoing((to) => heard.push(to))
  tellGoing(href)
  stop()
  tellGoing(href)
  expect(heard).toEqual([path])
})
