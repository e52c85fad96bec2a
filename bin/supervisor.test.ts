import { EventEmitter, once } from 'node:events'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { backoffMs } from './supervisor-backoff.ts'
import { supervise, type ChildSpec, type Running } from './supervisor.ts'

describe('the wait before a restart', () => {
  test.each([
    [1, 1_000],
    [2, 2_000],
    [3, 4_000],
    [4, 8_000],
    [5, 16_000],
    [6, 30_000],
    [60, 30_000],
  ])('crash %i in a row waits %i ms, and up to a fifth more', (crashes, ms) => {
    expect(backoffMs(crashes, 0)).toBe(ms)
    expect(backoffMs(crashes, 0.999)).toBeLessThanOrEqual(ms * 1.2)
    expect(backoffMs(crashes, 0.5)).toBe(ms * 1.1)
  })
})

/** A child that dies when it is told to, and counts its lives. */
function mortal(more: Partial<ChildSpec> = {}) {
  const died = new EventEmitter()
  const lives = { started: 0, stopped: 0 }
  const spec: ChildSpec = {
    name: 'a child',
    async start(): Promise<Running> {
      lives.started += 1
      const exited = once(died, 'exit').then(([how]) => String(how))
      return { exited, stop: async () => void ((lives.stopped += 1), died.emit('exit', 'stopped')) }
    },
    ...more,
  }
  return { spec, lives, die: () => died.emit('exit', 'exit 1') }
}

function fakeTime(): void {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'performance'] })
  onTestFinished(() => void vi.useRealTimers())
}

describe('keeping a child running', () => {
  test('one that dies is started again after a second or so, then after two', async () => {
    fakeTime()
    const { spec, lives, die } = mortal()
    const said: string[] = []
    const child = await supervise(spec, (line) => said.push(line))
    die()
    await vi.advanceTimersByTimeAsync(990)
    expect(lives.started).toBe(1)
    await vi.advanceTimersByTimeAsync(300)
    expect(lives.started).toBe(2)
    die()
    await vi.advanceTimersByTimeAsync(1_900)
    expect(lives.started).toBe(2)
    await vi.advanceTimersByTimeAsync(600)
    expect(lives.started).toBe(3)
    expect(said[0]).toMatch(/^a child ended \(exit 1\); starting it again in 1\.\d s$/)
    await child.stop()
  })

  test('one that was well for a minute begins with the shortest wait again', async () => {
    fakeTime()
    const { spec, lives, die } = mortal()
    const child = await supervise(spec, () => undefined)
    for (let crash = 1; crash <= 4; crash++) {
      await vi.advanceTimersByTimeAsync(61_000)
      die()
      await vi.advanceTimersByTimeAsync(1_250)
      expect(lives.started).toBe(crash + 1)
    }
    await child.stop()
  })

  test('one that cannot be started again is tried on, ever more slowly', async () => {
    fakeTime()
    let tries = 0
    const { spec, die } = mortal()
    const start = spec.start
    spec.start = async () => {
      tries += 1
      if (tries === 2 || tries === 3) throw new Error('no memory')
      return start()
    }
    const said: string[] = []
    const child = await supervise(spec, (line) => said.push(line))
    die()
    await vi.advanceTimersByTimeAsync(10_000)
    expect(tries).toBe(4)
    expect(said.filter((line) => line.includes('no memory'))).toHaveLength(2)
    expect(said.at(-1)).toBe('a child runs again')
    await child.stop()
  })

  test('the first start that fails is an error, not a loop', async () => {
    const { spec } = mortal({ start: () => Promise.reject(new Error('cannot')) })
    await expect(supervise(spec, () => undefined)).rejects.toThrow('cannot')
  })

  test('one that is stopped stays stopped, also while it waits to be started again', async () => {
    fakeTime()
    const { spec, lives, die } = mortal()
    const child = await supervise(spec, () => undefined)
    die()
    await vi.advanceTimersByTimeAsync(100)
    await child.stop()
    await vi.advanceTimersByTimeAsync(60_000)
    expect(lives.started).toBe(1)
  })

  test('one that is there and gets nowhere is stopped and started again; one that gets somewhere is left alone', async () => {
    fakeTime()
    let well = true
    const { spec, lives } = mortal({ alive: { probe: async () => well, everyMs: 1_000, patienceMs: 5_000 } })
    const child = await supervise(spec, () => undefined)
    await vi.advanceTimersByTimeAsync(60_000)
    expect(lives).toEqual({ started: 1, stopped: 0 })
    well = false
    await vi.advanceTimersByTimeAsync(4_000)
    expect(lives.stopped).toBe(0)
    await vi.advanceTimersByTimeAsync(2_000)
    expect(lives.stopped).toBe(1)
    well = true
    await vi.advanceTimersByTimeAsync(2_000)
    expect(lives.started).toBe(2)
    await child.stop()
  })
})
