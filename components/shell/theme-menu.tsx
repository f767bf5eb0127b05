"use client";

import { Monitor, Moon, Sun } from "lucide-react";
import { useTheme } from "next-themes";
import { IconButton } from "../ui/icon-button";
import { Menu, MenuChoices } from "../ui/menu";

export const themes = [
  { value: "light", label: "Light", icon: <Sun aria-hidden="true" /> },
  { value: "dark", label: "Dark", icon: <Moon aria-hidden="true" /> },
  { value: "system", label: "As the system", icon: <Monitor aria-hidden="true" /> },
] as const;

type Theme = (typeof themes)[number]["value"];

const isTheme = (text: string | undefined): text is Theme => themes.some(({ value }) => value === text);

/** Light, dark, or as the reader's system is. */
export function ThemeMenu() {
  const { theme, setTheme } = useTheme();
  const icon = (
    <>
      <Sun className="dark:hidden" />
      <Moon className="hidden dark:block" />
    </>
  );
  return (
    <Menu trigger={<IconButton label="Theme" icon={icon} />}>
      <MenuChoices label="Theme" value={isTheme(theme) ? theme : "system"} onChange={setTheme} choices={themes} />
    </Menu>
  );
}
