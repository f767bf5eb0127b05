import type { ButtonHTMLAttributes, ComponentProps, ReactNode } from "react";
import { PageLink } from "./page-link";
import { Spinner } from "./spinner";

type Look = { variant?: Variant; size?: "normal" | "small"; icon?: ReactNode };
export type Variant = "primary" | "plain" | "quiet" | "danger";

const base =
  "inline-flex shrink-0 items-center justify-center gap-1.5 rounded-6 border font-medium whitespace-nowrap no-underline transition-colors duration-150 select-none disabled:cursor-not-allowed disabled:opacity-55 aria-disabled:cursor-not-allowed aria-disabled:opacity-55 max-sm:min-h-11 [&_svg]:size-4 [&_svg]:shrink-0";

const variants: Record<Variant, string> = {
  primary: "border-accent bg-accent text-on-accent hover:border-accent-deep hover:bg-accent-deep",
  plain: "border-hairline bg-sheet text-ink hover:border-edge hover:bg-wash",
  quiet: "border-transparent bg-transparent text-ink-soft hover:bg-wash hover:text-ink",
  danger: "border-bad bg-bad text-on-bad hover:border-bad-deep hover:bg-bad-deep",
};

const sizes = { normal: "h-8 px-3 text-body", small: "h-7 px-2.5 text-table" };

/** The classes of a button, for the few elements that look like one and are none. */
export function buttonLook({ variant = "plain", size = "normal" }: Omit<Look, "icon">): string {
  return `${base} ${variants[variant]} ${sizes[size]}`;
}

type ButtonProps = Look &
  ButtonHTMLAttributes<HTMLButtonElement> & { busy?: boolean; ref?: React.Ref<HTMLButtonElement> };

/** A button that says what will happen. While busy it keeps its width and words, shows a turning ring and does nothing. */
export function Button({ variant, size, icon, busy, className = "", children, onClick, ...rest }: ButtonProps) {
  return (
    <button
      type="button"
      {...rest}
      aria-disabled={busy || undefined}
      aria-busy={busy || undefined}
      onClick={busy ? (event) => event.preventDefault() : onClick}
      className={`${buttonLook({ variant, size })} ${className}`}
    >
      {busy ? <Spinner /> : icon}
      {children}
    </button>
  );
}

/** A link that looks like a button: it goes somewhere, so it can be opened in a new tab. */
export function LinkButton({
  variant,
  size,
  icon,
  className = "",
  children,
  ...rest
}: Look & ComponentProps<typeof PageLink>) {
  return (
    <PageLink {...rest} className={`${buttonLook({ variant, size })} ${className}`}>
      {icon}
      {children}
    </PageLink>
  );
}
