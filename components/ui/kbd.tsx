/** A key of the keyboard. */
export function Kbd({ children }: { children: string }) {
  return (
    <kbd className="inline-flex h-5 min-w-5 items-center justify-center rounded-[4px] border border-hairline px-1 font-sans text-meta text-ink-faint">
      {children}
    </kbd>
  );
}
