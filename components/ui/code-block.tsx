import { CopyButton } from "./copy-button";

type CodeBlockProps = { title: string; note?: string; text: string; copies?: string };

/** Code on a sheet, with what the reader has to fill in ($NAME) marked. `copies` names the text and adds the button. */
export function CodeBlock({ title, note, text, copies }: CodeBlockProps) {
  return (
    <figure className="overflow-hidden rounded-6 border border-hairline bg-sheet">
      <figcaption className="flex min-h-11 items-center justify-between gap-4 border-b border-hairline py-1.5 pr-2 pl-4">
        <span className="flex flex-wrap items-baseline gap-x-3 text-body">
          <span className="font-medium">{title}</span>
          {note && <span className="text-ink-faint">{note}</span>}
        </span>
        {copies && <CopyButton text={text} what={copies} />}
      </figcaption>
      <pre className="px-4 py-4 font-mono text-table leading-6 wrap-anywhere whitespace-pre-wrap text-ink-soft">
        <code>{text.split(/(\$[A-Z_]+)/).map((part, at) => (at % 2 ? <Blank key={at} name={part} /> : part))}</code>
      </pre>
    </figure>
  );
}

function Blank({ name }: { name: string }) {
  return <span className="rounded-[3px] bg-accent-wash px-0.5 whitespace-nowrap text-accent">{name}</span>;
}
