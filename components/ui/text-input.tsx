"use client";

import { Eye, EyeOff } from "lucide-react";
import { type InputHTMLAttributes, type ReactNode, type Ref, type TextareaHTMLAttributes, useState } from "react";
import { useField } from "./field";
import { IconButton } from "./icon-button";

type TextInputProps = InputHTMLAttributes<HTMLInputElement> & {
  /** An icon inside the box, at its beginning. */
  icon?: ReactNode;
  small?: boolean;
  mono?: boolean;
  ref?: Ref<HTMLInputElement>;
};

/** One line of text. Inside a Field it is labelled and described by it. */
export function TextInput({ icon, small, mono, className = "", ...rest }: TextInputProps) {
  const look = `control ${small ? "sm:h-7 sm:text-table" : ""} ${mono ? "font-mono" : ""} ${icon ? "pl-8" : ""}`;
  const input = <input type="text" {...useField()} {...rest} className={`${look} ${icon ? "" : className}`} />;
  if (!icon) return input;
  return (
    <span className={`relative inline-flex w-full ${className}`}>
      <span aria-hidden="true" className="absolute inset-y-0 left-2.5 flex items-center text-ink-faint [&_svg]:size-4">
        {icon}
      </span>
      {input}
    </span>
  );
}

type TextAreaProps = TextareaHTMLAttributes<HTMLTextAreaElement> & { mono?: boolean; ref?: Ref<HTMLTextAreaElement> };

/** Several lines of text. */
export function TextArea({ mono, className = "", rows = 4, ...rest }: TextAreaProps) {
  const look = `control h-auto! min-h-16 resize-y py-1.5 ${mono ? "font-mono sm:text-table" : ""}`;
  return <textarea rows={rows} {...useField()} {...rest} className={`${look} ${className}`} />;
}

/** A password, hidden until its owner wants to see it. */
export function PasswordInput({ className = "", ...rest }: Omit<TextInputProps, "type" | "icon">) {
  const [shown, setShown] = useState(false);
  return (
    <span className={`relative inline-flex w-full ${className}`}>
      <TextInput {...rest} type={shown ? "text" : "password"} className="pr-10 max-sm:pr-12" />
      <IconButton
        label={shown ? "Hide password" : "Show password"}
        icon={shown ? <EyeOff /> : <Eye />}
        aria-pressed={shown}
        onClick={() => setShown(!shown)}
        size="small"
        className="absolute inset-y-0 right-0.5 my-auto"
      />
    </span>
  );
}
