/** The fields of an account, as its forms call them. */
export const personLabels: Readonly<Record<string, string>> = {
  name: 'Name',
  email: 'E-mail',
  password: 'Password',
  role: 'Role',
  owner: 'Is the owner',
  endsOn: 'Last day',
  endsAt: 'Last day',
}
