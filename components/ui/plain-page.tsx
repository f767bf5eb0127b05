import type { ReactNode } from "react";

type PlainPageProps = { title: string; children: ReactNode };

/** A page that has only something to say: not found, gone wrong. */
export function PlainPage({ title, children }: PlainPageProps) {
  return (
    <main className="mx-auto flex min-h-dvh max-w-[36rem] flex-col justify-center px-5 pb-[12vh] sm:px-8">
      <h1 className="text-title font-semibold">{title}</h1>
      <div className="mt-3 flex flex-col items-start gap-4 text-body text-ink-soft">{children}</div>
    </main>
  );
}
