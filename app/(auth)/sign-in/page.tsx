import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { BrandMark } from '@/components/shell/brand-mark.tsx'
import { awaitsWelcome } from '@/lib/flows/welcome.ts'
import { settings } from '@/lib/server/env.ts'
import { ground } from '@/lib/server/web/ground.ts'
import { homePath } from '@/lib/server/web/home-path.ts'
import { pathOnThisSite } from '@/lib/server/web/same-origin.ts'
import { currentViewer } from '@/lib/server/web/viewer.ts'
import { SignInForm } from './sign-in-form.tsx'

export const metadata: Metadata = { title: 'Sign in' }

export default async function SignInPage({ searchParams }: PageProps<'/sign-in'>) {
  const { to } = await searchParams
  const next = pathOnThisSite(typeof to === 'string' ? to : null, settings().publicUrl)
  const viewer = await currentViewer()
  if (viewer) redirect(next === '/' ? homePath(viewer.role) : next)
  if (await awaitsWelcome(await ground())) redirect('/welcome')
  return (
    <main className="mx-auto flex min-h-dvh w-full max-w-sm flex-col justify-center gap-6 px-4 py-12">
      <h1 className="flex items-center gap-2.5 text-title font-semibold">
        <BrandMark />
        Sign in to Standdown
      </h1>
      <SignInForm to={next} />
    </main>
  )
}
