'use client'

import { Button, buttonLook } from '@/components/ui/button.tsx'
import { Dialog, DialogActions, DialogCancel } from '@/components/ui/dialog.tsx'

export type SessionLeft = { seconds: number; extendable: boolean }

type SessionDialogProps = { left: SessionLeft | 'ended'; onStay: () => void; onClose: () => void }

/** The session ends soon, or has ended: how to go on without losing what stands on the page. */
export function SessionDialog({ left, onStay, onClose }: SessionDialogProps) {
  if (left === 'ended') {
    return (
      <Dialog
        open
        onClose={onClose}
        title="You are signed out"
        says="What you typed is still on this page. Sign in in another tab, then come back and send it."
      >
        <DialogActions>
          <DialogCancel>Back to the page</DialogCancel>
          <a href="/sign-in" target="_blank" rel="noopener" className={buttonLook({ kind: 'primary' })}>
            Sign in in a new tab
          </a>
        </DialogActions>
      </Dialog>
    )
  }
  const says = left.extendable
    ? 'Nothing was done on this browser for a while. Nothing is lost if you stay.'
    : 'A session lasts 12 hours at most. Save what you have begun; then sign in again.'
  return (
    <Dialog open onClose={onClose} title={`You will be signed out in ${inWords(left.seconds)}`} says={says}>
      <DialogActions>
        {left.extendable ? (
          <Button kind="primary" data-first-focus onClick={onStay}>
            Stay signed in
          </Button>
        ) : (
          <DialogCancel>Back to the page</DialogCancel>
        )}
      </DialogActions>
    </Dialog>
  )
}

function inWords(seconds: number): string {
  const minutes = Math.round(seconds / 60)
  return minutes < 1 ? 'less than a minute' : minutes === 1 ? 'a minute' : `${minutes} minutes`
}
