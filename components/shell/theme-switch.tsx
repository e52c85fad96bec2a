import { Monitor, Moon, Sun } from 'lucide-react'

const next = {
  system: { to: 'light', icon: Monitor, says: 'Theme: as the system. Change to light' },
  light: { to: 'dark', icon: Sun, says: 'Theme: light. Change to dark' },
  dark: { to: 'system', icon: Moon, says: 'Theme: dark. Change to the system’s' },
} as const

export type ThemeChoice = keyof typeof next

/** Goes round system, light, dark. A form, so that it works before any script has run. */
export function ThemeSwitch({ theme, choose }: { theme: ThemeChoice; choose: (form: FormData) => Promise<void> }) {
  const { to, icon: Icon, says } = next[theme]
  return (
    <form action={choose}>
      <input type="hidden" name="theme" value={to} />
      <button
        type="submit"
        aria-label={says}
        title={says}
        className="flex size-8 items-center justify-center pointer-coarse:size-11 rounded-control text-text-2 hover:bg-bg hover:text-text"
      >
        <Icon aria-hidden className="size-4" />
      </button>
    </form>
  )
}
