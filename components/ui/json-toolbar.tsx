import { Search, WandSparkles } from "lucide-react";
import { Button } from "./button";

type JsonToolbarProps = {
  onFind: () => void;
  onFormat: () => void;
  readOnly: boolean;
  /** What Ctrl+Space shows here. */
  completes: string;
};

/** The line above JSON that is read or written as text. */
export function JsonToolbar({ onFind, onFormat, readOnly, completes }: JsonToolbarProps) {
  return (
    <div className="flex items-center gap-1 border-b border-hairline px-2 py-1">
      <Button size="small" variant="quiet" icon={<Search aria-hidden="true" />} onClick={onFind}>
        Find
      </Button>
      {!readOnly && (
        <Button size="small" variant="quiet" icon={<WandSparkles aria-hidden="true" />} onClick={onFormat}>
          Format
        </Button>
      )}
      <span className="ml-auto pr-2 text-meta text-ink-faint max-sm:hidden">
        {readOnly ? "Read only" : `Ctrl+Space shows ${completes}`}
      </span>
    </div>
  );
}
