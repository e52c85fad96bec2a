import { clsx } from 'clsx'
import { cva, type VariantProps } from 'class-variance-authority'
import type { ComponentProps } from 'react'
import { Link } from './link.tsx'

/** The classes of a button, for the few links that must be plain ones (a download). */
export const buttonLook = cva(
  'inline-flex min-h-8 items-center justify-center gap-1.5 rounded-control text-table font-medium select-none disabled:cursor-not-allowed aria-disabled:cursor-not-allowed pointer-coarse:min-h-11',
  {
    variants: {
      kind: {
        primary:
          'px-3 bg-text text-bg hover:bg-text-2 disabled:bg-panel disabled:text-text-3 aria-disabled:bg-panel aria-disabled:text-text-3',
        quiet: 'px-3 border border-control bg-bg text-text hover:bg-panel disabled:text-text-3 aria-disabled:text-text-3',
        bare: 'px-2 text-text-2 hover:bg-panel hover:text-text disabled:text-text-3',
        danger: 'px-3 bg-danger text-on-danger hover:opacity-90 disabled:opacity-60',
      },
      /** Its words may need more than one line on a phone. */
      wraps: { true: 'max-w-full py-1', false: 'whitespace-nowrap' },
    },
    defaultVariants: { kind: 'quiet', wraps: false },
  },
)

/** A button that does something. One `primary` a page; `danger` only for what cannot be undone. */
export function Button({ kind, wraps, className, type = 'button', ...rest }: ComponentProps<'button'> & VariantProps<typeof buttonLook>) {
  return <button type={type} className={clsx(buttonLook({ kind, wraps }), className)} {...rest} />
}

/** A link that looks like a button because it begins an act; it still goes to an address. */
export function LinkButton({ kind, className, ...rest }: ComponentProps<typeof Link> & VariantProps<typeof buttonLook>) {
  return <Link className={clsx(buttonLook({ kind }), className)} {...rest} />
}
