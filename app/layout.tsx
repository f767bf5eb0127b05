import type { Metadata, Viewport } from "next";
import { GeistMono } from "geist/font/mono";
import { GeistSans } from "geist/font/sans";
import { headers } from "next/headers";
import type { ReactNode } from "react";
import { Themes } from "@/components/shell/themes";
import { CaughtPage } from "@/components/ui/caught-page";
import "./tokens.css";

export const metadata: Metadata = {
  title: { default: "Attestry", template: "%s · Attestry" },
  description: "Push any record, prove it later.",
  robots: { index: false },
};

export const viewport: Viewport = { width: "device-width", initialScale: 1, colorScheme: "light dark" };

/** Around every page. Reading the headers makes each page dynamic: a page kept from before would carry an old nonce. */
export default async function Layout({ children }: { children: ReactNode }) {
  const nonce = (await headers()).get("x-nonce") ?? undefined;
  return (
    <html lang="en" className={`${GeistSans.variable} ${GeistMono.variable}`} suppressHydrationWarning>
      <body className="min-h-dvh">
        <Themes nonce={nonce}>
          <CaughtPage>{children}</CaughtPage>
        </Themes>
      </body>
    </html>
  );
}
