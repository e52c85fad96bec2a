/** A box the island of the selection ticks and reads; it is the browser's own, so that a row costs no script. */
const look = 'size-4 cursor-pointer accent-accent align-middle pointer-coarse:size-5'
/** The target is larger than the box. */
const target = 'inline-flex size-6 cursor-pointer items-center justify-center pointer-coarse:h-11'

/** Selects a row. Its name is what it selects. */
export function SelectBox({ id, name }: { id: string; name: string }) {
  return (
    <label className={target}>
      <input type="checkbox" data-select={id} data-key-select="" autoComplete="off" aria-label={`Select ${name}`} className={look} />
    </label>
  )
}

/** Selects every row of the page. */
export function SelectAllBox() {
  return (
    <label className={target}>
      <input type="checkbox" data-select-page="" autoComplete="off" aria-label="Select the page" className={look} />
    </label>
  )
}
