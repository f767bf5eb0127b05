"use client";

import { unstable_rethrow, usePathname, useRouter } from "next/navigation";
import { Component, type ReactNode, startTransition } from "react";

/** What was thrown by a page; the digest finds it in the server's log. */
export type PageError = Error & { digest?: string };

type CaughtProps = { failed: (error: PageError, retry: () => void) => ReactNode; children: ReactNode };

/** Shows something else in place of a page that could not be drawn, until another page is opened or it is tried again. */
export function Caught({ failed, children }: CaughtProps) {
  const pathname = usePathname();
  const router = useRouter();
  return (
    <Boundary pathname={pathname} refresh={() => router.refresh()} failed={failed}>
      {children}
    </Boundary>
  );
}

type BoundaryProps = CaughtProps & { pathname: string; refresh: () => void };

type BoundaryState = { error: PageError | undefined; pathname: string };

class Boundary extends Component<BoundaryProps, BoundaryState> {
  override state: BoundaryState = { error: undefined, pathname: this.props.pathname };

  static getDerivedStateFromError(error: PageError): Partial<BoundaryState> {
    // A redirect and "not found" are thrown too, and are the router's own business.
    unstable_rethrow(error);
    return { error };
  }

  static getDerivedStateFromProps({ pathname }: BoundaryProps, state: BoundaryState): BoundaryState {
    return pathname === state.pathname ? state : { error: undefined, pathname };
  }

  retry = () =>
    startTransition(() => {
      this.props.refresh();
      this.setState({ error: undefined });
    });

  override render() {
    const { error } = this.state;
    return error ? this.props.failed(error, this.retry) : this.props.children;
  }
}
