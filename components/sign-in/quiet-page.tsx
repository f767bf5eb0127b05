import Link from "next/link";
import type { ReactNode } from "react";
import { Glyph } from "../ui/glyph";

type QuietPageProps = { title: string; says?: ReactNode; wide?: boolean; children: ReactNode };

/** A page outside of every account with one thing to do: signing in, accepting an invitation. wide: there is much to read. */
export function QuietPage({ title, says, wide, children }: QuietPageProps) {
  return (
    <div className="flex min-h-dvh flex-col px-5 sm:px-8">
      <header className="py-6">
        <Link href="/" className="inline-flex items-center gap-2 text-body font-semibold text-ink no-underline">
          <Glyph name="mark" className="size-5 text-accent" />
          Attestry
        </Link>
      </header>
      <main
        className={`mx-auto flex w-full flex-1 flex-col pt-4 ${wide ? "max-w-[44rem] pb-16" : "max-w-[22rem] justify-center pb-[14vh]"}`}
      >
        <h1 className="text-title font-semibold text-ink">{title}</h1>
        {says && <p className="mt-1 text-body text-ink-soft">{says}</p>}
        <div className="mt-6 flex flex-col gap-4">{children}</div>
      </main>
    </div>
  );
}
