"use client";

import { CircleQuestionMark, Menu as MenuIcon, Search } from "lucide-react";
import dynamic from "next/dynamic";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { signOut } from "../sign-in/auth-client";
import { IconButton } from "../ui/icon-button";
import { Kbd } from "../ui/kbd";
import { useMounted } from "../ui/mounted";
import { BREADCRUMB_SLOT } from "../ui/page-header";
import "../ui/return-focus";
import { toast } from "../ui/toast";
import { isOffered, type Place, places } from "./places";
import { PersonMenu } from "./person-menu";
import { isMac, keysShown, type ShortcutId } from "./shortcuts";
import { ThemeMenu } from "./theme-menu";
import { useShortcut } from "./use-shortcut";
import { useViewer } from "./viewer";

const Palette = dynamic(() => import("./palette").then(({ Palette }) => Palette), { ssr: false });
const ShortcutSheet = dynamic(() => import("./shortcut-sheet").then(({ ShortcutSheet }) => ShortcutSheet), {
  ssr: false,
});
const NavigationSheet = dynamic(() => import("./navigation-sheet").then(({ NavigationSheet }) => NavigationSheet), {
  ssr: false,
});

const leave = () => void signOut().catch((problem) => toast.failed(problem, "You are still signed in"));

type Opened = "palette" | "shortcuts" | "navigation";

/** Where the page stands, at the left; search, help, theme and person, at the right. */
export function TopBar() {
  const [opened, setOpened] = useState<Opened>();
  const close = () => setOpened(undefined);
  useShortcut("palette", () => setOpened((now) => (now === "palette" ? undefined : "palette")));
  useShortcut("help", () => setOpened("shortcuts"));
  return (
    <header className="sticky top-0 z-20 flex h-12 items-center gap-1 border-b border-hairline bg-sheet px-4 max-sm:px-1 sm:px-6 print:hidden">
      <IconButton
        label="Navigation"
        icon={<MenuIcon />}
        className="sm:hidden"
        onClick={() => setOpened("navigation")}
      />
      <div id={BREADCRUMB_SLOT} className="min-w-0 flex-1" />
      <SearchButton onOpen={() => setOpened("palette")} />
      <IconButton
        label="Keyboard shortcuts"
        hint="?"
        icon={<CircleQuestionMark />}
        className="max-sm:hidden"
        onClick={() => setOpened("shortcuts")}
      />
      <ThemeMenu />
      <PersonMenu onSignOut={leave} />
      <PlaceKeys />
      <UndoKey />
      {opened === "palette" && <Palette onClose={close} onHelp={() => setOpened("shortcuts")} />}
      {opened === "shortcuts" && <ShortcutSheet onClose={close} />}
      {opened === "navigation" && <NavigationSheet onClose={close} />}
    </header>
  );
}

function SearchButton({ onOpen }: { onOpen: () => void }) {
  const mac = useMounted() && isMac();
  return (
    <button
      type="button"
      onClick={onOpen}
      className="flex h-8 shrink-0 items-center gap-2 rounded-6 border border-hairline pr-1.5 pl-2.5 text-table text-ink-faint transition-colors duration-150 hover:border-edge hover:text-ink max-md:size-8 max-md:justify-center max-md:border-transparent max-md:p-0 max-sm:size-11 md:w-52"
    >
      <Search aria-hidden="true" className="size-4" />
      <span className="flex-1 text-left max-md:sr-only">Search</span>
      <span className="flex gap-0.5 max-md:hidden">
        {keysShown("palette", mac).map((key) => (
          <Kbd key={key}>{key}</Kbd>
        ))}
      </span>
    </button>
  );
}

/** The undo key takes back what the latest toast offers, for whoever is not in a box with an undo of its own. */
function UndoKey() {
  useShortcut("undo", () => void toast.undoLatest(), { typing: false });
  return null;
}

/** G and a letter goes to a place. */
function PlaceKeys() {
  return places.flatMap((place) =>
    place.shortcut ? <PlaceKey key={place.label} place={place} shortcut={place.shortcut} /> : [],
  );
}

function PlaceKey({ place, shortcut }: { place: Place; shortcut: ShortcutId }) {
  const router = useRouter();
  const viewer = useViewer();
  const enabled = isOffered(place, viewer);
  useShortcut(shortcut, () => router.push(`/a/${viewer.account.id}${place.path}`), { enabled });
  return null;
}
