import { clsx } from 'clsx'
import type { ComponentProps, ReactNode } from 'react'
import { Link } from './link.tsx'

type MenuProps = {
  label: ReactNode
  name?: string
  align?: 'start' | 'end'
  up?: boolean
  /** How its button looks, in place of the usual. */
  look?: string
  className?: string
  children: ReactNode
}

const itemLook =
  'flex min-h-8 w-full items-center gap-2 rounded-control px-2 text-left text-table text-text hover:bg-panel pointer-coarse:min-h-11'

/**
 * A few links and acts behind a button. Opens without scripts; with them the shell's `OpenMenus` adds the arrow keys, closes it
 * on Escape (focus goes back to its button), on a press elsewhere and when the focus leaves. `name` says what an icon opens.
 */
export function Menu({ label, name, align = 'end', up, look, className, children }: MenuProps) {
  return (
    <details data-menu-list className={clsx('relative', className)}>
      <summary
        aria-label={name}
        title={name}
        className={clsx(
          'cursor-pointer list-none select-none [&::-webkit-details-marker]:hidden',
          look ??
            'flex min-h-8 items-center gap-1.5 rounded-control px-2 text-table font-medium text-text-2 hover:bg-bg hover:text-text pointer-coarse:min-h-11 pointer-coarse:min-w-11 pointer-coarse:justify-center',
        )}
      >
        {label}
      </summary>
      <div
        className={clsx(
          'absolute z-40 flex w-max max-w-[min(20rem,calc(100vw-2rem))] min-w-52 flex-col rounded-panel border border-line bg-bg p-1 shadow-float',
          align === 'end' ? 'right-0' : 'left-0',
          up ? 'bottom-full mb-1' : 'top-full mt-1',
        )}
      >
        {children}
      </div>
    </details>
  )
}

/** A link in a menu. */
export function MenuLink({ className, ...rest }: ComponentProps<typeof Link>) {
  return <Link data-menu-item className={clsx(itemLook, 'aria-[current=page]:bg-selected', className)} {...rest} />
}

/** An act in a menu; within a form it may be its submit button. */
export function MenuButton({ className, type = 'button', ...rest }: ComponentProps<'button'>) {
  return <button type={type} data-menu-item className={clsx(itemLook, className)} {...rest} />
}

/** A line between two parts of a menu. */
export function MenuLine() {
  return <hr className="my-1 border-line" />
}
