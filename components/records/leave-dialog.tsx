"use client";

import { Button } from "../ui/button";
import { Dialog } from "../ui/dialog";

type LeaveDialogProps = { open: boolean; onStay: () => void; onLeave: () => void };

/** Before unsaved changes are left behind. */
export function LeaveDialog({ open, onStay, onLeave }: LeaveDialogProps) {
  return (
    <Dialog
      open={open}
      onClose={onStay}
      title="Leave without saving?"
      description="Your changes to this record are not saved yet."
      footer={
        <>
          <Button onClick={onLeave}>Discard changes</Button>
          <Button variant="primary" onClick={onStay} autoFocus>
            Keep editing
          </Button>
        </>
      }
    />
  );
}
