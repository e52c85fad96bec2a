import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { inventoryColumns, inventoryFileName, rowEnds } from './inventory-csv.ts'

describe('rowEnds', () => {
  const ended = (chunks: readonly string[]) => {
    const { chunk: turn } = rowEnds()
    return Buffer.concat(chunks.map((chunk) => turn(Buffer.from(chunk)))).toString()
  }

  it.each([
    [['a,b\n1,2\n'], 'a,b\r\n1,2\r\n'],
    [['"x\ny",2\n'], '"x\ny",2\r\n'],
    [['"say ""hi""\n",2\n'], '"say ""hi""\n",2\r\n'],
    [['"x', '\ny"', '\n', ''], '"x\ny"\r\n'],
  ])('%j', (chunks, expected) => expect(ended(chunks)).toBe(expected))

  it('does not depend on where the stream is cut', () => {
    const text = fc.array(fc.constantFrom('a', '"', '\n', ',', 'é')).map((parts) => parts.join(''))
    fc.assert(
      fc.property(text, fc.nat(), (csv, cut) => {
        const at = cut % (csv.length + 1)
        expect(ended([csv.slice(0, at), csv.slice(at)])).toBe(ended([csv]))
      }),
    )
  })
})

it('names no column twice', () => expect(new Set(inventoryColumns).size).toBe(inventoryColumns.length))
it('names the file by its day, in UTC', () =>
  expect(inventoryFileName(new Date('2026-11-30T23:59:00Z'))).toBe('standdown-tokens-2026-11-30.csv'))
