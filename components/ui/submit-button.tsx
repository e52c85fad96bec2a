'use client'

import type { ComponentProps } from 'react'
import { useFormStatus } from 'react-dom'
import { Button } from './button.tsx'

/**
 * Sends its form, once: while it is under way it says so and does not send again. `sending` is for a form sent by a
 * transition of its own; otherwise the form around it tells. It keeps the focus, so it is not `disabled`.
 */
export function SubmitButton({ sending, kind = 'primary', children, ...rest }: ComponentProps<typeof Button> & { sending?: boolean }) {
  const { pending } = useFormStatus()
  const busy = sending ?? pending
  return (
    <Button
      kind={kind}
      {...rest}
      type="submit"
      aria-disabled={busy || rest['aria-disabled'] || undefined}
      onClick={(event) => (busy ? event.preventDefault() : rest.onClick?.(event))}
    >
      {children}
      {busy ? (
        <span role="status" className="text-meta">
          <span aria-hidden>…</span>
          <span className="sr-only">sending</span>
        </span>
      ) : null}
    </Button>
  )
}
