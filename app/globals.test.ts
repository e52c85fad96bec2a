import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'

const css = readFileSync(new URL('globals.css', import.meta.url), 'utf8')
const pairs = new Map(
  [...css.matchAll(/^ {2}--([a-z0-9-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\);$/gm)].map(([, name = '', light = '', dark = '']) => [
    name,
    { light, dark },
  ]),
)

function colour(name: string, theme: 'light' | 'dark'): string {
  const pair = pairs.get(name)
  if (!pair) throw new Error(`globals.css has no --${name} for light and dark.`)
  return pair[theme]
}

/** WCAG 2.2, relative luminance. */
function luminance(hex: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(hex.slice(at, at + 2), 16) / 255
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

function contrast(one: string, other: string): number {
  const [light = 0, dark = 0] = [luminance(one), luminance(other)].sort((a, b) => b - a)
  return (light + 0.05) / (dark + 0.05)
}

const surfaces = ['bg', 'panel', 'selected']
const verdicts = ['revoke', 'standing', 'controls', 'fine', 'retired']
const tints = verdicts.map((verdict) => `${verdict}-tint`)
const on = (names: string[], grounds: string[], least: number) =>
  names.flatMap((name) => grounds.map((ground) => [name, ground, least] as const))

describe.each(['light', 'dark'] as const)('%s', (theme) => {
  it.each([
    ...on(['text', 'text-2', 'text-3', 'accent'], surfaces, 4.5),
    ...on(['text'], surfaces, 12.5),
    ...on(['text-2'], surfaces, 7),
    // What a notice says stands on its tint.
    ...on(['text', 'text-2'], tints, 4.5),
    ...on(verdicts, surfaces, 4.5),
    ...verdicts.map((verdict) => [verdict, `${verdict}-tint`, 4.5] as const),
    ...['a', 'b', 'c', 'd', 'f'].map((grade) => [`grade-${grade}-text`, `grade-${grade}`, 4.5] as const),
    ['on-danger', 'danger', 4.5],
    // A filled primary button.
    ['bg', 'text', 4.5],
    ['bg', 'text-2', 4.5],
  ] as const)('--%s on --%s reads at %d:1 at least', (name, ground, least) =>
    expect(contrast(colour(name, theme), colour(ground, theme))).toBeGreaterThanOrEqual(least),
  )

  it.each([...on(['control'], surfaces, 3), ...on(['accent'], tints, 3)])(
    'the edge or focus ring --%s on --%s is told at %d:1 at least',
    (name, ground, least) => expect(contrast(colour(name, theme), colour(ground, theme))).toBeGreaterThanOrEqual(least),
  )

  it('no two verdicts have one colour', () => expect(new Set(verdicts.map((verdict) => colour(verdict, theme))).size).toBe(5))
})

describe('the style sheet', () => {
  it('computes contrast as WCAG does', () => {
    expect(contrast('#000000', '#ffffff')).toBeCloseTo(21)
    expect(contrast('#777777', '#ffffff')).toBeCloseTo(4.48, 2)
  })

  it('moves nothing for those who asked for that', () =>
    expect(block('prefers-reduced-motion: reduce')).toMatch(/animation-duration: 0s !important[\s\S]*transition-duration: 0s !important/))

  it('keeps marks and what is current in forced colours', () => {
    const forced = block('forced-colors: active')
    for (const verdict of verdicts) expect(forced).toContain(`--${verdict}: ${verdict === 'retired' ? 'GrayText' : 'CanvasText'}`)
    expect(forced).toMatch(/aria-current[\s\S]*outline: 2px solid Highlight/)
  })

  it('shows the focus by a line of 2 px with a gap', () =>
    expect(css).toMatch(/:focus-visible \{\s*outline: 2px solid var\(--accent\);\s*outline-offset: 2px;/))
})

/** What stands in the braces after a media query. */
function block(query: string): string {
  const from = css.indexOf(`(${query}) {`)
  let depth = 0
  for (let at = css.indexOf('{', from); from >= 0 && at < css.length; at += 1) {
    if (css[at] === '{') depth += 1
    if (css[at] === '}') depth -= 1
    if (depth === 0) return css.slice(from, at)
  }
  throw new Error(`globals.css says nothing for ${query}.`)
}
