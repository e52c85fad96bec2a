'use client'

import { ArrowDown, ArrowUp } from 'lucide-react'
import { useActionState } from 'react'
import { Button, LinkButton } from '@/components/ui/button.tsx'
import { FormProblem } from '@/components/ui/form-problem.tsx'
import { countWords } from '@/components/ui/time-words.ts'
import { dropRule, moveRule, switchRule, undoRule, type UndoShown } from './rule-actions.ts'
import { tokensWords } from './rule-labels.ts'

type RuleActsProps = { id: string; name: string; version: number; enabled: boolean; isFirst: boolean; isLast: boolean }

/** What can be done to a rule from the list. Each act can be undone there, so that none asks first. */
export function RuleActs({ id, name, version, enabled, isFirst, isLast }: RuleActsProps) {
  const [moved, move, moving] = useActionState(moveRule, null)
  const [switched, turn, turning] = useActionState(switchRule, null)
  const refused = [moved, switched].find((state) => state?.done === false)
  return (
    <div className="flex flex-wrap items-center gap-1 max-md:-ml-2 md:flex-nowrap">
      <form action={move} className="flex gap-1">
        <input type="hidden" name="id" value={id} />
        <Button type="submit" name="way" value="up" kind="bare" disabled={isFirst} aria-disabled={moving} aria-label={`Move ${name} up`}>
          <ArrowUp aria-hidden className="size-4" />
        </Button>
        <Button type="submit" name="way" value="down" kind="bare" disabled={isLast} aria-disabled={moving} aria-label={`Move ${name} down`}>
          <ArrowDown aria-hidden className="size-4" />
        </Button>
      </form>
      <form action={turn}>
        <input type="hidden" name="id" value={id} />
        <input type="hidden" name="version" value={version} />
        <input type="hidden" name="enabled" value={enabled ? 'no' : 'yes'} />
        <Button type="submit" kind="bare" aria-disabled={turning} aria-label={`Switch ${enabled ? 'off' : 'on'} ${name}`}>
          Switch {enabled ? 'off' : 'on'}
        </Button>
      </form>
      <LinkButton kind="bare" href={`/directory/rules?${new URLSearchParams({ remove: id })}`} aria-label={`Remove ${name}`}>
        Remove
      </LinkButton>
      {refused?.done === false ? (
        <p role="alert" className="text-table text-revoke">
          {refused.message}
        </p>
      ) : null}
    </div>
  )
}

/** Takes a rule away, after its consequence was read. */
export function DropRule({ id, name }: { id: string; name: string }) {
  const [state, submit, sending] = useActionState(dropRule, null)
  return (
    <form action={submit} aria-label={`Remove ${name}`} className="flex flex-col gap-3">
      <input type="hidden" name="id" value={id} />
      {state?.done === false ? <FormProblem state={state} /> : null}
      <div className="flex flex-wrap gap-3">
        <Button type="submit" kind="primary" aria-disabled={sending} wraps>
          {sending ? 'Removing …' : `Remove rule ${name}`}
        </Button>
        <LinkButton href="/directory/rules">Cancel</LinkButton>
      </div>
    </form>
  )
}

/** Takes back what was just done; or first says what that would change, which is a look at many tokens. */
export function UndoRule({ id, seq, again }: { id: string; seq: string; again: boolean }) {
  const [state, submit, sending] = useActionState(undoRule, null)
  return (
    <form action={submit} className="flex flex-wrap items-center gap-3">
      <input type="hidden" name="id" value={id} />
      <input type="hidden" name="seq" value={seq} />
      <Button type="submit" name="intent" value="save" aria-disabled={sending}>
        {again ? 'Do it again' : 'Undo'}
      </Button>
      <Button type="submit" name="intent" value="preview" kind="bare" aria-disabled={sending} wraps>
        {again ? 'What would doing it again change?' : 'What would undoing it change?'}
      </Button>
      {state?.done ? <p className="w-full">{undoWords(state.value, again)}</p> : null}
      {state?.done === false ? (
        <p role="alert" className="text-revoke">
          {state.message}
        </p>
      ) : null}
    </form>
  )
}

function undoWords({ changes, looked, candidates }: UndoShown, again: boolean): string {
  const of = looked < candidates ? ` of the first ${countWords(looked)} looked at` : ''
  return `${again ? 'Doing it again' : 'Undoing it'} changes ${tokensWords(changes).toLowerCase()}${of}.`
}
