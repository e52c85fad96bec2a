import { expect, test } from 'vitest'
import { runChild } from './run-child.ts'

/** Runs a line of JavaScript, and gives back how it ended and what was heard of it. */
async function heardOf(script: string, signal?: AbortSignal) {
  const words: string[] = []
  const code = await runChild({ args: ['-e', script], cwd: import.meta.dirname, signal, heard: (text) => words.push(text) })
  return { code, text: words.join('') }
}

test('whoever hears a program hears all of it, on both of its ways, before it is told how it ended', async () => {
  const { code, text } = await heardOf(
    `process.stderr.write('a problem\\n'); process.stdout.write('é'.repeat(300_000), () => process.exit(3))`,
  )
  expect(code).toBe(3)
  expect(text).toContain('a problem\n')
  expect(text.replace('a problem\n', '')).toBe('é'.repeat(300_000))
})

test('what a program leaves behind ends with it: while it lived, it would hold the way on which it is heard', async () => {
  const leaves = `require('node:child_process').spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'inherit' })
    process.stdout.write('left', () => process.exit(0))`
  expect(await heardOf(leaves)).toEqual({ code: 0, text: 'left' })
})

test('a signal ends one that waits', async () => {
  const told = new AbortController()
  const ended = heardOf('setInterval(() => {}, 1000)', told.signal)
  told.abort()
  expect((await ended).code).not.toBe(0)
})
