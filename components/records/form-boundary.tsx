"use client";

import { Component, type ReactNode } from "react";
import { Callout } from "../ui/callout";

/** A schema that no form can be drawn from leaves the JSON tab, and says so. */
export class FormBoundary extends Component<{ children: ReactNode }, { failed: boolean }> {
  override state = { failed: false };

  static getDerivedStateFromError() {
    return { failed: true };
  }

  override render() {
    if (!this.state.failed) return this.props.children;
    return (
      <Callout tone="caution" title="This schema cannot be drawn as a form">
        The record can be read and edited in the JSON tab.
      </Callout>
    );
  }
}
