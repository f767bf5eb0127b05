type SnippetProps = { title: string; note?: string; text: string; copies?: string };

/** Code in the reference. The button copies what stands beside it, so that the page carries each text once. */
export function Snippet({ title, note, text, copies }: SnippetProps) {
  return (
    <figure className="min-w-0 overflow-hidden rounded-6 border border-hairline">
      <figcaption className="flex min-h-8 items-center justify-between gap-3 border-b border-hairline py-1 pr-1.5 pl-3 text-table last:border-b-0">
        <span>
          <span className="font-medium">{title}</span>
          {note && <span className="ml-2 text-ink-faint">{note}</span>}
        </span>
        {copies && (
          <button
            type="button"
            data-copy=""
            aria-label={`Copy ${copies}`}
            className="h-6 rounded-6 px-2 text-ink-soft hover:bg-wash hover:text-ink max-sm:h-11 max-sm:px-4"
          >
            Copy
          </button>
        )}
      </figcaption>
      {text && (
        <pre className="px-3 py-2.5 font-mono text-meta leading-5 wrap-anywhere whitespace-pre-wrap text-ink-soft">
          {text}
        </pre>
      )}
    </figure>
  );
}
