import fc from 'fast-check'
import { expect, test } from 'vitest'
import { documentOf, notationOf } from './document.ts'

const hostile = '[~admin] {html}<b>!http://x.example/a.png! *bold*\nh1. title\n|cell|'

test('a name is text and nothing else, in both forms', () => {
  const written = notationOf([{ text: hostile }, { list: [hostile] }])
  expect(written).not.toMatch(/(?<!\\)[[\]{}!|~]/)
  expect(written.split('\n').filter((line) => line.startsWith('h1.'))).toEqual([])
  expect(JSON.stringify(documentOf([{ text: hostile }]))).toContain('[~admin]')
})

test('no text is empty, and none has a line break, whatever names are', () => {
  fc.assert(
    fc.property(fc.string(), (name) => {
      const texts: string[] = []
      JSON.stringify(documentOf([{ text: name }, { list: [name] }]), (key, value: unknown) => {
        if (key === 'text') texts.push(String(value))
        return value
      })
      return texts.length === 2 && texts.every((text) => text !== '' && !/[\r\n]/.test(text))
    }),
  )
})

test('a link is a mark on its words in the one, and in brackets in the other', () => {
  const link = { link: 'https://standdown.example/tasks/1', label: 'Open it' }
  expect(documentOf([link])).toMatchObject({
    content: [{ content: [{ text: 'Open it', marks: [{ type: 'link', attrs: { href: link.link } }] }] }],
  })
  expect(notationOf([link])).toBe('[Open it|https://standdown.example/tasks/1]')
})
