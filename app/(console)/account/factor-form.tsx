'use client'

import { Button } from '@/components/ui/button.tsx'
import { FormProblem } from '@/components/ui/form-problem.tsx'
import { InputField } from '@/components/ui/input-field.tsx'
import { Notice } from '@/components/ui/notice.tsx'
import { useKeptForm } from '../use-kept-form.ts'
import { confirmFactor, dropOwnFactor, startFactor, type FactorBegun } from './actions.ts'

/** The second factor of the viewer: begun with the password, added by scanning and giving one code, removed with the password. */
export function FactorForm({ on, codesLeft }: { on: boolean; codesLeft: number }) {
  const confirm = useKeptForm(confirmFactor)
  // The page around it knows by then that the factor is on; the codes stay in sight until it is left.
  if (confirm.state?.done) return <RecoveryCodes codes={confirm.state.value.recoveryCodes} />
  return on ? <FactorOn codesLeft={codesLeft} /> : <FactorOff confirm={confirm} />
}

function FactorOn({ codesLeft }: { codesLeft: number }) {
  const { state, sending, errorAt, form } = useKeptForm(dropOwnFactor)
  return (
    <div className="flex max-w-[60ch] flex-col gap-3">
      <p>
        On. {codesLeft === 0 ? 'No recovery code is left: remove it and add it again to get new ones.' : `${codesLeft} recovery ${codesLeft === 1 ? 'code is' : 'codes are'} left.`}
      </p>
      <details>
        <summary className="inline-flex min-h-8 cursor-pointer items-center text-accent underline underline-offset-2 pointer-coarse:min-h-11">Remove it…</summary>
        <form {...form} aria-label="Remove the second factor" className="mt-2 flex max-w-sm flex-col gap-3">
          {state?.done === false ? <FormProblem state={state} labels={{ current: 'Your password' }} /> : null}
          <InputField name="current" id="factor-password" label="Your password" type="password" autoComplete="current-password" required error={errorAt('current')} hint="Your password alone lets you in afterwards." />
          <Button type="submit" aria-disabled={sending} className="self-start">
            Remove the second factor
          </Button>
        </form>
      </details>
    </div>
  )
} // prettier-ignore

function FactorOff({ confirm }: { confirm: ReturnType<typeof useKeptForm<{ recoveryCodes: readonly string[] }>> }) {
  const begin = useKeptForm(startFactor)
  if (!begin.state?.done) {
    return (
      <form {...begin.form} aria-label="Add a second factor" className="flex max-w-sm flex-col gap-3">
        {begin.state?.done === false ? <FormProblem state={begin.state} labels={{ current: 'Your password' }} /> : null}
        <p>Off. Whoever learns your password can sign in as you.</p>
        <InputField name="current" id="factor-password" label="Your password" type="password" autoComplete="current-password" required maxLength={1_000} error={begin.errorAt('current')} />
        <Button type="submit" aria-disabled={begin.sending} className="self-start">
          Add an authenticator app
        </Button>
      </form>
    )
  }
  return (
    <div className="flex flex-col gap-4 sm:flex-row">
      <FactorPicture factor={begin.state.value} />
      <form {...confirm.form} aria-label="Confirm the second factor" className="flex max-w-sm flex-col gap-3">
        {confirm.state?.done === false ? <FormProblem state={confirm.state} labels={{ code: 'Code that the app shows' }} /> : null}
        <p>
          Scan the picture with an authenticator app, or type this key into it:{' '}
          <code translate="no" className="font-mono break-all select-all">
            {begin.state.value.secret.match(/.{1,4}/g)?.join(' ')}
          </code>
        </p>
        <InputField name="code" label="Code that the app shows" inputMode="numeric" autoComplete="one-time-code" required maxLength={10} error={confirm.errorAt('code')} />
        <Button type="submit" kind="primary" aria-disabled={confirm.sending} className="self-start">
          Turn it on
        </Button>
      </form>
    </div>
  )
} // prettier-ignore

/** Dark on light whatever the theme: cameras read it so. */
function FactorPicture({ factor: { size, path } }: { factor: FactorBegun }) {
  return (
    <svg role="img" aria-label="Picture for the authenticator app" viewBox={`0 0 ${size} ${size}`} className="size-48 shrink-0 rounded-control" shapeRendering="crispEdges">
      <rect width={size} height={size} fill="#ffffff" />
      <path d={path} fill="#000000" />
    </svg>
  )
} // prettier-ignore

function RecoveryCodes({ codes }: { codes: readonly string[] }) {
  return (
    <Notice tone="success" role="status" title="The second factor is on. Keep these recovery codes where you keep your keys; they are not shown again.">
      <ul translate="no" className="grid grid-cols-1 gap-x-6 font-mono text-table sm:grid-cols-2">
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ul>
      <p className="text-table text-text-2">Each lets you in once without the app. Your other sessions have ended.</p>
    </Notice>
  )
} // prettier-ignore
