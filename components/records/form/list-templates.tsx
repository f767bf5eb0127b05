"use client";

import type { ArrayFieldItemTemplateProps, ArrayFieldTemplateProps } from "@rjsf/utils";
import { ArrowDown, ArrowUp, Plus, Trash2 } from "lucide-react";
import { useEffect, useRef } from "react";
import { Button } from "../../ui/button";
import { IconButton } from "../../ui/icon-button";
import { pointerOf } from "../pointers";
import { Section } from "./templates";

const focusable = "input:not([disabled]), textarea:not([disabled]), select:not([disabled]), button:not([disabled])";

/** A list: its items in order, and a button that adds one and goes there. */
export function ListTemplate(props: ArrayFieldTemplateProps) {
  const { fieldPathId, title, required, schema, items, canAdd, onAddClick, readonly, disabled } = props;
  const list = useRef<HTMLDivElement>(null);
  const added = useRef(false);
  useEffect(() => {
    if (!added.current) return;
    added.current = false;
    list.current?.lastElementChild?.querySelector<HTMLElement>(focusable)?.focus();
  }, [items.length]);

  const count = items.length === 1 ? "1 item" : `${items.length} items`;
  return (
    <Section
      pointer={pointerOf(fieldPathId.path)}
      title={title}
      required={required}
      description={schema.description}
      meta={items.length > 0 ? count : "empty"}
    >
      {items.length > 0 && (
        <div ref={list} className="flex flex-col gap-3">
          {items}
        </div>
      )}
      {canAdd && !readonly && !disabled && (
        <div>
          <Button
            size="small"
            icon={<Plus aria-hidden="true" />}
            onClick={(event) => {
              added.current = true;
              onAddClick(event);
            }}
          >
            Add an item
            <span className="sr-only"> to {title}</span>
          </Button>
        </div>
      )}
    </Section>
  );
}

/** One item of a list with what moves and removes it. */
export function ListItemTemplate({ children, buttonsProps, schema, readonly }: ArrayFieldItemTemplateProps) {
  const { index, hasMoveDown, hasMoveUp, hasRemove, onMoveDownItem, onMoveUpItem, onRemoveItem } = buttonsProps;
  const isObject = schema.type === "object";
  const name = `item ${index + 1}`;
  const buttons = !readonly && (
    <div className="flex shrink-0">
      <IconButton
        size="small"
        label={`Move ${name} up`}
        icon={<ArrowUp />}
        disabled={!hasMoveUp}
        onClick={onMoveUpItem}
      />
      <IconButton
        size="small"
        label={`Move ${name} down`}
        icon={<ArrowDown />}
        disabled={!hasMoveDown}
        onClick={onMoveDownItem}
      />
      <IconButton
        size="small"
        label={`Remove ${name}`}
        icon={<Trash2 />}
        disabled={!hasRemove}
        onClick={onRemoveItem}
      />
    </div>
  );
  if (!isObject) {
    return (
      <div className="flex min-w-0 items-start gap-1">
        <div className="min-w-0 flex-1">{children}</div>
        {buttons}
      </div>
    );
  }
  return (
    <div className="min-w-0 border-b border-hairline pb-4 last:border-b-0 last:pb-0">
      <div className="mb-1 flex items-center justify-between gap-2">
        <span className="text-table font-medium text-ink-soft">Item {index + 1}</span>
        {buttons}
      </div>
      {children}
    </div>
  );
}
