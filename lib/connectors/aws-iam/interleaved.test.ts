import { expect, test } from 'vitest'
import { interleaved } from './interleaved.ts'

async function read(ids: readonly string[], begin: (id: string) => AsyncGenerator<number>, atOnce: number) {
  const steps: string[] = []
  for await (const step of interleaved(ids, begin, atOnce)) steps.push('ended' in step ? `${step.of}.` : `${step.of}${step.value}`)
  return steps
}

test('every stream comes whole and in its order, so many at once', async () => {
  const open = { now: 0, most: 0 }
  async function* counting(id: string) {
    open.most = Math.max(open.most, ++open.now)
    for (let at = 1; at <= id.charCodeAt(0) - 96; at++) yield await Promise.resolve(at)
    open.now--
  }
  const steps = await read(['c', 'a', 'b', 'd'], counting, 2)
  const of = (id: string) => steps.filter((step) => step.startsWith(id)).join(' ')
  expect([of('a'), of('b'), of('c'), of('d')]).toEqual(['a1 a.', 'b1 b2 b.', 'c1 c2 c3 c.', 'd1 d2 d3 d4 d.'])
  expect(open).toEqual({ now: 0, most: 2 })
})

test('one that throws ends them all, and leaves none behind', async () => {
  const closed: string[] = []
  async function* stream(id: string) {
    try {
      yield await Promise.resolve(1)
      if (id === 'bad') throw new Error('no more')
      for (;;) yield await new Promise<number>((resolve) => setImmediate(() => resolve(2)))
    } finally {
      closed.push(id)
    }
  }
  await expect(read(['good', 'bad'], stream, 3)).rejects.toThrow('no more')
  await new Promise((resolve) => setImmediate(() => setImmediate(resolve)))
  expect(closed.toSorted()).toEqual(['bad', 'good'])
})

test('nothing to read is an end', async () => {
  expect(await read([], () => (async function* () {})(), 3)).toEqual([])
})
