import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { BrandMark } from '@/components/shell/brand-mark.tsx'
import { awaitsWelcome } from '@/lib/flows/welcome.ts'
import { ground } from '@/lib/server/web/ground.ts'
import { signInPath } from '@/lib/server/web/sign-in-path.ts'
import { WelcomeForm } from './welcome-form.tsx'

export const metadata: Metadata = { title: 'Welcome' }

/** There once, for whoever can read the terminal; afterwards this address leads to the sign-in. */
export default async function WelcomePage({ searchParams }: PageProps<'/welcome'>) {
  if (!(await awaitsWelcome(await ground()))) redirect(signInPath)
  const { code } = await searchParams
  return (
    <main className="mx-auto flex min-h-dvh w-full max-w-sm flex-col justify-center gap-6 px-4 py-12">
      <h1 className="flex items-center gap-2.5 text-title font-semibold">
        <BrandMark />
        Welcome to Standdown
      </h1>
      <p className="text-text-2">Nobody can sign in yet. This makes the first administrator, who can make the other accounts.</p>
      <WelcomeForm code={typeof code === 'string' ? code.slice(0, 100) : ''} />
    </main>
  )
}
