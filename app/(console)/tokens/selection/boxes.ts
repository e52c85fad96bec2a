import type { Selection } from './kept-selection.ts'

const rowBox = 'input[data-select]'
const pageBox = 'input[data-select-page]'

/** The ids of the rows that are on the page. */
export function pageIds(): string[] {
  return rowBoxes().flatMap((box) => box.dataset.select ?? [])
}

/** Makes the boxes and rows of the page show what is selected. */
export function showSelection({ all, ids }: Selection): void {
  const selected = new Set(ids)
  let ticked = 0
  const boxes = rowBoxes()
  for (const box of boxes) {
    box.checked = all || selected.has(box.dataset.select ?? '')
    if (box.checked) ticked += 1
    box.closest('tr')?.toggleAttribute('data-selected', box.checked)
  }
  for (const box of document.querySelectorAll<HTMLInputElement>(pageBox)) {
    box.checked = boxes.length > 0 && ticked === boxes.length
    box.indeterminate = ticked > 0 && ticked < boxes.length
  }
}

/** Which rows a change of this element selects or not; null for another element. */
export function boxChange(target: EventTarget | null): { ids: readonly string[]; ticked: boolean } | null {
  if (!(target instanceof HTMLInputElement)) return null
  if (target.matches(rowBox)) return { ids: [target.dataset.select ?? ''], ticked: target.checked }
  return target.matches(pageBox) ? { ids: pageIds(), ticked: target.checked } : null
}

/** Scrolls what has the focus out from under the bar. */
export function uncover(bar: HTMLElement | null, focused: EventTarget | null): void {
  if (!bar || !(focused instanceof HTMLElement) || bar.contains(focused)) return
  const [at, under] = [focused.getBoundingClientRect(), bar.getBoundingClientRect()]
  const covered = at.bottom > under.top && at.top < under.bottom && at.right > under.left && at.left < under.right
  if (covered) focused.scrollIntoView({ block: 'center' })
}

function rowBoxes(): HTMLInputElement[] {
  return [...document.querySelectorAll<HTMLInputElement>(rowBox)]
}
