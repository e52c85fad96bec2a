'use client'

import { Breakable } from '@/components/ui/breakable.tsx'
import { DialogActions, DialogButton, DialogCancel } from '@/components/ui/dialog.tsx'
import { Combobox } from '@/components/ui/combobox.tsx'
import { FormProblem } from '@/components/ui/form-problem.tsx'
import { SubmitButton } from '@/components/ui/submit-button.tsx'
import { TextField } from '@/components/ui/text-field.tsx'
import { useKeptForm } from '../../use-kept-form.ts'
import { dismiss, match, takeUp, unmatch } from '../exposure-actions.ts'

type Named = { id: string; version: number }

function Hidden({ id, version }: Named) {
  return (
    <>
      <input type="hidden" name="id" value={id} />
      <input type="hidden" name="version" value={version} />
    </>
  )
}

/** Says which token it is of, by its name or its provider's id; `second` where another act comes first. */
export function MatchForm({ id, version, second }: Named & { second: boolean }) {
  const { state, sending, errorAt, form } = useKeptForm(match)
  return (
    <form {...form} aria-label="Match to a token" className="flex w-full flex-col items-start gap-3">
      <Hidden id={id} version={version} />
      {state?.done === false ? <FormProblem state={state} labels={{ token: 'Token' }} /> : null}
      <Combobox name="token" id="match-token" label="Token" url="/api/v1/exposure-tokens" placeholder="billing-export, AKIA…7Q2X" hint="Type a few letters of its name, its id or its last characters, and choose it; or paste the address of its page here. It is to be revoked from then on." error={errorAt('token')} className="w-full" />
      <SubmitButton sending={sending} kind={second ? 'quiet' : 'primary'}>
        Match to this token
      </SubmitButton>
    </form>
  )
} // prettier-ignore

/** Confirms the token that a possible match proposes. */
export function ConfirmProposed({ id, version, name, shown }: Named & { name: string; shown: string }) {
  const { state, sending, form } = useKeptForm(match)
  return (
    <form {...form} aria-label="Confirm the match" className="flex flex-col items-start gap-2">
      <Hidden id={id} version={version} />
      <p className="break-words">
        It may be <strong>{name}</strong>{' '}
        <span translate="no" className="font-mono wrap-anywhere text-text-2">
          <Breakable>{shown}</Breakable>
        </span>
      </p>
      {state?.done === false ? <FormProblem state={state} /> : null}
      <SubmitButton sending={sending}>It is this token</SubmitButton>
    </form>
  )
}

/** Puts the leak away as none of ours, with the reason. */
export function Dismiss({ id, version }: Named) {
  return (
    <DialogButton label="Not ours…" title="Not ours?" says="It stays on record under Not ours, and this can be undone there.">
      <DismissForm id={id} version={version} />
    </DialogButton>
  )
}

function DismissForm({ id, version }: Named) {
  const { state, sending, errorAt, form } = useKeptForm(dismiss)
  return (
    <form {...form} className="flex flex-col gap-3">
      <Hidden id={id} version={version} />
      {state?.done === false ? <FormProblem state={state} labels={{ note: 'How you know' }} /> : null}
      <TextField name="note" label="How you know" required maxLength={2_000} hint="A test key, an example from documentation, another organisation’s." error={errorAt('note')} />
      <DialogActions>
        <DialogCancel />
        <SubmitButton sending={sending}>Put it away as not ours</SubmitButton>
      </DialogActions>
    </form>
  )
} // prettier-ignore

/** Takes up again what was put away. */
export function TakeUp({ id, version }: Named) {
  const { state, sending, form } = useKeptForm(takeUp)
  return (
    <form {...form} aria-label="Take it up again" className="flex flex-col items-start gap-2">
      <Hidden id={id} version={version} />
      {state?.done === false ? <FormProblem state={state} /> : null}
      <SubmitButton sending={sending}>Undo: it may be ours</SubmitButton>
    </form>
  )
}

/** Takes a match back, after its consequence was read. */
export function Unmatch({ id, version, name }: Named & { name: string }) {
  return (
    <DialogButton
      label="Not of this token…"
      title="Take the match back?"
      says={`${name} is judged as if this leak were not its own. The leak stays, without a match.`}
    >
      <UnmatchForm id={id} version={version} />
    </DialogButton>
  )
}

function UnmatchForm({ id, version }: Named) {
  const { state, sending, form } = useKeptForm(unmatch)
  return (
    <form {...form} className="flex flex-col gap-3">
      <Hidden id={id} version={version} />
      {state?.done === false ? <FormProblem state={state} /> : null}
      <DialogActions>
        <DialogCancel />
        <SubmitButton sending={sending}>Take the match back</SubmitButton>
      </DialogActions>
    </form>
  )
}
