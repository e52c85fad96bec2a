import { ChevronDown, LogOut, UserRound } from 'lucide-react'
import { Menu, MenuButton, MenuLine, MenuLink } from '@/components/ui/menu.tsx'
import { PlaceIcon } from './place-icon.tsx'
import { ownPlaces } from './places.ts'

type ViewerMenuProps = { name: string; email: string; role: string; signOut: (form: FormData) => Promise<void> }

/** Who is signed in, in which role, their own pages and the way out. */
export function ViewerMenu({ name, email, role, signOut }: ViewerMenuProps) {
  return (
    <Menu
      label={
        <>
          <UserRound aria-hidden className="size-4 sm:hidden" />
          <span className="max-sm:sr-only">
            <span className="block max-w-40 truncate text-left leading-tight">{name}</span>
            <span className="block text-left text-meta font-normal text-text-3">{role}</span>
          </span>
          <ChevronDown aria-hidden className="size-3.5 text-text-3 max-sm:hidden" />
        </>
      }
    >
      <p className="px-2 py-1 text-table">
        <span className="block font-medium wrap-anywhere">{name}</span>
        <span className="block text-meta wrap-anywhere text-text-3" translate="no">
          {email}
        </span>
      </p>
      <MenuLine />
      {ownPlaces().map(({ href, label, icon }) => (
        <MenuLink key={href} href={href}>
          <PlaceIcon of={icon} />
          {label}
        </MenuLink>
      ))}
      <MenuLine />
      <form action={signOut}>
        <MenuButton type="submit">
          <LogOut aria-hidden className="size-4 shrink-0" />
          Sign out
        </MenuButton>
      </form>
    </Menu>
  )
}
