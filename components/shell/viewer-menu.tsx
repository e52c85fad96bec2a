import { LogOut } from 'lucide-react'
import { Button } from '@/components/ui/button.tsx'

type ViewerMenuProps = { name: string; email: string; role: string; signOut: (form: FormData) => Promise<void> }

/** Who is signed in, in which role, and the way out. */
export function ViewerMenu({ name, email, role, signOut }: ViewerMenuProps) {
  return (
    <div className="flex items-center gap-2">
      <p className="hidden text-right leading-tight sm:block" title={email}>
        <span className="block max-w-40 truncate text-table font-medium">{name}</span>
        <span className="block text-meta text-text-3">{role}</span>
      </p>
      <form action={signOut}>
        <Button type="submit" kind="bare" aria-label="Sign out" title="Sign out">
          <LogOut aria-hidden className="size-4" />
        </Button>
      </form>
    </div>
  )
}
