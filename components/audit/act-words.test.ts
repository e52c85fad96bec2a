import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { planEventKinds } from '@/lib/model/plan.ts'
import { actWords } from './act-words.ts'

const lib = path.join(import.meta.dirname, '..', '..', 'lib')

/** Words before the point that stand for what an act is done to; other dotted words in the flows are names of settings and the like. */
const subjects = ['act', 'control', 'exception', 'exposure', 'fact', 'factor', 'key', 'messages', 'owner', 'password', 'plan', 'rule', 'session', 'source', 'suggestions', 'tokens', 'user', 'view', 'workload'] // prettier-ignore

test('every act that is recorded has words', () => {
  const files = readdirSync(lib, { recursive: true, encoding: 'utf8' }).filter((file) => /^(?:flows|jobs)\/.*\.ts$/.test(file) && !file.includes('.test.'))
  const words = files.flatMap((file) => [...readFileSync(path.join(lib, file), 'utf8').matchAll(/'(([a-z]+)\.[a-z-]+)'/g)])
  const acts = words.filter(([, , subject = '']) => subjects.includes(subject)).map(([, act = '']) => act)
  expect(acts.length).toBeGreaterThan(30)
  expect([...new Set(acts)].filter((act) => !Object.hasOwn(actWords, act))).toEqual([])
}) // prettier-ignore

test('whatever people do to a plan has words', () => {
  // What syncs showed stands in the plan's history, and what is asked of a provider is an act of its own.
  const shown = ['proved', 'receded', 'refused', 'act-asked', 'act-ended', 'due-moved']
  expect(planEventKinds.filter((kind: string) => !shown.includes(kind) && !Object.hasOwn(actWords, `plan.${kind}`))).toEqual([])
})
