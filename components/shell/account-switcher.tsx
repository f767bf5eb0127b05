"use client";

import { ChevronsUpDown } from "lucide-react";
import { useRouter } from "next/navigation";
import { Glyph } from "../ui/glyph";
import { Menu, MenuChoices, MenuLabel } from "../ui/menu";
import { useViewer } from "./viewer";

/** Which account this is; with several, the way to the others. Each account has its own address. */
export function AccountSwitcher() {
  const { account, accounts } = useViewer();
  const router = useRouter();
  const look =
    "flex h-9 w-full min-w-0 items-center gap-2.5 rounded-6 px-2 text-left text-body font-semibold max-sm:h-11";
  const inside = (
    <>
      <Glyph name="mark" className="size-4.5 text-accent" />
      <bdi className="min-w-0 flex-1 truncate">{account.name}</bdi>
    </>
  );
  if (accounts.length < 2) return <p className={look}>{inside}</p>;
  return (
    <Menu
      align="start"
      trigger={
        <button type="button" aria-label={`Account ${account.name}, switch`} className={`${look} hover:bg-wash`}>
          {inside}
          <ChevronsUpDown aria-hidden="true" className="size-3.5 shrink-0 text-ink-faint" />
        </button>
      }
    >
      <MenuLabel>Accounts</MenuLabel>
      <MenuChoices
        label="Accounts"
        value={String(account.id)}
        onChange={(id) => router.push(`/a/${id}`)}
        choices={accounts.map(({ id, name }) => ({ value: String(id), label: <bdi>{name}</bdi> }))}
      />
    </Menu>
  );
}
