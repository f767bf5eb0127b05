export { route as PUT, route as DELETE } from "@/lib/doors";
