import { readView } from "@/lib/contract/records-view";
import { pathTexts } from "@/lib/schema/mask";
import { sensitivePaths } from "@/lib/schema/sensitive";
import { api } from "../api";
import { type Place, resourceApi } from "../connections/addresses";
import type { ResourceFacts } from "../connections/reads";
import type { EvidenceFacts } from "./evidence-api";
import { beginState, requestOf } from "./request-state";

/**
 * Generates evidence of what a page of records shows, as the form would with nothing changed in it. search: the page's.
 * Throws ApiProblem where the API refuses.
 */
export async function evidenceAtOnce(place: Place, search: string): Promise<EvidenceFacts> {
  const { asOf, filter, columns } = readView(search);
  const { schema } = await api.get<ResourceFacts>(resourceApi(place));
  const shown = columns?.filter((column) => column.startsWith("/"));
  const redact = pathTexts(sensitivePaths(JSON.stringify(schema)));
  const state = beginState({ columns: shown?.length ? shown : undefined, redact });
  return api.post<EvidenceFacts>(`${resourceApi(place)}/evidence`, { body: requestOf(state, { asOf, filter }) });
}
