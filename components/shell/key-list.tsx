import type { Place } from './places.ts'

const keys: readonly (readonly [keys: readonly string[], does: string])[] = [
  [['Ctrl', 'K'], 'search everything (on a Mac: Cmd K)'],
  [['/'], 'go to the list’s search'],
  [['j'], 'next row'],
  [['k'], 'row before'],
  [['Enter'], 'open the row'],
  [['x'], 'choose the row'],
  [['['], 'in an open token: the one before'],
  [[']'], 'in an open token: the next'],
  [['Esc'], 'close what is open'],
  [['?'], 'list the keys'],
]

/** Every key with what it does. */
export function KeyList({ places }: { places: readonly Place[] }) {
  const all = [...keys, ...places.flatMap(({ key, label }) => (key ? [[['g', key], `go to ${label}`] as const] : []))]
  return (
    <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-1.5 text-table">
      {all.map(([pressed, does]) => (
        <div key={does} className="contents">
          <dt className="flex gap-1">
            {pressed.map((key) => (
              <kbd
                key={key}
                className="min-w-6 rounded-control border border-control bg-panel px-1.5 text-center font-sans text-meta leading-5"
              >
                {key}
              </kbd>
            ))}
          </dt>
          <dd>{does}</dd>
        </div>
      ))}
    </dl>
  )
}
