/**
 * The table scrolls sideways in a region of its own only where its columns do not fit; where they do, the page scrolls and
 * the heading sticks under the top bar. Which of the two is known from the columns, so that no script has to measure.
 */
const fits = [
  [640, '@min-[640px]:overflow-visible @min-[640px]:max-h-none @min-[640px]:[--head:3rem]'],
  [800, '@min-[800px]:overflow-visible @min-[800px]:max-h-none @min-[800px]:[--head:3rem]'],
  [960, '@min-[960px]:overflow-visible @min-[960px]:max-h-none @min-[960px]:[--head:3rem]'],
  [1080, '@min-[1080px]:overflow-visible @min-[1080px]:max-h-none @min-[1080px]:[--head:3rem]'],
  [1176, '@min-[1176px]:overflow-visible @min-[1176px]:max-h-none @min-[1176px]:[--head:3rem]'],
  [1260, '@min-[1260px]:overflow-visible @min-[1260px]:max-h-none @min-[1260px]:[--head:3rem]'],
  [1320, '@min-[1320px]:overflow-visible @min-[1320px]:max-h-none @min-[1320px]:[--head:3rem]'],
  [1440, '@min-[1440px]:overflow-visible @min-[1440px]:max-h-none @min-[1440px]:[--head:3rem]'],
  [1600, '@min-[1600px]:overflow-visible @min-[1600px]:max-h-none @min-[1600px]:[--head:3rem]'],
  [1800, '@min-[1800px]:overflow-visible @min-[1800px]:max-h-none @min-[1800px]:[--head:3rem]'],
  [2100, '@min-[2100px]:overflow-visible @min-[2100px]:max-h-none @min-[2100px]:[--head:3rem]'],
] as const

/** The classes of the region around a table that needs so many pixels. */
export function frameFor(px: number): string {
  const fit = fits.find(([width]) => width >= px)?.[1]
  return `overflow-auto max-h-[calc(100dvh-7rem)] [--head:0px] ${fit ?? ''}`
}
