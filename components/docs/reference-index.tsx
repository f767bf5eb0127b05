"use client";

import { Search } from "lucide-react";
import { useState } from "react";
import { TextInput } from "../ui/text-input";

type Entry = { id: string; method: string; path: string; summary: string };
export type IndexTopic = { id: string; title: string; entries: readonly Entry[] };

/** Every operation in a list that can be searched, each leading to its place on the page. */
export function ReferenceIndex({ topics }: { topics: readonly IndexTopic[] }) {
  const [words, setWords] = useState("");
  const wanted = words.trim().toLowerCase();
  const found = topics
    .map((topic) => ({
      ...topic,
      entries: topic.entries.filter(({ method, path, summary, id }) =>
        `${method} ${path} ${summary} ${id} ${topic.title}`.toLowerCase().includes(wanted),
      ),
    }))
    .filter(({ entries }) => entries.length > 0);
  return (
    <nav aria-label="Operations" className="flex min-w-0 flex-col gap-4 max-lg:gap-0">
      <TextInput
        type="search"
        icon={<Search aria-hidden="true" />}
        aria-label="Search operations"
        placeholder="Search operations"
        value={words}
        onChange={(event) => setWords(event.target.value)}
      />
      {found.length === 0 && (
        <p role="status" className="text-table text-ink-faint">
          No operation matches.
        </p>
      )}
      {found.map((topic) => (
        <div key={topic.id}>
          <a
            href={`#${topic.id}`}
            className="block py-1 text-table font-semibold max-lg:py-2.5 text-ink no-underline hover:underline"
          >
            {topic.title}
          </a>
          {/* Where the index stands above the text, it names the topics alone until somebody searches. */}
          <ul className={wanted === "" ? "max-lg:hidden" : ""}>
            {topic.entries.map(({ id, method, summary }) => (
              <li key={id}>
                <a
                  href={`#${id}`}
                  className="flex items-baseline gap-2 rounded-6 px-1 py-1 text-table text-ink-soft no-underline hover:bg-wash hover:text-ink max-lg:py-2.5"
                >
                  <span className="w-11 shrink-0 font-mono text-meta text-ink-faint">{method}</span>
                  {summary}
                </a>
              </li>
            ))}
          </ul>
        </div>
      ))}
    </nav>
  );
}
