import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { guardedCell, unguardedCell } from './csv-cell.ts'

describe('guardedCell', () => {
  it.each([
    ['plain', 'plain'],
    ['=1+1', "'=1+1"],
    ['-1', "'-1"],
    ['@sum', "'@sum"],
    ['＝1', "'＝1"],
    ["'=1", "''=1"],
    ['a\n=1', "a\n'=1"],
    ['a;+b', "a;'+b"],
    ['\t\tx', "'\t'\tx"],
    ['a-b=c', 'a-b=c'],
    ["it's", "it's"],
  ])('%j goes out as %j', (text, cell) => expect(guardedCell(text)).toBe(cell))

  const nasty = fc.string({ unit: fc.constantFrom(...`'=+-@\t\r\n;,"aＡ＝＋－＠ `) })

  it('leaves no start of a formula, at the beginning or after any separator', () => {
    fc.assert(
      fc.property(fc.oneof(nasty, fc.string()), (text) => {
        for (const piece of guardedCell(text).split(/[\n\r\t;,]/)) expect(piece).not.toMatch(/^[=+@＝＋－＠-]/)
      }),
    )
  })

  it('is taken back exactly', () => {
    fc.assert(
      fc.property(fc.oneof(nasty, fc.string()), (text) => {
        expect(unguardedCell(guardedCell(text))).toBe(text)
      }),
    )
  })
})
