'use client'

import { useSyncExternalStore } from 'react'
import { Checkbox } from '@/components/ui/checkbox.tsx'
import { Dialog } from '@/components/ui/dialog.tsx'
import { KeyList } from './key-list.tsx'
import { keysAreOn, keysSwitched, switchKeys } from './keys-on.ts'
import type { Place } from './places.ts'

function subscribe(change: () => void) {
  window.addEventListener(keysSwitched, change)
  return () => window.removeEventListener(keysSwitched, change)
}

/** The keys there are, and the switch that turns the single ones off. */
export function KeysDialog({ places, onClose }: { places: readonly Place[]; onClose: () => void }) {
  const on = useSyncExternalStore(subscribe, keysAreOn, () => true) // prettier-ignore
  return (
    <Dialog open onClose={onClose} title="Keys" says="None of them does anything while you type in a field.">
      <Checkbox
        data-first-focus
        label="Single keys do something"
        hint="Turn them off where they get in the way of speech input. Kept on this browser."
        checked={on}
        onChange={(event) => switchKeys(event.target.checked)}
      />
      <KeyList places={places} />
    </Dialog>
  )
}
