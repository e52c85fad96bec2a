import { Fragment } from 'react'
import { partsOf } from './parts-of.ts'

/** A name of a machine that may go on in the next line after its dots, colons and slashes; within a word only where nothing else is left. */
export function Breakable({ children }: { children: string }) {
  return partsOf(children).map((part, place) => (
    <Fragment key={place}>
      {place > 0 ? <wbr /> : null}
      {part}
    </Fragment>
  ))
}
