'use client'

import type { ReactNode } from 'react'
import { Button } from '@/components/ui/button.tsx'
import { FormProblem } from '@/components/ui/form-problem.tsx'
import { InputField } from '@/components/ui/input-field.tsx'
import type { TokenView } from '@/lib/model/token-view.ts'
import { useKeptForm } from '../use-kept-form.ts'
import { deleteView, renameView, saveViewAs } from './view-actions.ts'

const panel =
  'fixed inset-auto m-0 mt-1 w-80 max-w-[calc(100vw-2rem)] flex-col gap-3 rounded-panel border border-line bg-bg p-4 text-text shadow-float open:flex [position-area:bottom_span-left] max-md:inset-x-4 max-md:top-24 max-md:w-auto'

type SaveProps = { list: string; mayShare: boolean; look: string }

/** The list as it is now, as a view of one's own. */
export function SaveViewForm({ list, mayShare, look }: SaveProps) {
  const { state, sending, errorAt, form } = useKeptForm(saveViewAs)
  return (
    <>
      <button type="button" popoverTarget="save-view" className={`${look} [anchor-name:--save-view]`}>
        Save as…
      </button>
      <div
        id="save-view"
        popover="auto"
        role="group"
        aria-labelledby="save-view-title"
        className={`${panel} [position-anchor:--save-view]`}
      >
        <h2 id="save-view-title" className="text-section">
          Save as a view
        </h2>
        <form {...form} className="flex flex-col gap-3">
          {state?.done === false ? <FormProblem state={state} labels={{ name: 'Name' }} /> : null}
          <input type="hidden" name="list" value={list} />
          <InputField id="save-view-name" name="name" label="Name" required maxLength={80} autoComplete="off" error={errorAt('name')} />
          {mayShare ? <Shared id="save-view-shared" shared={false} /> : null}
          <Button type="submit" kind="primary" disabled={sending}>
            Save view
          </Button>
        </form>
      </div>
    </>
  )
}

type EditProps = {
  view: Pick<TokenView, 'id' | 'name'>
  saved: NonNullable<TokenView['saved']>
  mayShare: boolean
  children: ReactNode
}

/** A saved view's name, who sees it, and its end. */
export function EditViewForm({ view, saved, mayShare, children }: EditProps) {
  const rename = useKeptForm(renameView)
  const remove = useKeptForm(deleteView)
  const [problem] = [rename.state, remove.state].flatMap((state) => (state?.done === false ? [state] : []))
  const version = (
    <>
      <input type="hidden" name="id" value={view.id} />
      <input type="hidden" name="version" value={saved.version} />
    </>
  )
  return (
    <>
      <button
        type="button"
        popoverTarget="edit-view"
        aria-label={`Change the view “${view.name}”`}
        title="Rename, share or delete this view"
        className="inline-flex size-8 items-center justify-center rounded-control text-text-2 [anchor-name:--edit-view] hover:bg-panel hover:text-text pointer-coarse:size-11"
      >
        {children}
      </button>
      <div
        id="edit-view"
        popover="auto"
        role="group"
        aria-labelledby="edit-view-title"
        className={`${panel} [position-anchor:--edit-view]`}
      >
        <h2 id="edit-view-title" className="text-section">
          Change the view
        </h2>
        {problem ? <FormProblem state={problem} labels={{ name: 'Name' }} /> : null}
        <form {...rename.form} className="flex flex-col gap-3">
          {version}
          <InputField
            id="edit-view-name"
            name="name"
            label="Name"
            required
            maxLength={80}
            autoComplete="off"
            defaultValue={view.name}
            error={rename.errorAt('name')}
          />
          {mayShare ? (
            <>
              <input type="hidden" name="sharing" value="asked" />
              <Shared id="edit-view-shared" shared={saved.shared} />
            </>
          ) : null}
          <Button type="submit" kind="primary" disabled={rename.sending}>
            Save changes
          </Button>
        </form>
        <details className="border-t border-line pt-2">
          <summary className="min-h-8 cursor-pointer text-table font-medium text-text-2 pointer-coarse:min-h-11">Delete this view</summary>
          <form {...remove.form} className="mt-2 flex flex-col gap-2">
            {version}
            <p className="text-table text-text-2">
              {saved.shared ? 'It goes away for everybody. ' : ''}The tokens in it stay as they are. This cannot be undone.
            </p>
            <Button type="submit" kind="danger" disabled={remove.sending}>
              Delete view “{view.name}”
            </Button>
          </form>
        </details>
      </div>
    </>
  )
}

function Shared({ id, shared }: { id: string; shared: boolean }) {
  return (
    <label htmlFor={id} className="flex items-start gap-2 text-table">
      <input id={id} type="checkbox" name="shared" defaultChecked={shared} className="mt-0.5 size-4 accent-accent" />
      <span>
        Share with everybody
        <span className="block text-text-3">Each sees in it what their own role lets them see.</span>
      </span>
    </label>
  )
}
