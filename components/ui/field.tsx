"use client";

import { CircleAlert } from "lucide-react";
import { createContext, type ReactNode, use, useId } from "react";

type Wiring = { id?: string; "aria-describedby"?: string; "aria-invalid"?: true; required?: true };

const FieldContext = createContext<Wiring>({});

/** The ids that tie a control to the Field around it; every control of the kit takes them by itself. */
export function useField(): Wiring {
  return use(FieldContext);
}

type FieldProps = {
  label: ReactNode;
  hint?: ReactNode;
  error?: ReactNode;
  required?: boolean;
  /** Keeps the label for readers of the page's text only. */
  labelHidden?: boolean;
  className?: string;
  children: ReactNode;
};

/** A label, one control, a hint and what is wrong with it, wired so that all of it is read with the control. */
export function Field({ label, hint, error, required, labelHidden, className = "", children }: FieldProps) {
  const id = useId();
  const describedBy = [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(" ");
  const wiring: Wiring = {
    id,
    ...(describedBy && { "aria-describedby": describedBy }),
    ...(error ? { "aria-invalid": true } : {}),
    ...(required && { required: true }),
  };
  return (
    <div className={`flex min-w-0 flex-col gap-1 ${className}`}>
      <label htmlFor={id} className={labelHidden ? "sr-only" : "text-body font-medium text-ink"}>
        {label}
        {required && <span className="ml-1.5 text-meta font-normal text-ink-faint">required</span>}
      </label>
      <FieldContext value={wiring}>{children}</FieldContext>
      {hint && (
        <p id={`${id}-hint`} className="text-table text-ink-faint">
          {hint}
        </p>
      )}
      {error && <FieldError id={`${id}-error`}>{error}</FieldError>}
    </div>
  );
}

/** What is wrong and how to mend it, under the control it is about. */
export function FieldError({ id, children }: { id?: string; children: ReactNode }) {
  return (
    <p id={id} role="alert" className="flex items-start gap-1.5 text-table text-bad">
      <CircleAlert aria-hidden="true" className="mt-px size-4 shrink-0" />
      <span className="min-w-0 wrap-anywhere">{children}</span>
    </p>
  );
}
