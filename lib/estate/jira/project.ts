/** The one project of each of the company's two Jiras. */
export const projects = {
  cloud: { id: '10010', key: 'SEC', name: 'Security work' },
  own: { id: '10200', key: 'OPS', name: 'Operations' },
} as const

export type Site = keyof typeof projects

/** Whose account it is: it may make issues and see them, or see the site and nothing of the project. */
export type JiraCaller = { name: string; may: 'make' | 'nothing' }

export const types = [
  { id: '10001', name: 'Task', subtask: false, asks: [] as readonly string[] },
  { id: '10002', name: 'Change', subtask: false, asks: ['Risk assessment'] as readonly string[] },
  { id: '10003', name: 'Sub-task', subtask: true, asks: [] as readonly string[] },
] as const

/** Names of status, by the words that Jira has for their kinds. */
export const statuses: Readonly<Record<string, { id: string; category: 'new' | 'indeterminate' | 'done' }>> = {
  'To Do': { id: '10000', category: 'new' },
  'In Progress': { id: '3', category: 'indeterminate' },
  Done: { id: '10002', category: 'done' },
}

/** The fields of an issue as it is made, as `createmeta` tells them. */
export function fieldsOf(type: (typeof types)[number]) {
  const field = (fieldId: string, name: string, required = false) => ({
    fieldId,
    key: fieldId,
    name,
    required,
    hasDefaultValue: false,
    operations: ['set'],
  })
  return [
    field('summary', 'Summary', true),
    field('issuetype', 'Issue Type', true),
    field('project', 'Project', true),
    { ...field('reporter', 'Reporter', true), hasDefaultValue: true },
    field('description', 'Description'),
    field('labels', 'Labels'),
    field('duedate', 'Due date'),
    ...type.asks.map((name, index) => field(`customfield_1${index}001`, name, true)),
  ]
}
