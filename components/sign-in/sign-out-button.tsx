"use client";

import { useState } from "react";
import { Button } from "../ui/button";
import { FieldError } from "../ui/field";
import { signOut } from "./auth-client";

/** Ends this sign-in. */
export function SignOutButton() {
  const [state, setState] = useState<"ready" | "busy" | "failed">("ready");
  const leave = () => {
    setState("busy");
    signOut().catch(() => setState("failed"));
  };
  return (
    <>
      <Button variant="primary" busy={state === "busy"} onClick={leave}>
        Sign out
      </Button>
      {state === "failed" && <FieldError>The server did not answer, so you are still signed in. Try again.</FieldError>}
    </>
  );
}
