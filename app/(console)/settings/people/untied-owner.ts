import type { Issue } from '@/lib/model/app-error.ts'

type Asked = {
  role: string
  /** What was chosen in the directory, or typed; empty for nobody. */
  owner: string
  /** Whether the form says that it is to be so. */
  agreed: boolean
  /** Who in the directory has the account's e-mail address. */
  namesake: string | null
}

/** Why an owner's account that is tied to nobody in the directory is not made without a word: it would see no token at all. */
export function untiedOwner({ role, owner, agreed, namesake }: Asked): Issue | null {
  if (role !== 'owner' || owner.trim() !== '' || agreed) return null
  const choose = namesake
    ? `${namesake} in the directory has this e-mail address: choose them, or tick that it is to be so.`
    : 'Nobody in the directory has this e-mail address. Choose who they are, or tick that it is to be so.'
  return { where: 'owner', what: `An owner who is nobody in the directory sees no token and gets no task. ${choose}` }
}
