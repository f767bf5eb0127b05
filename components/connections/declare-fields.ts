import type { StartingSchema } from "@/lib/schema/library/starting-schema";
import { api } from "../api";
import { toast } from "../ui/toast";
import { type Place, resourceApi } from "./addresses";
import type { ResourceFacts } from "./reads";

/** Declares the filter fields of a schema of the library. The resource stands without them, too, so a failure is only told. */
export async function declareFields(place: Place, { filterFields }: StartingSchema): Promise<void> {
  try {
    await api.patch<ResourceFacts>(resourceApi(place), { body: { filterFields } });
  } catch (problem) {
    toast.failed(problem, "The fields to filter by could not be declared; the settings of the resource have them");
  }
}
