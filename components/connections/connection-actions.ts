"use client";

import { api } from "../api";
import { useViewer } from "../shell/viewer";
import { toast } from "../ui/toast";
import { connectionApi, type Place, resourceApi } from "./addresses";
import { type ConnectionFacts, useStale } from "./reads";

/** Delete and restore, each with its word in the corner; an administrator can take a deletion back there. */
export function useConnectionActions() {
  const stale = useStale();
  const { can } = useViewer();

  const restore = async (connectionId: number, name: string) => {
    try {
      await api.post<ConnectionFacts>(`${connectionApi(connectionId)}/restore`);
      toast.done(`${name} is back, with its resources and records`);
    } catch (problem) {
      toast.failed(problem, `${name} could not be restored`);
    }
    await stale();
  };

  const remove = async (connectionId: number, name: string): Promise<boolean> => {
    try {
      await api.delete(connectionApi(connectionId));
    } catch (problem) {
      toast.failed(problem, `${name} could not be deleted`);
      return false;
    }
    const undo = () => restore(connectionId, name);
    toast.done(`${name} was deleted`, can("custom-connections-restore") ? { undo } : {});
    await stale();
    return true;
  };

  const removeResource = async (place: Place, name: string): Promise<boolean> => {
    try {
      await api.delete(resourceApi(place));
    } catch (problem) {
      toast.failed(problem, `${name} could not be deleted`);
      return false;
    }
    toast.done(`${name} was deleted`);
    await stale();
    return true;
  };

  return { restore, remove, removeResource };
}
