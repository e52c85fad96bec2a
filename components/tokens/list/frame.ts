/**
 * How wide a list of tokens is. Markup from the server carries no styles of its own and no script measures, so widths are
 * classes, and which of two sets is used follows from the room there is: from `roomy` pixels on, the wide one.
 */
export const roomy = 1320

const widths: Readonly<Record<string, string>> = {
  '36 36': 'w-[36px]',
  '54 60': 'w-[54px] @min-[1320px]:w-[60px]',
  '60 60': 'w-[60px]',
  '84 90': 'w-[84px] @min-[1320px]:w-[90px]',
  '88 92': 'w-[88px] @min-[1320px]:w-[92px]',
  '90 94': 'w-[90px] @min-[1320px]:w-[94px]',
  '88 132': 'w-[88px] @min-[1320px]:w-[132px]',
  '90 92': 'w-[90px] @min-[1320px]:w-[92px]',
  '98 110': 'w-[98px] @min-[1320px]:w-[110px]',
  '104 116': 'w-[104px] @min-[1320px]:w-[116px]',
  '110 114': 'w-[110px] @min-[1320px]:w-[114px]',
  '110 120': 'w-[110px] @min-[1320px]:w-[120px]',
  '154 168': 'w-[154px] @min-[1320px]:w-[168px]',
  '164 192': 'w-[164px] @min-[1320px]:w-[192px]',
}

/** The class of a column's width. */
export function widthClass({ tight, wide }: { tight: number; wide: number }): string {
  return widths[`${tight} ${wide}`] ?? ''
}

/** The column of boxes before all others. */
export const boxColumn = { tight: 36, wide: 36 }

/** Where the token's column and the verdict's stay when the others move under them. */
export const frozenAt = { token: 'md:left-[36px]', verdict: 'lg:left-[200px] lg:@min-[1320px]:left-[228px]' }

const fits: readonly (readonly [number, string])[] = [
  [640, '@min-[640px]:overflow-visible @min-[640px]:max-h-none @min-[640px]:[--head:3rem]'],
  [800, '@min-[800px]:overflow-visible @min-[800px]:max-h-none @min-[800px]:[--head:3rem]'],
  [960, '@min-[960px]:overflow-visible @min-[960px]:max-h-none @min-[960px]:[--head:3rem]'],
  [1080, '@min-[1080px]:overflow-visible @min-[1080px]:max-h-none @min-[1080px]:[--head:3rem]'],
  [1176, '@min-[1176px]:overflow-visible @min-[1176px]:max-h-none @min-[1176px]:[--head:3rem]'],
  [1320, '@min-[1320px]:overflow-visible @min-[1320px]:max-h-none @min-[1320px]:[--head:3rem]'],
  [1440, '@min-[1440px]:overflow-visible @min-[1440px]:max-h-none @min-[1440px]:[--head:3rem]'],
  [1600, '@min-[1600px]:overflow-visible @min-[1600px]:max-h-none @min-[1600px]:[--head:3rem]'],
  [1800, '@min-[1800px]:overflow-visible @min-[1800px]:max-h-none @min-[1800px]:[--head:3rem]'],
  [2100, '@min-[2100px]:overflow-visible @min-[2100px]:max-h-none @min-[2100px]:[--head:3rem]'],
]

/**
 * The classes of the region around a table of these columns. It scrolls by itself only where they do not fit; where they do,
 * the page scrolls and the heading sticks under the top bar.
 */
export function frameClass(columns: readonly { tight: number; wide: number }[]): string {
  const sum = (set: 'tight' | 'wide') => columns.reduce((total, column) => total + column[set], 2)
  const needed = sum('wide') <= roomy ? sum('tight') : sum('wide')
  const fit = fits.find(([width]) => width >= needed)?.[1]
  return `overflow-auto max-h-[calc(100dvh-7rem)] [--head:0px] ${fit ?? ''}`
}
