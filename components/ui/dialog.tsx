'use client'

import { clsx } from 'clsx'
import { X } from 'lucide-react'
import { createContext, use, useId, useLayoutEffect, useRef, useState, type ComponentProps, type MouseEvent, type ReactNode } from 'react'
import { Button } from './button.tsx'

type DialogProps = {
  open: boolean
  /** Called however it was closed: Cancel, Escape, or by what is in it. */
  onClose: () => void
  title: string
  /** The consequence in a sentence; read out as the dialog opens. */
  says?: ReactNode
  /** The id of the element in it that says the consequence, where that is only known later. */
  describedBy?: string
  wide?: boolean
  children: ReactNode
}

const Close = createContext<() => void>(() => undefined)

/** Closes the dialog around: for a form in it that is done. Focus goes back to what opened it. */
export function useCloseDialog(): () => void {
  return use(Close)
}

/**
 * A modal question, named by its title and described by its consequence. The browser keeps the focus inside and gives it back;
 * the first focus is on Cancel (`DialogCancel`), or on what has `data-first-focus`, so that Enter never does harm.
 */
export function Dialog({ open, onClose, title, says, describedBy, wide, children }: DialogProps) {
  const ref = useRef<HTMLDialogElement>(null)
  const id = useId()

  // Before it is taken out of the page it is closed, or the browser would not give the focus back.
  useLayoutEffect(() => {
    const dialog = ref.current
    if (!open || !dialog) return
    dialog.showModal()
    dialog.querySelector<HTMLElement>('[data-first-focus], [data-dialog-cancel]')?.focus()
    return () => dialog.close()
  }, [open])

  if (!open) return null
  // Told at once: the browser's own event comes so late that the next key would meet a dialog that only looks open.
  function close() {
    ref.current?.close()
    onClose()
  }
  return (
    <dialog
      ref={ref}
      aria-labelledby={`${id}-title`}
      aria-describedby={says ? `${id}-says` : describedBy}
      onCancel={(event) => {
        if (event.target !== event.currentTarget) return
        event.preventDefault()
        close()
      }}
      // Closed by the browser alone. One that is open again by then, or another in its place, was not closed.
      onClose={({ target, currentTarget }) => (target === ref.current && !currentTarget.open ? onClose() : undefined)}
      className={clsx(
        'm-auto overflow-y-auto rounded-panel border border-line bg-bg p-0 text-text shadow-float backdrop:bg-backdrop',
        wide ? 'w-[min(48rem,calc(100vw-2rem))]' : 'w-[min(34rem,calc(100vw-2rem))]',
      )}
    >
      <Close value={close}>
        <div className="flex flex-col gap-4 p-5">
          <div className="flex items-start gap-3">
            <h2 id={`${id}-title`} className="min-w-0 flex-1 text-section break-words">
              {title}
            </h2>
            <Button kind="bare" aria-label="Close" onClick={close} className="-mt-1 -mr-2">
              <X aria-hidden className="size-4" />
            </Button>
          </div>
          {says ? (
            <div id={`${id}-says`} className="-mt-2 max-w-[72ch] text-text-2">
              {says}
            </div>
          ) : null}
          {children}
        </div>
      </Close>
    </dialog>
  )
}

/** The foot of a dialog: Cancel first, then the one act. */
export function DialogActions({ children }: { children: ReactNode }) {
  return <div className="flex flex-wrap items-center justify-end gap-2">{children}</div>
}

/** Closes the dialog and changes nothing. Has the focus as it opens. */
export function DialogCancel({ children = 'Cancel' }: { children?: ReactNode }) {
  const close = useCloseDialog()
  return (
    <Button data-dialog-cancel onClick={close}>
      {children}
    </Button>
  )
}

type DialogButtonProps = Omit<ComponentProps<typeof Button>, 'title' | 'children'> &
  Pick<DialogProps, 'title' | 'says' | 'wide'> & { label: ReactNode; children: ReactNode }

/** A button with the dialog it opens. What is in it is only made when it is open. */
export function DialogButton({ label, title, says, wide, children, onClick, ...button }: DialogButtonProps) {
  const [open, setOpen] = useState(false)
  function press(event: MouseEvent<HTMLButtonElement>) {
    onClick?.(event)
    setOpen(true)
  }
  return (
    <>
      <Button aria-haspopup="dialog" onClick={press} {...button}>
        {label}
      </Button>
      <Dialog open={open} onClose={() => setOpen(false)} title={title} says={says} wide={wide}>
        {children}
      </Dialog>
    </>
  )
}
