'use client'

import { Button } from '@/components/ui/button.tsx'

/** The order of the list; applies as it is chosen, or by a button where no script runs. */
export function SortChoice({ chosen, options }: { chosen: string; options: readonly { value: string; label: string }[] }) {
  return (
    <div className="flex items-center gap-2 md:ml-auto">
      <label htmlFor="sort" className="text-table text-text-2">
        Order
      </label>
      <select
        id="sort"
        name="sort"
        defaultValue={chosen}
        onChange={(event) => event.target.form?.requestSubmit()}
        className="min-h-8 rounded-control border border-control bg-bg px-2 text-table pointer-coarse:min-h-11"
      >
        {options.map(({ value, label }) => (
          <option key={value} value={value}>
            {label}
          </option>
        ))}
      </select>
      <noscript>
        <Button type="submit">Apply</Button>
      </noscript>
    </div>
  )
}
