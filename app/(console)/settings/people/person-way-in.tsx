'use client'

import { Button } from '@/components/ui/button.tsx'
import { FormProblem } from '@/components/ui/form-problem.tsx'
import { Notice } from '@/components/ui/notice.tsx'
import { useKeptForm } from '../../use-kept-form.ts'
import { dropFactor, makeLink } from './actions.ts'
import { WayInNotice } from './way-in.tsx'

type PersonWayInProps = { id: string; name: string; hasPassword: boolean; hasFactor: boolean }

/** How somebody gets in who cannot: a new link, and their second factor taken away. */
export function PersonWayIn({ id, name, hasPassword, hasFactor }: PersonWayInProps) {
  const link = useKeptForm(makeLink)
  const factor = useKeptForm(dropFactor)
  return (
    <div className="mt-6 flex max-w-[60rem] flex-col gap-3 border-t border-line pt-4">
      <h3 className="font-semibold">Way in</h3>
      <p className="max-w-[72ch] text-table text-text-2">
        {hasPassword ? 'A new link lets them choose another password; the present one works until they do.' : 'They have not chosen a password yet.'}{' '}
        {hasFactor ? 'They sign in with a second factor.' : 'They have no second factor.'}
      </p>
      {link.state?.done ? <WayInNotice way={link.state.value} /> : null}
      {link.state?.done === false ? <FormProblem state={link.state} /> : null}
      {factor.state?.done === false ? <FormProblem state={factor.state} /> : null}
      {factor.state?.done ? <Notice tone="success" role="status" title="Their second factor is gone. The password alone lets them in now." /> : null}
      <div className="flex flex-wrap gap-3">
        <form {...link.form}>
          <input type="hidden" name="id" value={id} />
          <input type="hidden" name="name" value={name} />
          <Button type="submit" aria-disabled={link.sending}>
            Make a new link
          </Button>
        </form>
        {hasFactor ? (
          <form {...factor.form}>
            <input type="hidden" name="id" value={id} />
            <Button type="submit" aria-disabled={factor.sending}>
              Remove their second factor
            </Button>
          </form>
        ) : null}
      </div>
    </div>
  )
} // prettier-ignore
