'use client'

type ChoiceProps = { name: string; form: string; label: string; chosen: string; options: readonly { value: string; label: string }[] }

/** One of a few, at the list's head: applies as it is chosen, or with the form's button where no script runs. */
export function Choice({ name, form, label, chosen, options }: ChoiceProps) {
  return (
    <label className="flex min-w-0 items-center gap-1.5 text-table text-text-2 max-md:flex-col max-md:items-start max-md:gap-0.5">
      {label}
      <select
        name={name}
        form={form}
        defaultValue={chosen}
        onChange={(event) => event.target.form?.requestSubmit()}
        className="min-h-8 max-w-52 min-w-0 rounded-control border border-control bg-bg px-2 text-table text-text max-md:w-full max-md:max-w-full pointer-coarse:min-h-11"
      >
        {options.map(({ value, label: says }) => (
          <option key={value} value={value}>
            {says}
          </option>
        ))}
      </select>
    </label>
  )
}
