"use client";

import { useQuery } from "@tanstack/react-query";
import { Command } from "cmdk";
import { BookOpen, Cable, CircleQuestionMark, CircleUserRound, FileText, Search, Table2, Zap } from "lucide-react";
import { useRouter } from "next/navigation";
import { useTheme } from "next-themes";
import * as Radix from "radix-ui/dialog";
import {
  type KeyboardEvent,
  type ReactNode,
  useDeferredValue,
  useLayoutEffect,
  useRef,
  useState,
  useSyncExternalStore,
} from "react";
import { api } from "../api";
import "../ui/nonce";
import { returnFocus } from "../ui/return-focus";
import { type Action, offeredActions } from "./actions";
import { isOffered, places } from "./places";
import { themes } from "./theme-menu";
import { useViewer } from "./viewer";

type Found = {
  connections: { id: number; name: string }[];
  resources: { connectionId: number; id: number; name: string }[];
  records: { connectionId: number; resourceId: number; resourceName: string; id: string; displayName: string | null }[];
};

const none: readonly Action[] = [];

/** Finds any connection, resource, record, page or action by a few letters, and goes there or does it. */
export function Palette({ onClose, onHelp }: { onClose: () => void; onHelp: () => void }) {
  const [typed, setTyped] = useState("");
  const asked = useDeferredValue(typed.trim());
  const { account } = useViewer();
  const { data, isFetching } = useQuery({
    queryKey: ["search", account.id, asked],
    queryFn: ({ signal }) => api.get<Found>("/api/search", { query: { q: asked }, signal }),
    enabled: asked.length > 0,
    placeholderData: (before) => before,
    retry: false,
  });
  const found = asked ? data : undefined;
  const offered = useSyncExternalStore(offeredActions.watch, offeredActions.read, () => none);
  const waiting = typed.trim() !== asked || (asked !== "" && isFetching);
  const { chosen, setChosen, list, onKeyDown } = useChoice({ waiting, typed, found, offered });

  return (
    <Radix.Root open onOpenChange={(next) => !next && onClose()}>
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-40 animate-fade bg-scrim" />
        <Radix.Content
          aria-describedby={undefined}
          onCloseAutoFocus={returnFocus}
          className="fixed inset-x-0 top-[10vh] z-50 mx-auto w-[min(40rem,calc(100%-1rem))] animate-rise overflow-hidden rounded-6 bg-float shadow-lift outline-none max-sm:top-2"
        >
          <Radix.Title className="sr-only">Search, go anywhere, do anything</Radix.Title>
          <Command
            shouldFilter={false}
            loop
            label="Search, go anywhere, do anything"
            value={chosen}
            onValueChange={setChosen}
            onKeyDown={onKeyDown}
          >
            <div className="flex items-center gap-2.5 border-b border-hairline px-4">
              <Search aria-hidden="true" className="size-4 shrink-0 text-ink-faint" />
              <Command.Input
                value={typed}
                onValueChange={setTyped}
                placeholder="A connection, record, page or action"
                className="h-12 w-full bg-transparent text-section outline-none placeholder:text-ink-faint"
              />
            </div>
            <Command.List ref={list} className="max-h-[min(26rem,60vh)] overflow-y-auto overscroll-contain p-1.5">
              {asked && !isFetching && (
                <Command.Empty className="px-3 py-6 text-center text-body text-ink-faint">
                  Nothing is called “{asked}”. A record is found by its id or the beginning of its name.
                </Command.Empty>
              )}
              <FoundThings found={found} onClose={onClose} />
              <Known asked={typed.trim()} offered={offered} onClose={onClose} onHelp={onHelp} />
            </Command.List>
          </Command>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

type ChoiceOf = { waiting: boolean; typed: string; found: Found | undefined; offered: readonly Action[] };

/**
 * One entry is chosen as long as there is one: an answer that takes the chosen entry away hands the choice to the first.
 * Enter on a list that is not of the letters typed yet waits for the one that is, so nobody lands on what they did not name.
 */
function useChoice({ waiting, typed, found, offered }: ChoiceOf) {
  const [chosen, setChosen] = useState("");
  const list = useRef<HTMLDivElement>(null);
  const moved = useRef(false);
  const entered = useRef(false);
  useLayoutEffect(() => {
    const options = [...(list.current?.querySelectorAll<HTMLElement>("[cmdk-item]") ?? [])];
    const valueOf = (option: HTMLElement | undefined) => option?.dataset.value ?? "";
    const option = options.find((each) => valueOf(each) === chosen) ?? options[0];
    if (valueOf(option) !== chosen) setChosen(valueOf(option));
    if (waiting || !entered.current) return;
    entered.current = false;
    option?.click();
    // Whatever changes the list is named, for the list itself is read from the page.
  }, [chosen, waiting, typed, found, offered]);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") moved.current = true;
    else if (event.key !== "Enter") moved.current = false;
    entered.current = event.key === "Enter" && waiting && !moved.current;
    if (entered.current) event.preventDefault();
  };
  return { chosen, setChosen, list, onKeyDown };
}

function FoundThings({ found, onClose }: { found: Found | undefined; onClose: () => void }) {
  const { account } = useViewer();
  const router = useRouter();
  if (!found) return null;
  const go = (path: string) => () => {
    onClose();
    router.push(`/a/${account.id}/connections/${path}`);
  };
  return (
    <>
      <Group heading="Connections" items={found.connections}>
        {({ id, name }) => <Entry key={id} id={`c${id}`} icon={<Cable />} label={name} onChoose={go(String(id))} />}
      </Group>
      <Group heading="Resources" items={found.resources}>
        {({ connectionId, id, name }) => (
          <Entry
            key={id}
            id={`r${id}`}
            icon={<Table2 />}
            label={name}
            onChoose={go(`${connectionId}/resources/${id}/records`)}
          />
        )}
      </Group>
      <Group heading="Records" items={found.records}>
        {({ connectionId, resourceId, resourceName, id, displayName }) => (
          <Entry
            key={`${resourceId} ${id}`}
            id={`d${resourceId} ${id}`}
            icon={<FileText />}
            label={displayName ?? id}
            says={displayName && displayName !== id ? `${id} · ${resourceName}` : resourceName}
            onChoose={go(`${connectionId}/resources/${resourceId}/records/${encodeURIComponent(id)}`)}
          />
        )}
      </Group>
    </>
  );
}

type KnownProps = { asked: string; offered: readonly Action[]; onClose: () => void; onHelp: () => void };

/** Pages and actions: known here, so they are found without asking the server. */
function Known({ asked, offered, onClose, onHelp }: KnownProps) {
  const viewer = useViewer();
  const router = useRouter();
  const { setTheme } = useTheme();
  const home = `/a/${viewer.account.id}`;

  const pages: Action[] = [
    ...places
      .filter((place) => isOffered(place, viewer))
      .map(({ label, path, icon: Icon }) => ({
        id: `page ${label}`,
        label,
        icon: <Icon />,
        run: () => router.push(`${home}${path}`),
      })),
    {
      id: "page profile",
      label: "Profile and sign-ins",
      icon: <CircleUserRound />,
      run: () => router.push(`${home}/profile`),
    },
    {
      id: "page docs",
      label: "API reference",
      keywords: "docs openapi",
      icon: <BookOpen />,
      run: () => router.push("/docs"),
    },
  ];
  const actions: Action[] = [
    ...offered,
    ...themes.map(({ value, label, icon }) => ({
      id: `theme ${value}`,
      label: `Theme: ${label.toLowerCase()}`,
      icon,
      keywords: "colour mode",
      run: () => setTheme(value),
    })),
  ];
  const draw = ({ id, label, icon, run }: Action) => (
    <Entry
      key={id}
      id={id}
      icon={icon ?? <Zap />}
      label={label}
      onChoose={() => {
        onClose();
        run();
      }}
    />
  );
  const help: Action = { id: "help", label: "Keyboard shortcuts", icon: <CircleQuestionMark />, run: onHelp };
  return (
    <>
      <Group heading="On this page" items={matching(offered, asked)}>
        {draw}
      </Group>
      <Group heading="Go to" items={matching(pages, asked)}>
        {draw}
      </Group>
      <Group heading="Do" items={matching([...actions.slice(offered.length), help], asked)}>
        {draw}
      </Group>
    </>
  );
}

/** Every typed word has to begin a word of the label or the keywords. */
function matching(actions: readonly Action[], asked: string): Action[] {
  const words = asked.toLowerCase().split(/\s+/).filter(Boolean);
  return actions.filter(({ label, keywords = "" }) => {
    const text = ` ${label} ${keywords}`.toLowerCase();
    return words.every((word) => text.includes(` ${word}`));
  });
}

type GroupProps<T> = { heading: string; items: readonly T[]; children: (item: T) => ReactNode };

function Group<T>({ heading, items, children }: GroupProps<T>) {
  if (items.length === 0) return null;
  return (
    <Command.Group
      heading={heading}
      className="[&_[cmdk-group-heading]]:px-2.5 [&_[cmdk-group-heading]]:pt-2 [&_[cmdk-group-heading]]:pb-1 [&_[cmdk-group-heading]]:text-meta [&_[cmdk-group-heading]]:text-ink-faint"
    >
      {items.map(children)}
    </Command.Group>
  );
}

type EntryProps = { id: string; icon: ReactNode; label: string; says?: string; onChoose: () => void };

function Entry({ id, icon, label, says, onChoose }: EntryProps) {
  return (
    <Command.Item
      value={id}
      onSelect={onChoose}
      className="flex min-h-9 cursor-pointer items-center gap-2.5 rounded-6 px-2.5 text-body data-[selected=true]:bg-wash max-sm:min-h-11 [&_svg]:size-4 [&_svg]:shrink-0 [&_svg]:text-ink-faint"
    >
      {icon}
      <bdi className="min-w-0 truncate">{label}</bdi>
      {says && <bdi className="min-w-0 flex-1 truncate text-right text-table text-ink-faint">{says}</bdi>}
    </Command.Item>
  );
}
