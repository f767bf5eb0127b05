export { route as PATCH, route as DELETE } from "@/lib/doors";
