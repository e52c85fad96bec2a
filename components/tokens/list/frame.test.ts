import { describe, expect, test } from 'vitest'
import { tokenColumns, usualColumns, type TokenColumn } from '@/lib/model/token-columns.ts'
import { columns } from './columns.tsx'
import { boxColumn, frameClass, frozenAt, roomy, widthClass } from './frame.ts'

const all = [boxColumn, ...tokenColumns.map((name) => columns[name])]
const framed = (names: readonly TokenColumn[]) => frameClass([boxColumn, ...names.map((name) => columns[name])])

describe('widths', () => {
  test.each(all)('%o has a class that says the same', ({ tight, wide }) => {
    const roomyPart = tight === wide ? '' : ` @min-[${roomy}px]:w-[${wide}px]`
    expect(widthClass({ tight, wide })).toBe(`w-[${tight}px]${roomyPart}`)
  })

  test('the frozen columns stand where those before them end', () => {
    expect(frozenAt.token).toContain(`[${boxColumn.tight}px]`)
    expect(frozenAt.verdict).toContain(`left-[${boxColumn.tight + columns.token.tight}px]`)
    expect(frozenAt.verdict).toContain(`left-[${boxColumn.wide + columns.token.wide}px]`)
  })
})

describe('the region scrolls by itself only below', () => {
  test.each([
    ['the usual columns', usualColumns, 1176],
    ['few columns', ['token', 'verdict', 'risk', 'due', 'owner'], 640],
    ['one more than usual: its wide set decides, which is used from 1320 px on', [...usualColumns, 'age'], 1440],
    ['all of them', tokenColumns, null],
  ] as const)('%s: %s', (_, names, width) => {
    const classes = framed(names)
    expect(classes).toContain('overflow-auto')
    expect(/@min-\[(\d+)px\]:overflow-visible/.exec(classes)?.[1] ?? null).toBe(width === null ? null : String(width))
  })

  test('the usual columns fit a screen of 1440 px beside the open navigation', () => {
    expect([boxColumn, ...usualColumns.map((name) => columns[name])].reduce((sum, { tight }) => sum + tight, 2)).toBeLessThanOrEqual(
      1440 - 216 - 48,
    )
  })
})
