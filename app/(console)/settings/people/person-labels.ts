/** The fields of an account, as its forms call them. */
export const personLabels: Readonly<Record<string, string>> = {
  name: 'Name',
  email: 'E-mail',
  role: 'Role',
  owner: 'Is the owner',
  endsAt: 'Last day',
}
