type Coverage = { object: string; state: 'read' | 'not-offered' | 'not-built'; optional?: true }

/** What a connector reads and what it cannot, before anything is filled in. */
export function WhatIsSeen({ coverage }: { coverage: readonly Coverage[] }) {
  const unseen = coverage.filter(({ state }) => state !== 'read')
  return (
    <div className="grid gap-x-6 gap-y-3 text-table sm:grid-cols-2">
      <div>
        <h3 className="font-medium">What you will see</h3>
        <ul className="mt-1 list-disc pl-4 text-text-2">
          {coverage
            .filter(({ state }) => state === 'read')
            .map(({ object, optional }) => (
              <li key={object}>
                {object}
                {optional ? ', where you ask for it' : null}
              </li>
            ))}
        </ul>
      </div>
      <div>
        <h3 className="font-medium">What you will not</h3>
        <ul className="mt-1 list-disc pl-4 text-text-2">
          {unseen.map(({ object, state }) => (
            <li key={object}>
              {object}: {state === 'not-offered' ? 'not offered by the provider' : 'not yet built'}
            </li>
          ))}
        </ul>
      </div>
    </div>
  )
}
