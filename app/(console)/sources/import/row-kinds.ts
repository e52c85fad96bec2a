/** What a row of a file can be, as the form and the list of columns name it. */
export const rowKinds = [
  { rows: 'tokens', label: 'Tokens' },
  { rows: 'owners', label: 'Owners' },
  { rows: 'workloads', label: 'Workloads' },
  { rows: 'controls', label: 'Controls' },
  { rows: 'exposures', label: 'Leaks' },
] as const
