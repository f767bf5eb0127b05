"use client";

import { setNonce } from "get-nonce";

/** The nonce of this page, for what adds a style element by itself. Scripts keep it as a property only. */
export function pageNonce(): string | undefined {
  if (typeof document === "undefined") return undefined;
  return document.querySelector<HTMLScriptElement>("script[nonce]")?.nonce || undefined;
}

// What floats locks the page's scrolling by a style element, which takes its nonce from here.
const nonce = pageNonce();
if (nonce) setNonce(nonce);
