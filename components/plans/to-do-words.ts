import { counted } from '@/components/tokens/detail/text-time.ts'
import { leastWords } from '@/components/ui/time-words.ts'

type ToDo = { count: number; pressing: number; leaked: number }

/** What an owner's tasks come to. A token of theirs that leaked and still works needs them before there is a plan for it. */
export function toDoWords({ count, pressing, leaked }: ToDo): string {
  const leak = leaked === 0 ? null : leaked === 1 ? 'A token that leaked needs you now.' : `${counted(leaked, 'token')} that leaked need you now.`
  if (count === 0) return leak ? `${leak} No task does.` : 'Nothing needs you now.'
  return [leak, taskWords(count, pressing)].filter(Boolean).join(' ')
} // prettier-ignore

function taskWords(count: number, pressing: number): string {
  const needs = count === 1 ? '1 task needs you' : `${counted(count, 'task')} need you`
  if (pressing === 0) return `${needs}, ${count === 1 ? 'not' : 'none of them'} within a week.`
  return `${needs}${count === pressing ? '' : `; ${pressing === 1 ? '1 is' : `${pressing} are`} late or due within a week`}.`
}

type Own = { tokens: number; leaked: number; waiting: number; atLeast: boolean }

/** What is said where there is no task to show: the tokens that somebody has, what of them needs them, and what waits. */
export function noTaskWords({ tokens, leaked, waiting, atLeast }: Own): { title: string; says: string | null } {
  const own = `You own ${leastWords(tokens, atLeast)} ${tokens === 1 ? 'token' : 'tokens'}.`
  const needs = leaked === 0 ? 'None needs you now.' : leaked === 1 ? 'The one that leaked needs you now.' : `The ${leaked} that leaked need you now.`
  const waits = 'What you have done waits for proof'
  const says = leaked > 0 ? `${waits}.` : `${waits}; there is nothing to do for you until a sync has seen it.`
  return { title: `${own} ${needs}`, says: waiting > 0 ? says : null }
} // prettier-ignore
